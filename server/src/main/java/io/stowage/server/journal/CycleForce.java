package io.stowage.server.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Makes what was written durable. A seam, so that tests can count and fail it. */
interface CycleForce {
    /** The operating system's own. */
    CycleForce SYSTEM = new CycleForce() {
        @Override
        public void file(final FileChannel channel) throws IOException {
            channel.force(false);
        }

        @Override
        public void pages(final MappedByteBuffer window, final int from, final int length) throws IOException {
            try {
                window.force(from, length);
            } catch (final UncheckedIOException ex) {
                throw ex.getCause();
            }
        }

        @Override
        public void directory(final Path path) throws IOException {
            JournalFiles.forceDirectory(path);
        }
    };

    /** Forces the bytes of a file, and of its metadata what is needed to read them. */
    void file(FileChannel channel) throws IOException;

    /** Forces a stretch of a mapped file, as {@link #file} does. */
    void pages(MappedByteBuffer window, int from, int length) throws IOException;

    /** Forces the entries of a directory. */
    void directory(Path path) throws IOException;
}
