package io.stowage.probe;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** A real block device over a file, for one test. Skips the test where loop devices cannot be had. */
record LoopDevice(Path node) implements AutoCloseable {
    /** Attaches a new sparse file to a free loop device. */
    static LoopDevice attach(final Path file, final long sizeBytes, final int sectorBytes) throws Exception {
        Command.assumeRoot();
        Command.assumeInstalled("losetup");
        try (RandomAccessFile backing = new RandomAccessFile(file.toFile(), "rw")) {
            backing.setLength(sizeBytes);
        }
        final Command ended = Command.run(
                "losetup", "--find", "--show", "--sector-size", Integer.toString(sectorBytes), file.toString());
        assumeTrue(ended.exitCode() == 0, "this machine does not let root attach loop devices: " + ended.output());
        return new LoopDevice(Path.of(ended.output()));
    }

    /** Puts an ext4 on it. */
    LoopDevice format() throws Exception {
        Command.assumeInstalled("mkfs.ext4");
        Command.outputOf("mkfs.ext4", "-q", "-F", node.toString());
        return this;
    }

    /** The kernel's name. */
    String name() {
        return String.valueOf(node.getFileName());
    }

    @Override
    public void close() throws IOException {
        Command.outputOf("losetup", "--detach", node.toString());
    }
}
