package io.stowage.sim.log;

import io.stowage.engine.Engine;
import io.stowage.engine.ReplySink;
import org.agrona.DirectBuffer;

/**
 * One entry of a log, as an engine took it.
 *
 * @param position    of the log after it.
 * @param timestampMs of the log's clock.
 * @param sessionId   of the sender; 0: the host.
 * @param frame       from offset 0 to the buffer's capacity; never changed.
 */
public record LogEntry(long position, long timestampMs, long sessionId, DirectBuffer frame) {
    /**
     * Which message it is.
     *
     * @return template id.
     */
    public int templateId() {
        return Engine.templateId(frame, 0, frame.capacity());
    }

    /**
     * Applies it.
     *
     * @param engine whose log ends before it.
     * @param sink   for its reply.
     */
    public void applyTo(final Engine engine, final ReplySink sink) {
        engine.onEntry(position, timestampMs, sessionId, frame, 0, frame.capacity(), sink);
    }
}
