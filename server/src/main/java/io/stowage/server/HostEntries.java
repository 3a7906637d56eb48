package io.stowage.server;

import io.stowage.codecs.ClusterStartEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.SessionClosedEncoder;
import io.stowage.codecs.StartAfreshEncoder;
import io.stowage.codecs.TickEncoder;
import io.stowage.engine.Limits;
import io.stowage.server.ingress.RequestBatch;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the host itself writes into the log: its start, the passing of time, ended sessions. They wait here until a batch has
 * room and the disk has space. Belongs to the server's thread.
 */
final class HostEntries {
    /** Session of the host's own entries. */
    static final long HOST_SESSION = 0;

    /** Means all sessions, in {@code SessionClosed}. */
    private static final long ALL_SESSIONS = 0;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64 + Integer.BYTES * Limits.MAX_EXTENT_MANAGERS]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ClusterStartEncoder start = new ClusterStartEncoder();
    private final StartAfreshEncoder afresh = new StartAfreshEncoder();
    private final TickEncoder tick = new TickEncoder();
    private final SessionClosedEncoder closed = new SessionClosedEncoder();
    private final LongArrayList closedSessions = new LongArrayList();
    private boolean tickDue;
    private long tickSequence;

    void addClusterStart(final RequestBatch batch, final long clusterHigh, final long clusterLow, final long seed) {
        start.wrapAndApplyHeader(buffer, 0, header)
                .clusterHigh(clusterHigh)
                .clusterLow(clusterLow)
                .seed(seed);
        batch.addCommand(HOST_SESSION, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + start.encodedLength());
    }

    void addStartAfresh(final RequestBatch batch, final long firstNewChunk, final int[] ems) {
        afresh.wrapAndApplyHeader(buffer, 0, header).firstNewChunk(firstNewChunk);
        final StartAfreshEncoder.EmsEncoder each = afresh.emsCount(ems.length);
        for (final int em : ems) {
            each.next().em(em);
        }
        batch.addCommand(HOST_SESSION, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + afresh.encodedLength());
    }

    void addAllSessionsClosed(final RequestBatch batch) {
        batch.addCommand(HOST_SESSION, buffer, 0, encodeClosed(ALL_SESSIONS));
    }

    void tickIsDue() {
        tickDue = true;
    }

    void sessionClosed(final long sessionId) {
        closedSessions.addLong(sessionId);
    }

    boolean isEmpty() {
        return !tickDue && closedSessions.isEmpty();
    }

    /** Moves what waits into the batch, as far as it has room. */
    void drainTo(final RequestBatch batch) {
        int drained = 0;
        while (drained < closedSessions.size()) {
            final int length = encodeClosed(closedSessions.getLong(drained));
            if (!batch.hasSpace(length)) {
                break;
            }
            batch.addCommand(HOST_SESSION, buffer, 0, length);
            drained++;
        }
        if (drained == closedSessions.size()) {
            closedSessions.clear();
        } else {
            for (int i = 0; i < drained; i++) {
                closedSessions.removeAt(0);
            }
        }
        if (tickDue && batch.hasSpace(MessageHeaderEncoder.ENCODED_LENGTH + TickEncoder.BLOCK_LENGTH)) {
            tick.wrapAndApplyHeader(buffer, 0, header).sequence(++tickSequence);
            batch.addCommand(HOST_SESSION, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + tick.encodedLength());
            tickDue = false;
        }
    }

    private int encodeClosed(final long sessionId) {
        closed.wrapAndApplyHeader(buffer, 0, header).sessionId(sessionId);
        return MessageHeaderEncoder.ENCODED_LENGTH + closed.encodedLength();
    }
}
