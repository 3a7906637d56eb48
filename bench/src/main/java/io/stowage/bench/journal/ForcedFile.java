package io.stowage.bench.journal;

import io.stowage.bench.BenchException;
import io.stowage.probe.Preallocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The floor of group commit: the bytes of a batch written into a file with blocks of its own, then fdatasync. */
final class ForcedFile implements Appending {
    private static final int MAX_BATCH_BYTES = 1 << 20;

    private final FileChannel channel;
    private final ByteBuffer bytes = BufferUtil.allocateDirectAligned(MAX_BATCH_BYTES, 64);
    private final UnsafeBuffer batch = new UnsafeBuffer(bytes);
    private int length;
    private long position;

    ForcedFile(final Path file, final long maxBytes) {
        try {
            Files.createFile(file);
            // Where the file system cannot allot, the floor is that of a growing file.
            Preallocation.extend(file, maxBytes);
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
        } catch (final IOException e) {
            throw new BenchException("no file can be written at " + file + " (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public void append(final DirectBuffer command, final int commandLength) {
        batch.putBytes(length, command, 0, commandLength);
        length += commandLength;
    }

    @Override
    public void endBatch() {
        bytes.limit(length).position(0);
        try {
            while (bytes.hasRemaining()) {
                position += channel.write(bytes, position);
            }
            channel.force(false);
        } catch (final IOException e) {
            throw new BenchException("the file of the floor cannot be forced (" + e.getMessage() + ")", e);
        }
        length = 0;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            throw new BenchException("the file of the floor cannot be closed (" + e.getMessage() + ")", e);
        }
    }
}
