package io.stowage.server.cluster;

import io.aeron.Aeron;
import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.ConsensusModule;
import io.stowage.server.Opened;
import io.stowage.server.ServerException;
import org.jspecify.annotations.Nullable;

/**
 * What of a member takes part in the cluster: engine, journal, service and consensus module. It can leave and join again, each time
 * with an engine that is rebuilt from snapshot and log, while directory, media driver and archive stay.
 *
 * <p>One thread at a time joins, leaves and closes; figures may be asked for by any thread at any time.
 */
final class MemberCore implements AutoCloseable {
    /** Opens what takes part, and keeps each part to be closed in the opposite order. */
    @FunctionalInterface
    interface Launcher {
        /**
         * Opens it.
         *
         * @param opened to keep it in.
         * @return the consensus module, which is opened last.
         */
        ConsensusModule launch(Opened opened);
    }

    private final Launcher launcher;
    private Opened opened = new Opened();
    private volatile @Nullable ConsensusCounters counters;
    private volatile @Nullable Aeron aeron;
    private volatile boolean isIn;

    MemberCore(final Launcher launcher) {
        this.launcher = launcher;
    }

    /** Whether it takes part, or is about to: its end would come unasked for. */
    boolean isIn() {
        return isIn;
    }

    /**
     * Whether its consensus module has lost its media driver while it should take part: its agents end then, and not all of them say so.
     */
    boolean hasEnded() {
        final Aeron current = aeron;
        return isIn && current != null && current.isClosed();
    }

    /** Takes part. What was opened until something failed is closed again. */
    void join() {
        isIn = true;
        final Opened fresh = new Opened();
        try {
            final ConsensusModule launched = launcher.launch(fresh);
            opened = fresh;
            counters = ConsensusCounters.of(launched.context());
            aeron = launched.context().aeron();
        } catch (final RuntimeException | Error e) {
            isIn = false;
            fresh.closeAll(e);
            throw e;
        }
    }

    /** Takes part no longer: the others notice at once. */
    void leave() {
        isIn = false;
        counters = null;
        aeron = null;
        switch (opened.closeAll(null)) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e ->
                throw new ServerException("the member did not leave the cluster cleanly: " + e.getMessage(), e);
        }
    }

    /** Position up to which the log is agreed on, bytes; 0 while it does not take part. */
    long commitPosition() {
        final ConsensusCounters current = counters;
        return current == null ? 0 : current.commitPosition();
    }

    /** Snapshots that the consensus module has finished since this member joined. */
    long snapshotCount() {
        final ConsensusCounters current = counters;
        return current == null ? 0 : current.snapshots();
    }

    /** Asks the consensus module for something; false where it is busy with something else, or does not take part. */
    boolean toggle(final ClusterControl.ToggleState action) {
        final ConsensusCounters current = counters;
        return current != null && current.toggle(action);
    }

    @Override
    public void close() {
        leave();
    }
}
