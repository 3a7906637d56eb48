package io.stowage.engine.chunk;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.ChunkStateChangedEncoder;
import io.stowage.codecs.Health;
import io.stowage.codecs.Isolation;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Role;
import io.stowage.engine.Invariant;
import io.stowage.engine.candidate.CandidateIndex;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.cluster.ClusterTable.Count;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.topology.NodeTable;

/**
 * The only code that changes a chunk's admin state, health or isolation, and with them the counts, the candidates of
 * a placement and the news to the extent managers.
 *
 * <pre>
 *  health:  INITIALIZING --keepalive--> HEALTHY &lt;--&gt; WARNING      (each keepalive says which)
 *           HEALTHY, WARNING --session timeout--> DISCONNECTED --recover delay--> LOST
 *           DISCONNECTED, LOST --keepalive--> HEALTHY or WARNING
 *           INITIALIZING is never timed out: a chunk that was only registered has nothing to lose
 *  admin:   IN_USE --remove--> REMOVING --cancel--> IN_USE
 *           REMOVING --nothing left--> REMOVED (the row goes)
 * </pre>
 */
public final class ChunkStates {
    private final ClusterTable cluster;
    private final ChunkTable chunks;
    private final NodeTable nodes;
    private final CandidateIndex candidates;
    private final Replies replies;
    private final ChunkStateChangedEncoder stateChanged = new ChunkStateChangedEncoder();

    /**
     * Ties the tables together.
     *
     * @param cluster  with the counts.
     * @param chunks   chunks.
     * @param nodes    machines.
     * @param candidates to tell.
     * @param replies  to encode events in.
     */
    public ChunkStates(
            final ClusterTable cluster,
            final ChunkTable chunks,
            final NodeTable nodes,
            final CandidateIndex candidates,
            final Replies replies) {
        this.cluster = cluster;
        this.chunks = chunks;
        this.nodes = nodes;
        this.candidates = candidates;
        this.replies = replies;
    }

    void health(final CommandContext command, final int chunk, final Health health) {
        final int old = chunks.health(chunk);
        if (old == health.value()) {
            return;
        }
        final boolean wasEligible = candidates.isEligible(chunk);
        count(old, -1);
        count(health.value(), 1);
        final int silence = (isSilent(health.value()) ? 1 : 0) - (isSilent(old) ? 1 : 0);
        if (silence != 0) {
            nodes.addSilentChunks(chunks.node(chunk), silence);
        }
        chunks.health(chunk, health.value());
        changed(command, chunk, wasEligible);
    }

    void adminState(final CommandContext command, final int chunk, final AdminState state) {
        final boolean wasEligible = candidates.isEligible(chunk);
        final boolean wasRemoving = chunks.adminState(chunk) == AdminState.REMOVING.value();
        final boolean removing = state == AdminState.REMOVING;
        if (wasRemoving != removing) {
            cluster.add(Count.REMOVING, removing ? 1 : -1);
        }
        chunks.adminState(chunk, state.value());
        changed(command, chunk, wasEligible);
    }

    void isolation(final CommandContext command, final int chunk, final int bits) {
        final int old = chunks.isolation(chunk);
        if (old == bits) {
            return;
        }
        final boolean wasEligible = candidates.isEligible(chunk);
        if (old == 0 || bits == 0) {
            cluster.add(Count.ISOLATED, bits == 0 ? -1 : 1);
        }
        chunks.isolation(chunk, bits);
        changed(command, chunk, wasEligible);
    }

    /** Takes a chunk that is about to go out of every count. */
    void forget(final int chunk) {
        count(chunks.health(chunk), -1);
        if (isSilent(chunks.health(chunk))) {
            nodes.addSilentChunks(chunks.node(chunk), -1);
        }
        if (chunks.adminState(chunk) == AdminState.REMOVING.value()) {
            cluster.add(Count.REMOVING, -1);
        }
        if (chunks.isolation(chunk) != 0) {
            cluster.add(Count.ISOLATED, -1);
        }
        if (candidates.isEligible(chunk)) {
            cluster.add(Count.ELIGIBLE, -1);
        }
    }

    /**
     * The isolation that is shown: maintenance before sub-health.
     *
     * @param bits of the chunk.
     * @return value of the schema.
     */
    public static Isolation isolationOf(final int bits) {
        if ((bits & ChunkTable.MAINTENANCE_BIT) != 0) {
            return Isolation.MAINTENANCE;
        }
        return bits == 0 ? Isolation.NONE : Isolation.SUBHEALTH;
    }

    /** Recomputes the counts. */
    public void verify() {
        final int[] counts = new int[Count.values().length];
        for (int chunk = 0; chunk < chunks.highWater(); chunk++) {
            if (!chunks.isUsed(chunk)) {
                continue;
            }
            final int health = chunks.health(chunk);
            counts[Count.HEALTHY.ordinal()] += isAlive(health) ? 1 : 0;
            counts[Count.DISCONNECTED.ordinal()] += health == Health.DISCONNECTED.value() ? 1 : 0;
            counts[Count.LOST.ordinal()] += health == Health.LOST.value() ? 1 : 0;
            counts[Count.ISOLATED.ordinal()] += chunks.isolation(chunk) != 0 ? 1 : 0;
            counts[Count.REMOVING.ordinal()] += chunks.adminState(chunk) == AdminState.REMOVING.value() ? 1 : 0;
            counts[Count.ELIGIBLE.ordinal()] += candidates.isEligible(chunk) ? 1 : 0;
        }
        for (final Count count : Count.values()) {
            Invariant.checkEquals(counts[count.ordinal()], cluster.count(count), "count of chunks", count.ordinal());
        }
    }

    private void changed(final CommandContext command, final int chunk, final boolean wasEligible) {
        final boolean isEligible = candidates.isEligible(chunk);
        if (isEligible != wasEligible) {
            cluster.add(Count.ELIGIBLE, isEligible ? 1 : -1);
        }
        candidates.chunkChanged(chunk);
        stateChanged
                .wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader())
                .position(command.position())
                .chunk(chunks.id(chunk))
                .health(Health.get((short) chunks.health(chunk)))
                .adminState(AdminState.get((short) chunks.adminState(chunk)))
                .isolation(isolationOf(chunks.isolation(chunk)));
        command.sink()
                .onEvent(
                        Role.EXTENT_MANAGER,
                        0,
                        replies.buffer(),
                        0,
                        MessageHeaderEncoder.ENCODED_LENGTH + stateChanged.encodedLength());
    }

    private void count(final int health, final int delta) {
        if (isAlive(health)) {
            cluster.add(Count.HEALTHY, delta);
        } else if (health == Health.DISCONNECTED.value()) {
            cluster.add(Count.DISCONNECTED, delta);
        } else if (health == Health.LOST.value()) {
            cluster.add(Count.LOST, delta);
        }
    }

    private static boolean isAlive(final int health) {
        return health == Health.HEALTHY.value() || health == Health.WARNING.value();
    }

    private static boolean isSilent(final int health) {
        return health == Health.DISCONNECTED.value() || health == Health.LOST.value();
    }
}
