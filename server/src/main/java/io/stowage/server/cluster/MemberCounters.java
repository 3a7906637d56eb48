package io.stowage.server.cluster;

import io.aeron.Aeron;
import io.stowage.engine.Engine;
import io.stowage.server.ServerCounter;
import io.stowage.server.ServerCounters;

/** The counters of a member, as a standalone server has them, where they apply. Written by the service's thread. */
final class MemberCounters {
    private final ServerCounters counters;

    MemberCounters(final Aeron aeron) {
        this.counters = new ServerCounters(aeron);
    }

    void publish(
            final Engine engine,
            final int sessions,
            final long queries,
            final long refused,
            final long dropped,
            final ClusterReplies replies) {
        counters.set(ServerCounter.COMMANDS, engine.commands());
        counters.set(ServerCounter.JOURNAL_POSITION, engine.position());
        counters.set(ServerCounter.SESSIONS_OPEN, sessions);
        counters.set(ServerCounter.QUERIES, queries);
        counters.set(ServerCounter.REFUSED, refused);
        counters.set(ServerCounter.DROPPED, dropped);
        counters.set(ServerCounter.REPLIES, replies.sentCount());
        counters.set(ServerCounter.BACK_PRESSURE, replies.queuedCount());
        counters.set(ServerCounter.REPLIES_WAITING, replies.waitingBytes());
    }

    void publish(final MemberAffairs affairs) {
        counters.set(ServerCounter.STATE_HASH_VOTES, affairs.votes());
        counters.set(ServerCounter.STATE_HASHES_AGREED, affairs.agreements());
    }
}
