package io.stowage.server.journal;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A cycle file mapped for reading, which may still grow under its writer. Single-threaded. */
final class MappedCycle implements AutoCloseable {
    private final CycleFile file;
    private final FileChannel channel;
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private final CRC32C crc = new CRC32C();
    private @Nullable MappedByteBuffer bytes;
    private int length;

    MappedCycle(final CycleFile file) {
        this.file = file;
        try {
            channel = FileChannel.open(file.path(), StandardOpenOption.READ);
        } catch (final IOException ex) {
            throw unreadable(ex);
        }
        refresh();
    }

    CycleFile file() {
        return file;
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    /** Mapped bytes that the file really has; touching a mapping beyond the end of its file is a fault. */
    int length() {
        return length;
    }

    /** Takes in what the writer appended to the file, or a recovery cut off it, since the last time. */
    void refresh() {
        try {
            final int size = (int) Math.min(channel.size(), Integer.MAX_VALUE);
            if (size > buffer.capacity()) {
                unmap();
                final MappedByteBuffer mapped = channel.map(MapMode.READ_ONLY, 0, size);
                bytes = mapped;
                buffer.wrap(mapped);
            }
            length = size;
        } catch (final IOException ex) {
            throw unreadable(ex);
        }
    }

    /** The checksum of a batch: everything after the checksum's own field, then the word before it. */
    int crc(final int batchOffset, final int batchLength) {
        final MappedByteBuffer mapped = Objects.requireNonNull(bytes, "nothing is mapped");
        crc.reset();
        mapped.limit(batchOffset + batchLength).position(batchOffset + JournalLayout.START_POSITION_OFFSET);
        crc.update(mapped);
        mapped.limit(batchOffset + JournalLayout.CRC_OFFSET).position(batchOffset);
        crc.update(mapped);
        return (int) crc.getValue();
    }

    @Override
    public void close() {
        unmap();
        try {
            channel.close();
        } catch (final IOException ex) {
            throw unreadable(ex);
        }
    }

    private void unmap() {
        buffer.wrap(0, 0);
        IoUtil.unmap(bytes);
        bytes = null;
    }

    private JournalException unreadable(final IOException cause) {
        return new JournalException(file.path() + " cannot be read (" + cause + "); check its permissions", cause);
    }
}
