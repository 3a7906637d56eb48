package io.stowage.tools.machine;

import io.stowage.probe.LatencyReport;
import io.stowage.probe.NodeProbe;
import io.stowage.probe.NodeReport;
import io.stowage.probe.Reading;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.OutputOptions;
import io.stowage.tools.output.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the native probes see on this machine. Needs no server, writes nothing but the latency probe's own file. */
@Command(
        name = "probe",
        description =
                "Show what this machine is made of: processors, memory, file systems, block devices, read latency.")
public final class Probe implements Runnable {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--latency",
            paramLabel = "DIR",
            description =
                    "Measure the read latency of the disk of this directory too (8 MiB file, at most 2 seconds); repeat it for"
                            + " more.")
    private List<Path> latencyDirectories = List.of();

    /** Made by picocli. */
    public Probe() {}

    /**
     * What was measured. Public, for its members are read by name.
     *
     * @param directory where.
     * @param report    what.
     */
    public record Latency(Path directory, Reading<LatencyReport> report) {}

    @Override
    public void run() {
        final NodeProbe probe = new NodeProbe.Context().conclude();
        output.show(
                () -> {
                    final NodeReport report = probe.probe();
                    final List<Latency> latencies =
                            latencyDirectories.stream().map(Probe::measure).toList();
                    return page(report, latencies);
                },
                () -> {});
    }

    private static Page page(final NodeReport report, final List<Latency> latencies) {
        final Map<String, @Nullable Object> json = Json.object(
                "hostName", report.hostName(),
                "operatingSystem", report.operatingSystem(),
                "kernel", report.kernel(),
                "architecture", report.architecture(),
                "cpus", report.cpus(),
                "memory", report.memory(),
                "fileSystems", report.fileSystems(),
                "blockDevices", report.blockDevices(),
                "latencies", latencies,
                "elapsedNs", report.elapsedNs());
        return new Page() {
            @Override
            public Object json() {
                return json;
            }

            @Override
            public String text(final boolean hasColour) {
                final List<String> parts = new ArrayList<>();
                parts.add(MachineText.summary(report));
                parts.add(MachineText.fileSystems(report.fileSystems()));
                parts.add(MachineText.blockDevices(report.blockDevices()));
                Optional.of(latencies)
                        .filter(all -> !all.isEmpty())
                        .map(MachineText::latencies)
                        .ifPresent(parts::add);
                return String.join("\n\n", parts);
            }
        };
    }

    private static Latency measure(final Path directory) {
        return new Latency(
                directory,
                new io.stowage.probe.DirectReadLatency.Context()
                        .directory(directory)
                        .conclude()
                        .run());
    }
}
