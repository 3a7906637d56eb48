package io.stowage.server.journal;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in a file, whose power a test can cut: what was not forced is gone, as after a real power loss. */
final class LoopFileSystem implements AutoCloseable {
    /** {@code _IOR('X', 125, __u32)} of the Linux headers, the same for ext4 and xfs. */
    private static final long SHUTDOWN = 0x8004587DL;

    private static final int SHUTDOWN_WITHOUT_FLUSHING_THE_LOG = 2;

    private final Path image;
    private final Path mountPoint;

    private LoopFileSystem(final Path image, final Path mountPoint) {
        this.image = image;
        this.mountPoint = mountPoint;
    }

    /** Makes and mounts one; an IOException where this user or this machine cannot. */
    static LoopFileSystem create(final Path scratch, final String type, final long bytes) throws Exception {
        final Path image = scratch.resolve(type + ".img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(bytes);
        }
        final Path mountPoint = Files.createDirectory(scratch.resolve(type));
        final LoopFileSystem created = new LoopFileSystem(image, mountPoint);
        if (run("mkfs." + type, "-q", image.toString()) != 0) {
            throw new IOException("mkfs." + type + " does not work here");
        }
        created.mount();
        return created;
    }

    Path root() {
        return mountPoint;
    }

    void mount() throws Exception {
        if (run("mount", "-o", "loop", image.toString(), mountPoint.toString()) != 0) {
            throw new IOException("this user may not mount " + image);
        }
    }

    void unmount() throws Exception {
        if (run("umount", mountPoint.toString()) != 0) {
            throw new IOException("cannot unmount " + mountPoint);
        }
    }

    /** Stops all writing, the file system's log included, from one moment to the next. */
    // Calling the system is what this is for.
    @SuppressWarnings("restricted")
    void cutPower() throws Throwable {
        final Linker linker = Linker.nativeLinker();
        final MethodHandle open = linker.downcallHandle(
                linker.defaultLookup().find("open").orElseThrow(),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        final MethodHandle ioctl = linker.downcallHandle(
                linker.defaultLookup().find("ioctl").orElseThrow(),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                Linker.Option.firstVariadicArg(2));
        final MethodHandle close = linker.downcallHandle(
                linker.defaultLookup().find("close").orElseThrow(), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            final int fd = (int) open.invokeExact(arena.allocateFrom(mountPoint.toString()), 0);
            final MemorySegment how = arena.allocateFrom(JAVA_INT, SHUTDOWN_WITHOUT_FLUSHING_THE_LOG);
            final int result = (int) ioctl.invokeExact(fd, SHUTDOWN, how);
            final int closed = (int) close.invokeExact(fd);
            if (fd < 0 || result != 0 || closed != 0) {
                throw new IOException("cannot shut down " + mountPoint);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            run("umount", mountPoint.toString());
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private static int run(final String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
