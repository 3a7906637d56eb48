package io.stowage.server.journal;

import static io.stowage.server.journal.JournalLayout.BATCH_HEADER_LENGTH;
import static io.stowage.server.journal.JournalLayout.ENTRY_FLAGS_OFFSET;
import static io.stowage.server.journal.JournalLayout.ENTRY_HEADER_LENGTH;
import static io.stowage.server.journal.JournalLayout.ENTRY_LENGTH_OFFSET;
import static io.stowage.server.journal.JournalLayout.ENTRY_SESSION_ID_OFFSET;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A batch while it is put together, outside the cycle file: so an abort costs nothing, a fault of the mapping can only strike
 * during a commit, and the checksum reads warm memory. Single-threaded, allocates nothing after construction.
 */
final class BatchBuffer {
    private static final int CACHE_LINE_LENGTH = 64;

    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private final CRC32C crc = new CRC32C();
    private int length = BATCH_HEADER_LENGTH;
    private int entryCount;
    private long startPosition;

    BatchBuffer(final int capacity) {
        bytes = BufferUtil.allocateDirectAligned(capacity, CACHE_LINE_LENGTH);
        buffer = new UnsafeBuffer(bytes, 0, capacity);
    }

    void begin(final long position, final long timestampMs) {
        startPosition = position;
        length = BATCH_HEADER_LENGTH;
        entryCount = 0;
        buffer.putLong(JournalLayout.TIMESTAMP_OFFSET, timestampMs, ByteOrder.LITTLE_ENDIAN);
    }

    boolean fits(final int commandLength) {
        return commandLength <= maxEntryLength()
                && JournalLayout.entryLength(commandLength) <= buffer.capacity() - length;
    }

    /** Longest command that fits into an empty batch, in bytes. */
    int maxEntryLength() {
        return buffer.capacity() - BATCH_HEADER_LENGTH - ENTRY_HEADER_LENGTH;
    }

    /** Adds an entry, which must fit, and returns its position. */
    long append(
            final long sessionId,
            final int flags,
            final DirectBuffer source,
            final int offset,
            final int commandLength) {
        final int entry = length;
        final int end = entry + JournalLayout.entryLength(commandLength);
        buffer.putLong(end - JournalLayout.ALIGNMENT, 0);
        buffer.putInt(entry + ENTRY_LENGTH_OFFSET, commandLength, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(entry + ENTRY_FLAGS_OFFSET, flags, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(entry + ENTRY_SESSION_ID_OFFSET, sessionId, ByteOrder.LITTLE_ENDIAN);
        buffer.putBytes(entry + ENTRY_HEADER_LENGTH, source, offset, commandLength);
        length = end;
        entryCount++;
        return position();
    }

    /** Writes the header, after which the first {@link #length()} bytes from {@link #address()} are the batch. */
    void complete() {
        buffer.putInt(JournalLayout.MAGIC_OFFSET, JournalLayout.MAGIC_AND_VERSION, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(JournalLayout.START_POSITION_OFFSET, startPosition, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(JournalLayout.ENTRY_COUNT_OFFSET, entryCount, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(JournalLayout.BYTE_LENGTH_OFFSET, length - BATCH_HEADER_LENGTH, ByteOrder.LITTLE_ENDIAN);
        crc.reset();
        bytes.limit(length).position(JournalLayout.START_POSITION_OFFSET);
        crc.update(bytes);
        bytes.limit(JournalLayout.CRC_OFFSET).position(JournalLayout.MAGIC_OFFSET);
        crc.update(bytes);
        buffer.putInt(JournalLayout.CRC_OFFSET, (int) crc.getValue(), ByteOrder.LITTLE_ENDIAN);
    }

    long position() {
        return startPosition + length - BATCH_HEADER_LENGTH;
    }

    int entryCount() {
        return entryCount;
    }

    int length() {
        return length;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    long address() {
        return buffer.addressOffset();
    }
}
