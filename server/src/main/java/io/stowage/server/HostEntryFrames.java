package io.stowage.server;

import io.stowage.codecs.ClusterStartEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.SessionClosedEncoder;
import io.stowage.codecs.StartAfreshEncoder;
import io.stowage.codecs.TickEncoder;
import io.stowage.engine.Limits;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes what a host itself writes into the log. One frame at a time, at 0 of {@link #buffer()}, until the next one. */
public final class HostEntryFrames {
    /** Session of the host's own entries. */
    public static final long HOST_SESSION = 0;

    /** Means all sessions, in {@code SessionClosed}. */
    public static final long ALL_SESSIONS = 0;

    /** Length of a {@code Tick}, bytes. */
    public static final int TICK_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + TickEncoder.BLOCK_LENGTH;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64 + Integer.BYTES * Limits.MAX_EXTENT_MANAGERS]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ClusterStartEncoder start = new ClusterStartEncoder();
    private final StartAfreshEncoder afresh = new StartAfreshEncoder();
    private final TickEncoder tick = new TickEncoder();
    private final SessionClosedEncoder closed = new SessionClosedEncoder();

    /** Holds no frame yet. */
    public HostEntryFrames() {}

    /**
     * Where frames are encoded.
     *
     * @return the one buffer.
     */
    public DirectBuffer buffer() {
        return buffer;
    }

    /**
     * The first entry of a log.
     *
     * @param clusterHigh high half of the cluster UUID.
     * @param clusterLow  low half.
     * @param seed        of the generator that varies placement.
     * @return length of the frame, bytes.
     */
    public int clusterStart(final long clusterHigh, final long clusterLow, final long seed) {
        start.wrapAndApplyHeader(buffer, 0, header)
                .clusterHigh(clusterHigh)
                .clusterLow(clusterLow)
                .seed(seed);
        return MessageHeaderEncoder.ENCODED_LENGTH + start.encodedLength();
    }

    /**
     * A cluster that existed before starts with an empty state.
     *
     * @param firstNewChunk above all ids that the cluster has ever given.
     * @param ems           extent managers that have to report first.
     * @return length of the frame, bytes.
     */
    public int startAfresh(final long firstNewChunk, final int[] ems) {
        afresh.wrapAndApplyHeader(buffer, 0, header).firstNewChunk(firstNewChunk);
        final StartAfreshEncoder.EmsEncoder each = afresh.emsCount(ems.length);
        for (final int em : ems) {
            each.next().em(em);
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + afresh.encodedLength();
    }

    /**
     * Time passes.
     *
     * @param sequence of the tick.
     * @return length of the frame, bytes.
     */
    public int tick(final long sequence) {
        tick.wrapAndApplyHeader(buffer, 0, header).sequence(sequence);
        return MessageHeaderEncoder.ENCODED_LENGTH + tick.encodedLength();
    }

    /**
     * A session ended.
     *
     * @param sessionId of it; {@link #ALL_SESSIONS}.
     * @return length of the frame, bytes.
     */
    public int sessionClosed(final long sessionId) {
        closed.wrapAndApplyHeader(buffer, 0, header).sessionId(sessionId);
        return MessageHeaderEncoder.ENCODED_LENGTH + closed.encodedLength();
    }
}
