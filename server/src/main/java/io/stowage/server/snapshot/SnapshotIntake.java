package io.stowage.server.snapshot;

import io.stowage.engine.Engine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A snapshot that arrives from somewhere else, piece by piece: written into an unfinished file among the others, loaded from there,
 * and published once it has proved good. Single-threaded.
 */
public final class SnapshotIntake implements AutoCloseable {
    private static final int BUFFER_LENGTH = 1 << 20;

    private final SnapshotStore store;
    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer buffered = ByteBuffer.allocateDirect(BUFFER_LENGTH);
    private long length;
    private boolean isPublished;

    private SnapshotIntake(final SnapshotStore store, final Path file, final FileChannel channel) {
        this.store = store;
        this.file = file;
        this.channel = channel;
    }

    /**
     * Begins with nothing.
     *
     * @param home data directory that the caller owns.
     * @return the intake, to be closed by the caller.
     * @throws SnapshotException if no file can be made.
     */
    public static SnapshotIntake begin(final Path home) {
        final SnapshotStore store = new SnapshotStore(home);
        final Path file = store.unfinished();
        try {
            Files.createDirectories(file.getParent());
            return new SnapshotIntake(
                    store,
                    file,
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE));
        } catch (final IOException e) {
            throw failed(file, e);
        }
    }

    /**
     * What has arrived.
     *
     * @return bytes.
     */
    public long length() {
        return length;
    }

    /**
     * Appends a piece.
     *
     * @param source with the piece.
     * @param offset of the piece.
     * @param count  of its bytes.
     * @throws SnapshotException if it cannot be written.
     */
    public void add(final DirectBuffer source, final int offset, final int count) {
        try {
            for (int done = 0; done < count; ) {
                if (!buffered.hasRemaining()) {
                    drain();
                }
                final int next = Math.min(count - done, buffered.remaining());
                source.getBytes(offset + done, buffered, next);
                done += next;
            }
            length += count;
        } catch (final IOException e) {
            throw failed(file, e);
        }
    }

    /**
     * Puts what has arrived in place of an engine's state.
     *
     * @param engine    fresh.
     * @param position  that it must have then.
     * @param stateHash that it must have then.
     * @throws SnapshotException if it is not what was promised; the engine must be closed then.
     */
    public void load(final Engine engine, final long position, final long stateHash) {
        try {
            drain();
            channel.force(true);
            if (length == 0 || length > Integer.MAX_VALUE) {
                throw new SnapshotException("a snapshot of " + length + " bytes has arrived, which cannot be one");
            }
            final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
            try {
                engine.load(new UnsafeBuffer(mapped), 0, mapped.capacity());
            } finally {
                BufferUtil.free(mapped);
            }
        } catch (final IOException | IllegalArgumentException e) {
            throw new SnapshotException("the snapshot that has arrived cannot be loaded: " + e.getMessage(), e);
        }
        if (engine.position() != position || engine.stateHash() != stateHash) {
            throw new SnapshotException("the snapshot that has arrived holds the state at position " + engine.position()
                    + " with hash " + Long.toHexString(engine.stateHash()) + ", but should be at " + position + " with "
                    + Long.toHexString(stateHash) + "; take it from another member");
        }
    }

    /**
     * Publishes what was loaded as a snapshot of the data directory.
     *
     * @param position of it.
     * @throws SnapshotException if it cannot be renamed.
     */
    public void publish(final long position) {
        final Path target = store.file(position);
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            isPublished = true;
            SnapshotWriter.forceDirectory(target);
        } catch (final IOException e) {
            throw failed(target, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (!isPublished) {
                Files.deleteIfExists(file);
            }
        } catch (final IOException e) {
            throw failed(file, e);
        }
    }

    private void drain() throws IOException {
        buffered.flip();
        while (buffered.hasRemaining()) {
            channel.write(buffered);
        }
        buffered.clear();
    }

    private static SnapshotException failed(final Path file, final IOException e) {
        return new SnapshotException(
                "the snapshot " + file + " cannot be written (" + e + "); give the directory space and permissions", e);
    }
}
