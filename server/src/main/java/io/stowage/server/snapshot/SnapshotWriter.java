package io.stowage.server.snapshot;

import io.stowage.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.agrona.DirectBuffer;

/**
 * Writes the state of an engine into a file that is there whole or not at all: under another name, forced to the disk, then
 * renamed, and the directory forced.
 */
final class SnapshotWriter {
    /** Ends the name of a file that is being written. */
    static final String UNFINISHED = ".tmp";

    private static final int PIECE_LENGTH = 1 << 20;

    private SnapshotWriter() {}

    /**
     * Writes and publishes.
     *
     * @param engine that nobody changes meanwhile.
     * @param target of the rename; replaced if it is there.
     * @return length of the file, bytes.
     * @throws IOException if the file cannot be written; nothing is left of it then.
     */
    static long write(final Engine engine, final Path target) throws IOException {
        final Path unfinished = unfinished(target);
        boolean isPublished = false;
        try {
            final long bytes = writeAndForce(engine, unfinished);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            isPublished = true;
            forceDirectory(target);
            return bytes;
        } finally {
            if (!isPublished) {
                Files.deleteIfExists(unfinished);
            }
        }
    }

    /** The name of a file until it is published. */
    static Path unfinished(final Path target) {
        return target.resolveSibling(
                target.getFileName() + "-" + ProcessHandle.current().pid() + UNFINISHED);
    }

    private static long writeAndForce(final Engine engine, final Path file) throws IOException {
        final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_LENGTH);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            engine.snapshot((buffer, offset, length) -> writeAll(channel, piece, buffer, offset, length));
            channel.force(true);
            return channel.size();
        } catch (final UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    private static void writeAll(
            final FileChannel channel,
            final ByteBuffer piece,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        try {
            for (int done = 0; done < length; ) {
                final int next = Math.min(length - done, PIECE_LENGTH);
                piece.clear().limit(next);
                buffer.getBytes(offset + done, piece, 0, next);
                while (piece.hasRemaining()) {
                    channel.write(piece);
                }
                done += next;
            }
        } catch (final IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static void forceDirectory(final Path target) throws IOException {
        final Path directory = target.toAbsolutePath().getParent();
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
