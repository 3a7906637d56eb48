package io.stowage.bench.fleet;

import io.stowage.engine.Limits;

/**
 * A cluster of 4 zones, each of up to 25 racks, one chunk a node, chunk sizes mixed 1:2:4 in every rack.
 *
 * @param chunks how many chunks.
 */
public record FleetShape(int chunks) {
    /** Zones of every fleet. */
    public static final int ZONES = 4;

    /** Size of the smallest chunk, bytes. */
    public static final long UNIT_BYTES = 1L << 40;

    private static final int MAX_RACKS_PER_ZONE = 25;
    private static final int MIN_CHUNKS_PER_RACK = 5;
    private static final int SIZES = 3;
    private static final int DOMAINS_OF_A_PLACE = 3;

    /** Checks the shape. */
    public FleetShape {
        if (chunks < ZONES * MIN_CHUNKS_PER_RACK || chunks > Limits.MAX_CHUNKS) {
            throw new IllegalArgumentException("chunks must be between " + ZONES * MIN_CHUNKS_PER_RACK + " and "
                    + Limits.MAX_CHUNKS + ", not " + chunks);
        }
    }

    /**
     * Racks of each zone: 25 where the size allows, fewer where racks would hold less than five nodes.
     *
     * @return how many.
     */
    public int racksPerZone() {
        return Math.clamp(chunks / (ZONES * MIN_CHUNKS_PER_RACK), 1, MAX_RACKS_PER_ZONE);
    }

    /**
     * Zone of a chunk.
     *
     * @param index of the chunk, from 0.
     * @return its name.
     */
    public String zone(final int index) {
        return "z" + index % ZONES;
    }

    /**
     * Rack of a chunk.
     *
     * @param index of the chunk, from 0.
     * @return its name, unique within the zone.
     */
    public String rack(final int index) {
        return "r" + index / ZONES % racksPerZone();
    }

    /**
     * Address of the node of a chunk.
     *
     * @param index of the chunk, from 0.
     * @return IPv4 address.
     */
    public String ip(final int index) {
        return "10." + (index >>> 16) + '.' + (index >>> 8 & 0xFF) + '.' + (index & 0xFF);
    }

    /**
     * Capacity of a chunk: one, two or four units.
     *
     * @param index of the chunk, from 0.
     * @return bytes.
     */
    public long capacityBytes(final int index) {
        return UNIT_BYTES << index / (ZONES * racksPerZone()) % SIZES;
    }

    /**
     * Capacity of all chunks.
     *
     * @return bytes.
     */
    public long totalBytes() {
        long sum = 0;
        for (int i = 0; i < chunks; i++) {
            sum += capacityBytes(i);
        }
        return sum;
    }

    /**
     * Limits of an engine that holds this fleet and a few extent managers with a row on every chunk.
     *
     * @return the limits.
     */
    public Limits limits() {
        // A node is registered only while a zone, a rack and a brick of its own would fit, whether it needs them or
        // not.
        final int domains = ZONES * (1 + racksPerZone()) + DOMAINS_OF_A_PLACE;
        return new Limits(chunks, domains, 16, chunks, 16, 4 * chunks, 4 * chunks, 8 * chunks);
    }
}
