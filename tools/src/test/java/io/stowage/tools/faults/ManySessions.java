package io.stowage.tools.faults;

import io.stowage.client.ChunkClient;
import io.stowage.client.chunk.ChunkListener;
import io.stowage.client.chunk.ChunkRegistration;
import io.stowage.client.chunk.ChunkState;
import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import io.stowage.codecs.Isolation;
import io.stowage.codecs.Role;
import io.stowage.codecs.Tier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** As many sessions as told, each of a chunk that keeps alive, open in a cluster whose leader is killed; all must go on. */
final class ManySessions {
    private static final int AT_ONCE = 32;
    private static final int CHUNKS_PER_NODE = 64;
    private static final int FIRST_PORT = 10_201;
    private static final long CAPACITY_BYTES = 1L << 40;
    private static final long TIMEOUT_NS = TimeUnit.MINUTES.toNanos(15);
    private static final double NS_PER_SECOND = 1e9;

    private final Path scratch;
    private final int count;
    private final int heartbeatSeconds;
    private final List<Chunk> chunks = new ArrayList<>();
    private final IdleStrategy idle = new BackoffIdleStrategy();
    private int next;

    /**
     * To be run once.
     *
     * @param scratch          gets the members' folders.
     * @param count            of sessions.
     * @param heartbeatSeconds silence after which members, and clients, take the leader for dead; on a machine that lets nobody run for
     *                         seconds, sessions need more than the default.
     */
    ManySessions(final Path scratch, final int count, final int heartbeatSeconds) {
        this.scratch = scratch;
        this.count = count;
        this.heartbeatSeconds = heartbeatSeconds;
    }

    /**
     * What was seen.
     *
     * @param sessions      that were open.
     * @param openedNs      time until all were.
     * @param firstNs       from the kill to the first acknowledgement.
     * @param allNs         to the last chunk's first acknowledgement.
     * @param stayed        sessions that outlived their leader; the others were opened anew.
     */
    record Counts(int sessions, long openedNs, long firstNs, long allNs, int stayed) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,d sessions opened in %.1f s; after the leader's death the first was answered in %.1f s, the last in %.1f s;"
                            + " %,d went on in the session that they had",
                    sessions,
                    openedNs / NS_PER_SECOND,
                    firstNs / NS_PER_SECOND,
                    allNs / NS_PER_SECOND,
                    stayed);
        }
    }

    Counts run() {
        final int nodes = count / CHUNKS_PER_NODE + 8;
        try (MemberFleet members = new MemberFleet(
                        scratch,
                        "limits.chunks=" + (count + 8),
                        "limits.nodes=" + nodes,
                        "limits.domains=" + 4 * nodes,
                        "cluster.election-timeout=" + heartbeatSeconds + "s");
                FaultClients clients = FaultClients.patient(TimeUnit.SECONDS.toNanos(heartbeatSeconds))) {
            clients.secrets(members::secret);
            members.awaitLeader();
            try {
                return run(members, clients);
            } finally {
                CloseHelper.closeAll(chunks);
            }
        }
    }

    private Counts run(final MemberFleet members, final FaultClients clients) {
        final long startNs = System.nanoTime();
        await("not all sessions were opened", () -> openMore(clients, members.channel()));
        final long openedNs = System.nanoTime() - startNs;

        members.awaitCaughtUp();
        chunks.forEach(Chunk::begin);
        members.process(members.awaitLeader()).kill();
        final long killedNs = System.nanoTime();
        await("nobody was answered again", () -> chunks.stream().anyMatch(Chunk::goesOn));
        final long firstNs = System.nanoTime() - killedNs;
        await("not all were answered again", () -> chunks.stream().allMatch(Chunk::goesOn));
        final long allNs = System.nanoTime() - killedNs;
        final long stayed =
                chunks.stream().filter(chunk -> !chunk.isInterrupted).count();
        return new Counts(count, openedNs, firstNs, allNs, Math.toIntExact(stayed));
    }

    /** Some handshakes at a time; true once all chunks are alive. */
    private boolean openMore(final FaultClients clients, final String channel) {
        final long opening = chunks.stream()
                .filter(chunk -> chunk.client.state() != ChunkState.ALIVE)
                .count();
        for (long i = opening; i < AT_ONCE && next < count; i++) {
            chunks.add(new Chunk(clients, channel, next++));
        }
        return next == count && opening == 0 && chunks.size() == count;
    }

    private void await(final String otherwise, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (!condition.getAsBoolean()) {
            int workCount = 0;
            for (final Chunk chunk : chunks) {
                workCount += chunk.poll();
            }
            idle.idle(workCount);
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError(
                        otherwise + ": " + chunks.stream().filter(Chunk::goesOn).count() + " of " + count);
            }
        }
    }

    /** A chunk, and what it heard since the kill. */
    private static final class Chunk implements ChunkListener, AutoCloseable {
        private final ChunkClient client;
        private boolean isHeard;
        private boolean isInterrupted;
        private int leaderChanges;
        private int acksSince;

        Chunk(final FaultClients clients, final String channel, final int index) {
            final int node = index / CHUNKS_PER_NODE;
            client = ChunkClient.asyncConnect(new ChunkClient.Context()
                    .session(clients.session(channel, Role.CHUNK).incarnation(1))
                    .registration(new ChunkRegistration(
                            "node-" + node,
                            "10.0." + (node >> 8) + '.' + (node & 0xFF),
                            "zone-1",
                            "rack-" + node,
                            "",
                            FIRST_PORT + index % CHUNKS_PER_NODE,
                            "",
                            0,
                            0))
                    .probe(measurement -> measurement.tier(Tier.CAPACITY, CAPACITY_BYTES, 0, 0, 0))
                    .listener(this));
        }

        void begin() {
            isHeard = true;
            leaderChanges = 0;
            acksSince = 0;
        }

        int poll() {
            final int workCount = client.poll();
            if (isHeard && client.state() != ChunkState.ALIVE) {
                isInterrupted = true;
                acksSince = 0;
            }
            return workCount;
        }

        /** Answered by another leader, or in a session that was opened after the kill; not by what the dead one had sent. */
        boolean goesOn() {
            return acksSince > 0 && (leaderChanges > 0 || isInterrupted);
        }

        @Override
        public void onAck(
                final long fence, final Health health, final AdminState adminState, final Isolation isolation) {
            acksSince += isHeard ? 1 : 0;
        }

        @Override
        public void onLeaderChange(final int memberId) {
            leaderChanges++;
            acksSince = 0;
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
