package io.stowage.probe;

import io.stowage.probe.linux.Fallocate;
import io.stowage.probe.linux.OpenFile;
import io.stowage.probe.linux.OpenFlags;
import java.nio.file.Path;

/** Space for a file before its data, so that writing cannot run out of it. May block for as long as the disk does. */
public final class Preallocation {
    private Preallocation() {}

    /**
     * Allocates blocks for the first bytes of a file and makes it at least that long; data that is there stays, what is
     * new reads as zero.
     *
     * @param file a regular file that is there and may be written
     * @param lengthBytes how many, more than 0
     * @return the bytes, or why the file system refuses; then the file is as it was
     */
    public static Reading<Long> extend(final Path file, final long lengthBytes) {
        return allocate(file, lengthBytes, false);
    }

    /**
     * As {@link #extend}, but the file's length stays as it is.
     *
     * @param file a regular file that is there and may be written
     * @param lengthBytes how many, more than 0
     * @return the bytes, or why the file system refuses; then the file is as it was
     */
    public static Reading<Long> reserve(final Path file, final long lengthBytes) {
        return allocate(file, lengthBytes, true);
    }

    private static Reading<Long> allocate(final Path file, final long lengthBytes, final boolean keepSize) {
        if (lengthBytes <= 0) {
            return Reading.unavailable("cannot allocate " + lengthBytes + " bytes; ask for at least 1");
        }
        return ReadingSource.readingOf(() -> {
            try (OpenFile open = OpenFile.open(file, OpenFlags.READ_WRITE | OpenFlags.NON_BLOCKING)) {
                Fallocate.allocate(open, lengthBytes, keepSize);
                return lengthBytes;
            }
        });
    }
}
