package io.stowage.engine.extentmanager;

import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.StartAfreshDecoder;
import io.stowage.engine.Invariant;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.table.RowTable;

/**
 * Whether space may be promised. A state that was started afresh knows nothing of what lies on the chunks: until each
 * extent manager that the cluster had has reported or was removed, a promise could be one too many.
 */
public final class Readiness {
    private final ClusterTable cluster;
    private final ChunkTable chunks;
    private final ExtentManagerTable ems;
    private final Replies replies;
    private final StartAfreshDecoder startAfresh = new StartAfreshDecoder();

    /**
     * Ties the tables together.
     *
     * @param cluster with the count of reports owed.
     * @param chunks  of which a fresh state has none.
     * @param ems     extent managers.
     * @param replies to answer with.
     */
    public Readiness(
            final ClusterTable cluster, final ChunkTable chunks, final ExtentManagerTable ems, final Replies replies) {
        this.cluster = cluster;
        this.chunks = chunks;
        this.ems = ems;
        this.replies = replies;
    }

    /**
     * The host starts the state of a cluster afresh and names its extent managers.
     *
     * @param command to apply.
     */
    public void startAfresh(final CommandContext command) {
        startAfresh.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int there = chunks.count() + ems.count();
        if (there > 0) {
            replies.send(command, ResultCode.CONFLICT, Reason.NOT_EMPTY, 0, there);
            return;
        }
        if (startAfresh.firstNewChunk() == 0) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_VALUE, 1, 0);
            return;
        }
        cluster.startAfresh((int) startAfresh.firstNewChunk());
        for (final StartAfreshDecoder.EmsDecoder named = startAfresh.ems(); named.hasNext(); ) {
            final int id = (int) named.next().em();
            if (id != 0 && ems.findById(id) == RowTable.NONE && !ems.isFull()) {
                owes(ems.create(id));
            }
        }
        replies.send(command, ResultCode.OK);
    }

    /**
     * An extent manager connected for the first time: where others still owe a report, it may hold space too.
     *
     * @param em row.
     */
    void onNew(final int em) {
        if (cluster.reportsOwed() > 0) {
            owes(em);
        }
    }

    private void owes(final int em) {
        ems.owesReport(em, true);
        cluster.addReportsOwed(1);
    }

    /**
     * An extent manager has reported, or goes.
     *
     * @param em row.
     */
    public void settled(final int em) {
        if (ems.owesReport(em)) {
            ems.owesReport(em, false);
            cluster.addReportsOwed(-1);
        }
    }

    /**
     * Whether a request for space may be looked at.
     *
     * @param command of an extent manager.
     * @return false after a refusal was sent.
     */
    public boolean accepts(final CommandContext command) {
        final int owed = cluster.reportsOwed();
        if (owed > 0) {
            replies.send(command, ResultCode.NOT_READY, Reason.REPORTS_MISSING, ems.count(), owed);
        }
        return owed == 0;
    }

    /** Recounts who owes a report. */
    public void verify() {
        int owed = 0;
        for (int em = 0; em < ems.highWater(); em++) {
            owed += ems.isUsed(em) && ems.owesReport(em) ? 1 : 0;
        }
        Invariant.checkEquals(owed, cluster.reportsOwed(), "extent managers that owe a report", 0);
    }
}
