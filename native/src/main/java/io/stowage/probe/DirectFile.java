package io.stowage.probe;

import io.stowage.probe.linux.Errno;
import io.stowage.probe.linux.FileIo;
import io.stowage.probe.linux.OpenFile;
import io.stowage.probe.linux.OpenFlags;
import io.stowage.probe.linux.Statx;
import io.stowage.probe.linux.SystemCallException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * A file of the probe's own, open with {@code O_DIRECT} where the file system allows it. It loses its name right after
 * it is created, so nobody else can open it and not even a killed JVM leaves it behind; its space is free again once it
 * is closed. One thread only.
 */
final class DirectFile implements AutoCloseable {
    /** The alignment that every file system accepts, used where the kernel does not say one. */
    static final int FALLBACK_ALIGNMENT_BYTES = 4096;

    private static final String NAME_PREFIX = ".stowage-probe-";

    private final Arena arena = Arena.ofConfined();
    private final OpenFile file;
    private final FileIo io;
    private final ReadMode mode;

    private DirectFile(final OpenFile file, final ReadMode mode) {
        this.file = file;
        this.mode = mode;
        io = new FileIo(file, arena);
    }

    /**
     * Creates the file.
     *
     * @param directory where; must be writable
     * @return the open, empty file
     * @throws IOException if the directory refuses or this system is not supported
     */
    static DirectFile create(final Path directory) throws IOException {
        try {
            final OpenFile file = createNameless(directory, OpenFlags.DIRECT);
            try {
                final ReadMode mode = modeOf(file, directory);
                if (mode instanceof ReadMode.Direct) {
                    return new DirectFile(file, mode);
                }
                file.close();
                return new DirectFile(createNameless(directory, 0), mode);
            } catch (final IOException e) {
                file.close();
                throw e;
            }
        } catch (final SystemCallException e) {
            if (!e.is(Errno.EINVAL) && !e.is(Errno.EOPNOTSUPP)) {
                throw e;
            }
            return new DirectFile(
                    createNameless(directory, 0), new ReadMode.Buffered("O_DIRECT refused: " + e.getMessage()));
        }
    }

    private static OpenFile createNameless(final Path directory, final int flags) throws IOException {
        final Path path = directory.resolve(NAME_PREFIX + UUID.randomUUID());
        final OpenFile file;
        try {
            file = OpenFile.create(path, flags);
        } catch (final IOException e) {
            // A kernel that refuses O_DIRECT has created the file before.
            try {
                Files.deleteIfExists(path);
            } catch (final IOException notThere) {
                e.addSuppressed(notThere);
            }
            throw e;
        }
        try {
            Files.delete(path);
        } catch (final IOException e) {
            file.close();
            throw e;
        }
        return file;
    }

    private static ReadMode modeOf(final OpenFile file, final Path directory) throws IOException {
        final Optional<Statx.DirectAlignment> known = Statx.directAlignmentOf(file);
        if (known.isEmpty()) {
            return new ReadMode.Direct(FALLBACK_ALIGNMENT_BYTES, FALLBACK_ALIGNMENT_BYTES, true);
        }
        final Statx.DirectAlignment alignment = known.get();
        return alignment.offsetBytes() == 0 || alignment.memoryBytes() == 0
                ? new ReadMode.Buffered("O_DIRECT refused: the file system of " + directory
                        + " says that it cannot read or write directly")
                : new ReadMode.Direct(alignment.memoryBytes(), alignment.offsetBytes(), false);
    }

    /**
     * How reads and writes go.
     *
     * @return direct with its alignment, or buffered with the reason
     */
    ReadMode mode() {
        return mode;
    }

    /**
     * The unit of reading and writing.
     *
     * @param wantedBytes a power of two
     * @return that, or the smallest power of two that the file system accepts, if more
     */
    int blockBytes(final int wantedBytes) {
        return switch (mode) {
            case ReadMode.Direct direct -> Math.max(wantedBytes, direct.offsetAlignmentBytes());
            case ReadMode.Buffered buffered -> wantedBytes;
        };
    }

    /**
     * A buffer that may be read into and written from; lives as long as this file is open.
     *
     * @param lengthBytes its length, a multiple of {@link #blockBytes}
     * @return the buffer, zeroed
     */
    MemorySegment buffer(final int lengthBytes) {
        final int alignmentBytes = switch (mode) {
            case ReadMode.Direct direct -> direct.memoryAlignmentBytes();
            case ReadMode.Buffered buffered -> FALLBACK_ALIGNMENT_BYTES;
        };
        return arena.allocate(lengthBytes, alignmentBytes);
    }

    /**
     * Fills a buffer from the file.
     *
     * @param buffer of {@link #buffer}
     * @param offsetBytes a multiple of {@link #blockBytes}
     * @throws IOException if the kernel or the device refuses, or the file ends before
     */
    void read(final MemorySegment buffer, final long offsetBytes) throws IOException {
        final long count = io.read(buffer, offsetBytes);
        if (count != buffer.byteSize()) {
            throw new IOException("pread " + file + ": " + count + " of " + buffer.byteSize() + " bytes at offset "
                    + offsetBytes + "; the device lost what was written");
        }
    }

    /**
     * Writes a buffer to the file.
     *
     * @param buffer of {@link #buffer}
     * @param offsetBytes a multiple of {@link #blockBytes}
     * @throws IOException if the kernel or the device refuses, or takes only a part
     */
    void write(final MemorySegment buffer, final long offsetBytes) throws IOException {
        final long count = io.write(buffer, offsetBytes);
        if (count != buffer.byteSize()) {
            throw new IOException("pwrite " + file + ": " + count + " of " + buffer.byteSize()
                    + " bytes; free space on the file system");
        }
    }

    /**
     * Waits until what was written is on the device.
     *
     * @throws IOException if the kernel or the device refuses
     */
    void sync() throws IOException {
        io.syncData();
    }

    /** Closes the file, which frees its space, and its buffers. */
    @Override
    public void close() throws IOException {
        try (arena) {
            file.close();
        }
    }
}
