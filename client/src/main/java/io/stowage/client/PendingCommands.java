package io.stowage.client;

import io.stowage.client.frame.FrameReader;
import io.stowage.codecs.ConnectEmDecoder;
import io.stowage.codecs.CreatePoolDecoder;
import io.stowage.codecs.RegisterChunkDecoder;
import io.stowage.codecs.RegisterNodeDecoder;
import io.stowage.codecs.SetMemberListDecoder;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Commands that wait for their answers; each ends once: answered, or with an unknown outcome. Where leaders may change, it keeps
 * the frames of those that may be carried out twice without harm, and sends them once more under the same correlation id; the others end
 * with an unknown outcome.
 */
final class PendingCommands {
    private static final long MISSING = Long.MIN_VALUE;
    private static final int FIRST_QUERY = 150;
    private static final int LAST_QUERY = 199;

    private final boolean mayRepeat;
    private final OperatorListener listener;
    private final FrameReader reader = new FrameReader();
    private final Long2LongHashMap deadlinesNs = new Long2LongHashMap(MISSING);
    private final LongArrayQueue order = new LongArrayQueue(0);
    private final Long2ObjectHashMap<DirectBuffer> frames = new Long2ObjectHashMap<>();
    private final LongArrayQueue repeats = new LongArrayQueue(0);

    PendingCommands(final boolean mayRepeat, final OperatorListener listener) {
        this.mayRepeat = mayRepeat;
        this.listener = listener;
    }

    /** A command was sent. */
    void add(
            final long correlationId,
            final long deadlineNs,
            final DirectBuffer frame,
            final int offset,
            final int length) {
        deadlinesNs.put(correlationId, deadlineNs);
        order.addLong(correlationId);
        if (mayRepeat && reader.wrap(frame, offset, length) && isRepeatable(reader.templateId())) {
            final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
            copy.putBytes(0, frame, offset, length);
            frames.put(correlationId, copy);
        }
    }

    /** A command was answered; false if it had ended before. */
    boolean end(final long correlationId) {
        frames.remove(correlationId);
        return deadlinesNs.remove(correlationId) != MISSING;
    }

    /** Ends what waited for too long; returns how many did. */
    int endExpired(final long nowNs) {
        int ended = 0;
        while (!order.isEmpty()) {
            final long oldest = order.peekLong();
            final long deadlineNs = deadlinesNs.get(oldest);
            if (deadlineNs != MISSING && nowNs - deadlineNs < 0) {
                break;
            }
            order.pollLong();
            ended += endUnknown(oldest);
        }
        return ended;
    }

    /** Ends everything: the session is gone. */
    void endAll() {
        repeats.clear();
        while (!order.isEmpty()) {
            endUnknown(order.pollLong());
        }
    }

    /** Another member leads: what may be sent once more is due again. Returns the rest, to be ended. */
    LongArrayList takeLost() {
        final LongArrayList lost = new LongArrayList();
        repeats.clear();
        order.forEachLong(correlationId -> {
            if (frames.containsKey(correlationId)) {
                repeats.addLong(correlationId);
            } else {
                lost.addLong(correlationId);
            }
        });
        return lost;
    }

    /** Ends what was lost. */
    void endUnknown(final LongArrayList lost) {
        lost.forEachLong(this::endUnknown);
    }

    /** Whether something is due again that the session has not taken yet. */
    boolean hasRepeats() {
        return !repeats.isEmpty();
    }

    /** Sends what is due again, as far as the session takes it; returns how many were taken. */
    int repeat(final SessionLink link) {
        int sent = 0;
        while (!repeats.isEmpty()) {
            final long correlationId = repeats.peekLong();
            final DirectBuffer frame = frames.get(correlationId);
            if (frame != null) {
                if (link.offer(frame, 0, frame.capacity()) < 0) {
                    break;
                }
                frames.remove(correlationId);
                sent++;
            }
            repeats.pollLong();
        }
        return sent;
    }

    private int endUnknown(final long correlationId) {
        if (!end(correlationId)) {
            return 0;
        }
        listener.onUnknown(correlationId);
        return 1;
    }

    /**
     * Whether a command leaves nothing else behind where it was carried out already: what makes something known under a natural key, which
     * is known again where another operator has removed it in between, a member list of its generation, and queries. What sets something is
     * not among them: sent again, it would take back what another operator has set since.
     */
    private static boolean isRepeatable(final int templateId) {
        return switch (templateId) {
            case RegisterNodeDecoder.TEMPLATE_ID,
                    RegisterChunkDecoder.TEMPLATE_ID,
                    CreatePoolDecoder.TEMPLATE_ID,
                    ConnectEmDecoder.TEMPLATE_ID,
                    SetMemberListDecoder.TEMPLATE_ID -> true;
            default -> templateId >= FIRST_QUERY && templateId <= LAST_QUERY;
        };
    }
}
