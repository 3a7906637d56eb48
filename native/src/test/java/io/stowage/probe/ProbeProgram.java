package io.stowage.probe;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;

/** Prints one line for each thing a probe found; run in a JVM of its own, under other conditions than the tests'. */
final class ProbeProgram {
    private ProbeProgram() {}

    /**
     * Probes and prints.
     *
     * @param arguments a directory to measure
     */
    @SuppressWarnings("SystemOut") // A program's output is how its parent sees what it found.
    public static void main(final String[] arguments) {
        final Path directory = Path.of(arguments[0]);
        final NodeReport report = new NodeProbe.Context().conclude().probe();
        print("hostName", report.hostName());
        print("kernel", report.kernel());
        print("totalBytes", report.memory().totalBytes());
        print("availableBytes", report.memory().availableBytes());
        print("allowed", report.cpus().allowed());
        System.out.println("availableCount=" + report.cpus().availableCount());
        print("fileSystems", report.fileSystems().map(List::size));
        print("blockDevices", report.blockDevices().map(List::size));
        report.blockDevices()
                .orElse(List.of())
                .forEach(device -> print("geometry " + device.node(), device.geometry()));
        print(
                "of",
                new NodeProbe.Context()
                        .conclude()
                        .fileSystems()
                        .of(directory)
                        .map(found -> found.space().map(FileSystemSpace::totalBytes)));
        print(
                "latency",
                new DirectReadLatency.Context()
                        .directory(directory)
                        .fileBytes(1 << 20)
                        .conclude()
                        .run()
                        .map(LatencyReport::ending));
        print("preallocation", Preallocation.extend(directory.resolve("file"), 1));
        print("pinned", CpuAffinity.pinTo(CpuSet.of(0)));
        try (Arena arena = Arena.ofConfined()) {
            print("locked", MemoryPages.lock(arena.allocate(4096, 4096)));
        }
    }

    private static void print(final String name, final Reading<?> reading) {
        System.out.println(name + "=" + reading);
    }
}
