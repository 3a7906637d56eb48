package io.stowage.server;

import io.stowage.codecs.ClusterStartDecoder;
import io.stowage.codecs.ClusterStartEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.SessionClosedDecoder;
import io.stowage.codecs.SessionClosedEncoder;
import io.stowage.codecs.StartAfreshEncoder;
import io.stowage.codecs.TickDecoder;
import io.stowage.codecs.TickEncoder;
import io.stowage.codecs.wire.FirstBlock;
import io.stowage.engine.Limits;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encodes what a host itself writes into the log. One frame at a time, at 0 of {@link #buffer()}, until the next one.
 *
 * <p>All members of a cluster must write the same bytes, also those that run a program with a newer schema while it is rolled from
 * member to member: they are those of the schema's first version, whatever fields were appended since.
 */
public final class HostEntryFrames {
    /** Session of the host's own entries. */
    public static final long HOST_SESSION = 0;

    /** Means all sessions, in {@code SessionClosed}. */
    public static final long ALL_SESSIONS = 0;

    /** Version of the schema that these frames are of. */
    private static final int VERSION = 1;

    private static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int START_BLOCK_LENGTH = FirstBlock.length(ClusterStartDecoder.class);
    private static final int TICK_BLOCK_LENGTH = FirstBlock.length(TickDecoder.class);
    private static final int CLOSED_BLOCK_LENGTH = FirstBlock.length(SessionClosedDecoder.class);

    /** Length of a {@code Tick}, bytes. */
    public static final int TICK_LENGTH = HEADER_LENGTH + TICK_BLOCK_LENGTH;

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
        writeHeader(ClusterStartEncoder.TEMPLATE_ID, START_BLOCK_LENGTH);
        start.wrap(buffer, HEADER_LENGTH)
                .clusterHigh(clusterHigh)
                .clusterLow(clusterLow)
                .seed(seed);
        return HEADER_LENGTH + START_BLOCK_LENGTH;
    }

    /**
     * A cluster that existed before starts with an empty state. Written by a server that stands alone, in the schema that it has.
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
        return HEADER_LENGTH + afresh.encodedLength();
    }

    /**
     * Time passes.
     *
     * @param sequence of the tick.
     * @return length of the frame, bytes.
     */
    public int tick(final long sequence) {
        writeHeader(TickEncoder.TEMPLATE_ID, TICK_BLOCK_LENGTH);
        tick.wrap(buffer, HEADER_LENGTH).sequence(sequence);
        return TICK_LENGTH;
    }

    /**
     * A session ended.
     *
     * @param sessionId of it; {@link #ALL_SESSIONS}.
     * @return length of the frame, bytes.
     */
    public int sessionClosed(final long sessionId) {
        writeHeader(SessionClosedEncoder.TEMPLATE_ID, CLOSED_BLOCK_LENGTH);
        closed.wrap(buffer, HEADER_LENGTH).sessionId(sessionId);
        return HEADER_LENGTH + CLOSED_BLOCK_LENGTH;
    }

    private void writeHeader(final int templateId, final int blockLength) {
        header.wrap(buffer, 0)
                .blockLength(blockLength)
                .templateId(templateId)
                .schemaId(MessageHeaderEncoder.SCHEMA_ID)
                .version(VERSION);
    }
}
