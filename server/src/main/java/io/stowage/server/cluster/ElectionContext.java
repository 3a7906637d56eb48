package io.stowage.server.cluster;

import java.util.concurrent.TimeUnit;

/**
 * How long members wait for each other. The names are Raft's: Aeron Cluster calls the election timeout "leader heartbeat timeout", and
 * "election timeout" what is the candidate timeout here. Fluent; concluded with the {@link ClusterMemberContext} that it belongs to. Not
 * thread-safe.
 */
public final class ElectionContext {
    /** Default of {@link #electionTimeoutNs(long)}. */
    public static final long ELECTION_TIMEOUT_NS_DEFAULT = TimeUnit.SECONDS.toNanos(2);

    /** Default of {@link #heartbeatIntervalNs(long)}. */
    public static final long HEARTBEAT_INTERVAL_NS_DEFAULT = TimeUnit.MILLISECONDS.toNanos(200);

    /** Default of {@link #candidateTimeoutNs(long)}. */
    public static final long CANDIDATE_TIMEOUT_NS_DEFAULT = TimeUnit.SECONDS.toNanos(1);

    /** Default of {@link #startupCanvassTimeoutNs(long)}. */
    public static final long STARTUP_CANVASS_TIMEOUT_NS_DEFAULT = TimeUnit.SECONDS.toNanos(60);

    private long electionTimeoutNs = ELECTION_TIMEOUT_NS_DEFAULT;
    private long heartbeatIntervalNs = HEARTBEAT_INTERVAL_NS_DEFAULT;
    private long candidateTimeoutNs = CANDIDATE_TIMEOUT_NS_DEFAULT;
    private long startupCanvassTimeoutNs = STARTUP_CANVASS_TIMEOUT_NS_DEFAULT;
    private boolean concluded;

    /** With the defaults. */
    ElectionContext() {}

    /**
     * Silence of the leader after which the others elect another one.
     *
     * @param value nanoseconds.
     * @return this.
     */
    public ElectionContext electionTimeoutNs(final long value) {
        requireNotConcluded();
        electionTimeoutNs = value;
        return this;
    }

    /** {@return silence of the leader after which the others elect, nanoseconds} */
    public long electionTimeoutNs() {
        return electionTimeoutNs;
    }

    /**
     * Time between heartbeats of the leader.
     *
     * @param value nanoseconds.
     * @return this.
     */
    public ElectionContext heartbeatIntervalNs(final long value) {
        requireNotConcluded();
        heartbeatIntervalNs = value;
        return this;
    }

    /** {@return time between heartbeats, nanoseconds} */
    public long heartbeatIntervalNs() {
        return heartbeatIntervalNs;
    }

    /**
     * Time that a member which would lead waits for those that it does not hear of before it stands without them, and then for votes
     * before it tries again.
     *
     * @param value nanoseconds.
     * @return this.
     */
    public ElectionContext candidateTimeoutNs(final long value) {
        requireNotConcluded();
        candidateTimeoutNs = value;
        return this;
    }

    /** {@return time that a member which would lead waits for the others, nanoseconds} */
    public long candidateTimeoutNs() {
        return candidateTimeoutNs;
    }

    /**
     * Time that a member which starts waits for all others before a majority is enough for it.
     *
     * @param value nanoseconds, at least twice the election timeout.
     * @return this.
     */
    public ElectionContext startupCanvassTimeoutNs(final long value) {
        requireNotConcluded();
        startupCanvassTimeoutNs = value;
        return this;
    }

    /** {@return time that a member which starts waits for all others, nanoseconds} */
    public long startupCanvassTimeoutNs() {
        return startupCanvassTimeoutNs;
    }

    /** So that a leader that is gone is noticed no later at the log's image than by its heartbeats. */
    long imageLivenessTimeoutNs() {
        return Math.min(TimeUnit.SECONDS.toNanos(10), electionTimeoutNs);
    }

    void conclude() {
        requireNotConcluded();
        concluded = true;
        ClusterMemberContext.require(
                heartbeatIntervalNs > 0 && electionTimeoutNs > heartbeatIntervalNs,
                "electionTimeoutNs (" + electionTimeoutNs + ") must be more than heartbeatIntervalNs ("
                        + heartbeatIntervalNs + "), which must be positive");
        ClusterMemberContext.require(
                candidateTimeoutNs > 0, "candidateTimeoutNs must be positive: " + candidateTimeoutNs);
        ClusterMemberContext.require(
                startupCanvassTimeoutNs >= 2 * electionTimeoutNs,
                "startupCanvassTimeoutNs (" + startupCanvassTimeoutNs + ") must be at least twice electionTimeoutNs ("
                        + electionTimeoutNs + ")");
    }

    @Override
    public String toString() {
        return "ElectionContext{electionTimeoutNs=" + electionTimeoutNs + ", heartbeatIntervalNs=" + heartbeatIntervalNs
                + ", candidateTimeoutNs=" + candidateTimeoutNs + ", startupCanvassTimeoutNs=" + startupCanvassTimeoutNs
                + '}';
    }

    private void requireNotConcluded() {
        if (concluded) {
            throw new IllegalStateException("the context was concluded already: use one for each member");
        }
    }
}
