package io.stowage.tools.explain;

import io.stowage.engine.Engine;
import io.stowage.engine.ReplySink;
import io.stowage.engine.explain.Explanation;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One entry of a journal, kept.
 *
 * @param position    of the log after it.
 * @param timestampMs of its batch.
 * @param sessionId   that sent it.
 * @param frame       from offset 0 to the buffer's capacity; never changed.
 */
record JournalEntry(long position, long timestampMs, long sessionId, DirectBuffer frame) {
    static JournalEntry copy(
            final long position,
            final long timestampMs,
            final long sessionId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return new JournalEntry(position, timestampMs, sessionId, new UnsafeBuffer(bytes));
    }

    void applyTo(final Engine engine, final ReplySink sink) {
        engine.onEntry(position, timestampMs, sessionId, frame, 0, frame.capacity(), sink);
    }

    Explanation explainBy(final Engine engine, final long extent) {
        return engine.explain(position, timestampMs, sessionId, frame, 0, frame.capacity(), extent);
    }
}
