package io.stowage.server;

import io.stowage.server.ingress.RequestBatch;
import org.agrona.collections.LongArrayList;

/**
 * What the standalone host itself writes into the log: its start, the passing of time, ended sessions. They wait here until a
 * batch has room and the disk has space. Belongs to the server's thread.
 */
final class HostEntries {
    private final HostEntryFrames frames = new HostEntryFrames();
    private final LongArrayList closedSessions = new LongArrayList();
    private boolean tickDue;
    private long tickSequence;

    void addClusterStart(final RequestBatch batch, final long clusterHigh, final long clusterLow, final long seed) {
        add(batch, frames.clusterStart(clusterHigh, clusterLow, seed));
    }

    void addStartAfresh(final RequestBatch batch, final long firstNewChunk, final int[] ems) {
        add(batch, frames.startAfresh(firstNewChunk, ems));
    }

    void addAllSessionsClosed(final RequestBatch batch) {
        add(batch, frames.sessionClosed(HostEntryFrames.ALL_SESSIONS));
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
            final int length = frames.sessionClosed(closedSessions.getLong(drained));
            if (!batch.hasSpace(length)) {
                break;
            }
            add(batch, length);
            drained++;
        }
        if (drained == closedSessions.size()) {
            closedSessions.clear();
        } else {
            for (int i = 0; i < drained; i++) {
                closedSessions.removeAt(0);
            }
        }
        if (tickDue && batch.hasSpace(HostEntryFrames.TICK_LENGTH)) {
            add(batch, frames.tick(++tickSequence));
            tickDue = false;
        }
    }

    private void add(final RequestBatch batch, final int length) {
        batch.addCommand(HostEntryFrames.HOST_SESSION, frames.buffer(), 0, length);
    }
}
