package io.stowage.sim.simulation;

import io.stowage.client.chunk.ChunkRegistration;
import io.stowage.codecs.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The chunks of a simulation, two a node, by their place and by the ids that the engine gave them. */
final class Fleet {
    private static final long GIB = 1L << 30;

    private final World world;
    private final List<SimulatedChunk> chunks = new ArrayList<>();

    Fleet(final World world, final Network network, final int size) {
        this.world = world;
        for (int i = 0; i < size; i++) {
            final int node = i / 2 + 1;
            final Disk disk = new Disk(world.between(3, 9) * GIB, world.chance(700) ? world.between(1, 4) * GIB : 0);
            final long rawBytes = disk.totalBytes(Tier.CAPACITY) + disk.totalBytes(Tier.PERFORMANCE);
            final ChunkRegistration registration = new ChunkRegistration(
                    "n" + node,
                    "10.0.0." + node,
                    "z" + node % 2,
                    "r" + node % 3,
                    "",
                    10_200 + i,
                    "",
                    world.chance(500) ? rawBytes : 0,
                    0);
            chunks.add(new SimulatedChunk(world, network, registration, disk));
        }
    }

    List<SimulatedChunk> chunks() {
        return chunks;
    }

    SimulatedChunk any() {
        return chunks.get(world.below(chunks.size()));
    }

    /** The highest of these ids and of all that daemons have, or had. */
    int highestId(final Set<Integer> known) {
        int highest = 0;
        for (final int id : known) {
            highest = Math.max(highest, id);
        }
        for (final SimulatedChunk chunk : chunks) {
            highest = Math.max(highest, chunk.highestId());
        }
        return highest;
    }

    /** Whether the daemon that has or had this id has another one now: nobody will ever have it again. */
    boolean isGone(final int id) {
        return chunks.stream().noneMatch(chunk -> chunk.id() == id);
    }

    /** Whether some daemon was told that it has this id. */
    boolean knows(final int id) {
        return chunks.stream().anyMatch(chunk -> chunk.isOrWas(id));
    }

    /** The daemon that has this id, or had it before it was removed. */
    SimulatedChunk chunk(final int id) {
        for (final SimulatedChunk chunk : chunks) {
            if (chunk.isOrWas(id)) {
                return chunk;
            }
        }
        throw new InvariantBroken("S5", "chunk " + id + " was granted, but no chunk has this id");
    }

    Disk disk(final int id) {
        return chunk(id).disk();
    }

    /** What befalls daemons and disks, each kind by its chance. */
    void suffer() {
        if (world.fault("session cut", 10)) {
            any().disconnect(outageMs());
        }
        if (world.strikes("chunk restarted", 4)) {
            any().restart(outageMs());
        }
        if (world.strikes("mass silence", 1)) {
            final long afterMs = world.between(3_000, 15_000);
            chunks.stream().filter(chunk -> world.chance(700)).forEach(chunk -> chunk.disconnect(afterMs));
        }
        if (world.strikes("chunk clock skewed", 3)) {
            any().skew(world.between(-3_000, 5_000));
        }
        final Tier tier = world.chance(500) ? Tier.CAPACITY : Tier.PERFORMANCE;
        final Disk disk = any().disk();
        if (world.strikes("capacity changed", 6)) {
            disk.failed(tier, world.chance(500) ? 0 : disk.totalBytes(tier) / 8 * world.between(1, 5));
        }
        if (world.strikes("disk failed", 2)) {
            disk.failed(tier, world.chance(500) ? disk.totalBytes(tier) : disk.totalBytes(tier) / 2);
        }
        if (disk.totalBytes(tier) > 0 && disk.totalBytes(tier) < 24 * GIB && world.strikes("disk grown", 1)) {
            disk.grow(tier, world.between(1, 4) * GIB / 2);
        }
        if (disk.offers(Tier.PERFORMANCE) && world.strikes("tier withdrawn", 2)) {
            disk.withdraw(Tier.PERFORMANCE, true);
        } else if (world.chance(3)) {
            disk.withdraw(Tier.PERFORMANCE, false);
        }
    }

    /** Everybody comes back with all that he has. */
    void recover() {
        for (final SimulatedChunk chunk : chunks) {
            chunk.disk().withdraw(Tier.PERFORMANCE, false);
            chunk.hurry();
        }
    }

    private long outageMs() {
        return world.chance(150) ? world.between(3_000, 15_000) : world.between(0, 500);
    }
}
