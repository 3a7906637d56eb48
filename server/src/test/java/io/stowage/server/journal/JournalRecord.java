package io.stowage.server.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * An entry on the heap, for tests to compare.
 *
 * @param position    of the entry.
 * @param timestampMs of its batch.
 * @param sessionId   as appended.
 * @param flags       as appended.
 * @param command     its bytes.
 */
record JournalRecord(long position, long timestampMs, long sessionId, int flags, List<Byte> command) {
    static JournalRecord of(
            final long position,
            final long timestampMs,
            final long sessionId,
            final int flags,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final Byte[] bytes = new Byte[length];
        Arrays.setAll(bytes, i -> buffer.getByte(offset + i));
        return new JournalRecord(position, timestampMs, sessionId, flags, List.of(bytes));
    }

    /** Everything that a reader delivers from a position on, to the end. */
    static List<JournalRecord> readAll(final JournalReader reader) {
        final List<JournalRecord> records = new ArrayList<>();
        final JournalEntryHandler collect = (position, timestampMs, sessionId, flags, buffer, offset, length) ->
                records.add(of(position, timestampMs, sessionId, flags, buffer, offset, length));
        int delivered;
        do {
            delivered = reader.poll(collect);
        } while (delivered > 0);
        return records;
    }
}
