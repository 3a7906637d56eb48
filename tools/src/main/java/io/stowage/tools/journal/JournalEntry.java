package io.stowage.tools.journal;

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
 * @param flags       as appended.
 * @param frame       from offset 0 to the buffer's capacity; never changed.
 */
public record JournalEntry(long position, long timestampMs, long sessionId, int flags, DirectBuffer frame) {
    /**
     * Keeps an entry beyond the call that delivers it.
     *
     * @param position    of the log after it.
     * @param timestampMs of its batch.
     * @param sessionId   that sent it.
     * @param flags       as appended.
     * @param buffer      with its frame.
     * @param offset      of the frame.
     * @param length      of the frame, bytes.
     * @return the entry.
     */
    public static JournalEntry copy(
            final long position,
            final long timestampMs,
            final long sessionId,
            final int flags,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return new JournalEntry(position, timestampMs, sessionId, flags, new UnsafeBuffer(bytes));
    }

    /**
     * Applies it.
     *
     * @param engine that stands before it.
     * @param sink   for replies and events.
     */
    public void applyTo(final Engine engine, final ReplySink sink) {
        engine.onEntry(position, timestampMs, sessionId, frame, 0, frame.capacity(), sink);
    }

    /**
     * Applies a reservation, and tells how it was decided.
     *
     * @param engine that stands before it.
     * @param extent whose runners-up are wanted, from 0.
     * @return how it came about.
     */
    public Explanation explainBy(final Engine engine, final long extent) {
        return engine.explain(position, timestampMs, sessionId, frame, 0, frame.capacity(), extent);
    }
}
