package io.stowage.probe;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file system mounted for one test, unmounted at its end. Skips the test where mounting is not allowed. */
record ScratchMount(Path mountPoint) implements AutoCloseable {
    /** Mounts a file system that needs no device, as tmpfs. */
    static ScratchMount of(final String type, final String options, final Path mountPoint) throws Exception {
        return mount(mountPoint, "-t", type, "-o", options, "stowage-test");
    }

    /** Mounts a block device. */
    static ScratchMount ofDevice(final Path device, final Path mountPoint) throws Exception {
        return mount(mountPoint, device.toString());
    }

    /** Shows a directory at a second place. */
    static ScratchMount ofDirectory(final Path directory, final Path mountPoint) throws Exception {
        return mount(mountPoint, "--bind", directory.toString());
    }

    private static ScratchMount mount(final Path mountPoint, final String... what) throws Exception {
        Command.assumeRoot();
        Command.assumeInstalled("mount", "umount");
        Files.createDirectories(mountPoint);
        final List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(what));
        command.add(mountPoint.toString());
        final Command ended = Command.run(command.toArray(new String[0]));
        assumeTrue(ended.exitCode() == 0, "this machine does not let root mount: " + ended.output());
        return new ScratchMount(mountPoint);
    }

    @Override
    public void close() throws IOException {
        Command.outputOf("umount", mountPoint.toString());
    }
}
