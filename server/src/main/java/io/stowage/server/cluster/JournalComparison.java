package io.stowage.server.cluster;

import io.stowage.server.journal.JournalEntryHandler;
import io.stowage.server.journal.JournalReader;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a journal has against what the cluster's log replays, entry by entry. The reader delivers whole batches: what is
 * ahead waits in a buffer. Single-threaded.
 */
final class JournalComparison implements JournalEntryHandler, AutoCloseable {
    private static final int POSITION_OFFSET = 0;
    private static final int TIMESTAMP_OFFSET = POSITION_OFFSET + Long.BYTES;
    private static final int SESSION_OFFSET = TIMESTAMP_OFFSET + Long.BYTES;
    private static final int LENGTH_OFFSET = SESSION_OFFSET + Long.BYTES;
    private static final int FRAME_OFFSET = LENGTH_OFFSET + Long.BYTES;

    private final JournalReader reader;
    private final long endPosition;
    private final ExpandableArrayBuffer ahead = new ExpandableArrayBuffer(1 << 12);
    private final UnsafeBuffer journaled = new UnsafeBuffer();
    private final UnsafeBuffer replayed = new UnsafeBuffer();
    private int next;
    private int end;
    private long position;

    /**
     * Compares nothing yet.
     *
     * @param reader      that stands where the replay begins; closed with this.
     * @param endPosition of the journal.
     */
    JournalComparison(final JournalReader reader, final long endPosition) {
        this.reader = reader;
        this.endPosition = endPosition;
    }

    /** What differs between an entry and the journal's next one, or null. */
    @Nullable
    String difference(
            final long entryPosition,
            final long timestampMs,
            final long sessionId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        if (next == end) {
            next = 0;
            end = 0;
            reader.poll(this);
        }
        if (next == end) {
            return "the journal ends before position " + endPosition;
        }
        position = ahead.getLong(next + POSITION_OFFSET);
        final int journaledLength = ahead.getInt(next + LENGTH_OFFSET);
        if (journaledLength != length || position != entryPosition) {
            return "lengths " + journaledLength + " and " + length;
        }
        if (ahead.getLong(next + SESSION_OFFSET) != sessionId) {
            return "sessions " + ahead.getLong(next + SESSION_OFFSET) + " and " + sessionId;
        }
        if (ahead.getLong(next + TIMESTAMP_OFFSET) != timestampMs) {
            return "times " + ahead.getLong(next + TIMESTAMP_OFFSET) + " and " + timestampMs + " ms";
        }
        journaled.wrap(ahead, next + FRAME_OFFSET, length);
        replayed.wrap(buffer, offset, length);
        next += FRAME_OFFSET + length;
        return journaled.equals(replayed) ? null : "other bytes";
    }

    /** Whether all of the journal was compared. */
    boolean isAtEnd() {
        return position == endPosition;
    }

    @Override
    public void onEntry(
            final long entryPosition,
            final long timestampMs,
            final long sessionId,
            final int flags,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        ahead.putLong(end + POSITION_OFFSET, entryPosition);
        ahead.putLong(end + TIMESTAMP_OFFSET, timestampMs);
        ahead.putLong(end + SESSION_OFFSET, sessionId);
        ahead.putInt(end + LENGTH_OFFSET, length);
        ahead.putBytes(end + FRAME_OFFSET, buffer, offset, length);
        end += FRAME_OFFSET + length;
    }

    @Override
    public void close() {
        reader.close();
    }
}
