package io.stowage.bench.cluster;

import io.stowage.server.MediaContext;
import io.stowage.server.cluster.ElectionContext;
import java.util.concurrent.TimeUnit;

/**
 * How long members wait for each other.
 *
 * @param electionTimeoutNs  silence of the leader after which the others elect, nanoseconds.
 * @param candidateTimeoutNs time that a candidate waits for the others, nanoseconds.
 * @param livenessNs         silence after which drivers, their clients and sessions are taken for dead, nanoseconds.
 */
public record MemberTimes(long electionTimeoutNs, long candidateTimeoutNs, long livenessNs) {
    /** As members have them by default: a death is noticed. */
    static final MemberTimes DEFAULT = new MemberTimes(
            ElectionContext.ELECTION_TIMEOUT_NS_DEFAULT,
            ElectionContext.CANDIDATE_TIMEOUT_NS_DEFAULT,
            MediaContext.LIVENESS_TIMEOUT_NS_DEFAULT);

    /** For members that stand still while the others have their turn: nobody may take that for death. */
    static final MemberTimes OF_TURNS =
            new MemberTimes(TimeUnit.SECONDS.toNanos(60), TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(120));

    /** What a start without the rest waits for, at least twice the election timeout. */
    long startupCanvassTimeoutNs() {
        return Math.max(TimeUnit.SECONDS.toNanos(20), 2 * electionTimeoutNs);
    }
}
