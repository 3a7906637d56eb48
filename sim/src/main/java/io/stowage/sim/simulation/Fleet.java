package io.stowage.sim.simulation;

import io.stowage.client.chunk.ChunkRegistration;
import io.stowage.codecs.Tier;
import java.util.ArrayList;
import java.util.List;

/** The chunks of a simulation, two a node, by their place and by the id that the engine gave them. */
final class Fleet {
    private static final long GIB = 1L << 30;

    private final World world;
    private final List<SimulatedChunk> chunks = new ArrayList<>();

    Fleet(final World world, final Network network, final int size) {
        this.world = world;
        for (int i = 0; i < size; i++) {
            final int node = i / 2 + 1;
            final ChunkRegistration registration = new ChunkRegistration(
                    "n" + node, "10.0.0." + node, "z" + node % 2, "r" + node % 3, "", 10_200 + i, "", 0, 0);
            final Disk disk = new Disk(world.between(3, 9) * GIB, world.chance(700) ? world.between(1, 4) * GIB : 0);
            chunks.add(new SimulatedChunk(world, network, registration, disk));
        }
    }

    List<SimulatedChunk> chunks() {
        return chunks;
    }

    int nodes() {
        return (chunks.size() + 1) / 2;
    }

    SimulatedChunk any() {
        return chunks.get(world.below(chunks.size()));
    }

    SimulatedChunk chunk(final int id) {
        for (final SimulatedChunk chunk : chunks) {
            if (chunk.id() == id) {
                return chunk;
            }
        }
        throw new InvariantBroken("S5", "chunk " + id + " was granted, but no chunk has this id");
    }

    Disk disk(final int id) {
        return chunk(id).disk();
    }

    /** A disk of some chunk loses a part of its capacity, or gets it back. */
    void damage() {
        final SimulatedChunk chunk = any();
        final Tier tier = world.chance(500) ? Tier.CAPACITY : Tier.PERFORMANCE;
        final long total = chunk.disk().totalBytes(tier);
        chunk.disk().failed(tier, world.chance(500) ? 0 : total / 8 * world.between(1, 5));
        world.faults.add("capacity changed");
    }
}
