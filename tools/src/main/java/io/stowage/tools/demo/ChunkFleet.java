package io.stowage.tools.demo;

import io.stowage.client.SessionContext;
import io.stowage.client.chunk.ChunkRegistration;
import io.stowage.client.chunk.ChunkSettings;
import io.stowage.codecs.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.agrona.concurrent.Agent;

/** All chunks of the demo, driven by one thread: four zones, racks of four nodes, nodes of three chunks, sizes 1 : 2 : 4. */
final class ChunkFleet implements Agent {
    private static final int FEW_CHUNKS = 12;
    private static final int CHUNKS_PER_NODE = 3;
    private static final int NODES_PER_RACK = 4;
    private static final int ZONES = 4;
    private static final int FIRST_PORT = 10201;
    private static final long SMALLEST_BYTES = 256L << 30;
    private static final int SIZES = 3;
    private static final int PERFORMANCE_PART = 8;
    private static final long KEEP_ALIVE_MIN_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long KEEP_ALIVE_PER_CHUNK_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private final List<SimulatedChunk> chunks = new ArrayList<>();

    ChunkFleet(final int count, final Function<Role, SessionContext> sessions) {
        this(count, SMALLEST_BYTES, sessions);
    }

    ChunkFleet(final int count, final long smallestBytes, final Function<Role, SessionContext> sessions) {
        final int perNode = count < FEW_CHUNKS ? 1 : CHUNKS_PER_NODE;
        final ChunkSettings settings = ChunkSettings.DEFAULTS.withKeepAliveIntervalNs(
                Math.max(KEEP_ALIVE_MIN_NS, count * KEEP_ALIVE_PER_CHUNK_NS));
        for (int i = 0; i < count; i++) {
            final int node = i / perNode;
            final long bytes = smallestBytes << (node % SIZES);
            chunks.add(new SimulatedChunk(
                    sessions.apply(Role.CHUNK).incarnation(System.currentTimeMillis()),
                    registration(node, i % perNode),
                    settings,
                    bytes,
                    i % perNode == 0 ? bytes / PERFORMANCE_PART : 0));
        }
    }

    List<SimulatedChunk> chunks() {
        return chunks;
    }

    boolean isAlive() {
        return chunks.stream().allMatch(SimulatedChunk::isAlive);
    }

    long aliveCount() {
        return chunks.stream().filter(SimulatedChunk::isAlive).count();
    }

    @Override
    public int doWork() {
        int work = 0;
        for (final SimulatedChunk chunk : chunks) {
            work += chunk.poll();
        }
        return work;
    }

    @Override
    public void onClose() {
        chunks.forEach(SimulatedChunk::close);
    }

    @Override
    public String roleName() {
        return "demo-chunks";
    }

    private static ChunkRegistration registration(final int node, final int chunkOfNode) {
        final int rack = node / NODES_PER_RACK;
        return new ChunkRegistration(
                "node-" + node,
                "10." + (node >> 16) + '.' + (node >> 8 & 0xFF) + '.' + (node & 0xFF),
                "zone-" + rack % ZONES,
                "rack-" + rack,
                "brick-" + node / 2,
                FIRST_PORT + chunkOfNode,
                "",
                0,
                0);
    }
}
