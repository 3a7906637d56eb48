package io.stowage.sim.log;

import io.stowage.codecs.KeepAliveDecoder;
import io.stowage.codecs.KeepAliveEncoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.engine.LogPosition;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Closes the gaps in a log out of which entries were taken. Fences of keepalives follow: a fence means "I had the ack of all up
 * to here", so that it becomes the new position of the last entry left before it.
 */
public final class Renumbering {
    private static final int FENCE_OFFSET =
            MessageHeaderEncoder.ENCODED_LENGTH + KeepAliveEncoder.fenceEncodingOffset();

    private Renumbering() {}

    /**
     * Numbers a log anew.
     *
     * @param log by growing positions; times stay as they are.
     * @return the same entries without gaps.
     */
    public static List<LogEntry> of(final List<LogEntry> log) {
        final NavigableMap<Long, Long> moved = new TreeMap<>();
        final List<LogEntry> numbered = new ArrayList<>(log.size());
        long position = 0;
        for (final LogEntry entry : log) {
            position = LogPosition.after(position, entry.frame().capacity());
            final DirectBuffer frame =
                    entry.templateId() == KeepAliveDecoder.TEMPLATE_ID ? fenced(entry.frame(), moved) : entry.frame();
            moved.put(entry.position(), position);
            numbered.add(new LogEntry(position, entry.timestampMs(), entry.sessionId(), frame));
        }
        return numbered;
    }

    /** Fences before the log and beyond its end stay what they are. */
    private static DirectBuffer fenced(final DirectBuffer frame, final NavigableMap<Long, Long> moved) {
        final long fence = new KeepAliveDecoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderDecoder())
                .fence();
        final Map.Entry<Long, Long> before = moved.floorEntry(fence);
        final boolean isKnown = before != null && fence <= moved.lastKey();
        if (!isKnown || before.getValue() == fence) {
            return frame;
        }
        final byte[] copy = new byte[frame.capacity()];
        frame.getBytes(0, copy);
        final UnsafeBuffer changed = new UnsafeBuffer(copy);
        changed.putLong(FENCE_OFFSET, before.getValue(), ByteOrder.LITTLE_ENDIAN);
        return changed;
    }
}
