package io.stowage.server.journal;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import org.agrona.IoUtil;
import org.jspecify.annotations.Nullable;

/**
 * Makes a stretch of a file durable and leaves alone what else of it has changed. Chronicle notes the newest excerpt on the first
 * page of its file, which nobody needs who finds the end by the checksums: forcing it with every batch would cost a second write
 * to another place of the disk.
 *
 * <p>A mapping of its own tells the kernel which stretch is meant ({@code msync(2)} with {@code MS_SYNC}); what is written back is the
 * page cache, whoever wrote to it. Single-threaded.
 */
final class ForceWindow implements AutoCloseable {
    private static final long WINDOW_LENGTH = 64 << 20;

    private final CycleForce force;
    private @Nullable MappedByteBuffer window;
    private long start;

    ForceWindow(final CycleForce force) {
        this.force = force;
    }

    /** Forces what lies between two offsets that the file has. */
    void force(final FileChannel channel, final long from, final long to) throws IOException {
        MappedByteBuffer mapped = window;
        if (mapped == null || from < start || to > start + mapped.capacity()) {
            mapped = map(channel, from, to);
        }
        force.pages(mapped, (int) (from - start), (int) (to - from));
    }

    private MappedByteBuffer map(final FileChannel channel, final long from, final long to) throws IOException {
        close();
        start = from & -CycleWriter.PAGE_LENGTH;
        final long length = Math.min(Math.max(WINDOW_LENGTH, to - start), channel.size() - start);
        final MappedByteBuffer mapped = channel.map(MapMode.READ_WRITE, start, length);
        window = mapped;
        return mapped;
    }

    /** Lets go of the file. */
    @Override
    public void close() {
        IoUtil.unmap(window);
        window = null;
    }
}
