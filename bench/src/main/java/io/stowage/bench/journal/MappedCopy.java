package io.stowage.bench.journal;

import io.stowage.bench.BenchException;
import io.stowage.probe.Preallocation;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** The floor of appending: the bytes of the commands, one behind the other, copied into a mapped file with blocks of its own. */
final class MappedCopy implements Appending {
    /** As large as a block of the journal. */
    private static final long WINDOW_BYTES = 64L << 20;

    private final FileChannel channel;
    private final UnsafeBuffer window = new UnsafeBuffer(0, 0);
    private MappedByteBuffer mapped;
    private long windowStart;
    private int end;

    MappedCopy(final Path file, final long maxBytes) {
        try {
            Files.createFile(file);
            // As our journal has them; where the file system cannot allot, neither does.
            Preallocation.extend(file, BitUtil.align(maxBytes, WINDOW_BYTES));
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            mapped = channel.map(MapMode.READ_WRITE, windowStart, WINDOW_BYTES);
            window.wrap(mapped);
        } catch (final IOException e) {
            throw new BenchException("no file can be mapped at " + file + " (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public void append(final DirectBuffer command, final int length) {
        if (end + length > window.capacity()) {
            next();
        }
        window.putBytes(end, command, 0, length);
        end += length;
    }

    private void next() {
        IoUtil.unmap(mapped);
        windowStart += WINDOW_BYTES;
        end = 0;
        try {
            mapped = channel.map(MapMode.READ_WRITE, windowStart, WINDOW_BYTES);
            window.wrap(mapped);
        } catch (final IOException e) {
            throw new BenchException("the file cannot be mapped any further (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public void endBatch() {
        // A copy knows no batches.
    }

    @Override
    public void close() {
        IoUtil.unmap(mapped);
        try {
            channel.close();
        } catch (final IOException e) {
            throw new BenchException("the mapped file cannot be closed (" + e.getMessage() + ")", e);
        }
    }
}
