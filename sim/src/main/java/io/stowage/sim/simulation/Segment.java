package io.stowage.sim.simulation;

import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.Provision;
import io.stowage.sim.model.RowKey;

/** One segment of an extent, as an extent manager's table and a chunk's disk have it. Each one is unlike any other. */
final class Segment {
    final int chunk;
    final int spaceClass;
    final long bytes;
    final long version;
    private long usedBytes;

    Segment(final int chunk, final int spaceClass, final long bytes, final long version) {
        this.chunk = chunk;
        this.spaceClass = spaceClass;
        this.bytes = bytes;
        this.version = version;
    }

    boolean isThin() {
        return SpaceClass.provision(spaceClass) == Provision.THIN;
    }

    RowKey key() {
        return new RowKey(
                chunk, SpaceClass.tier(spaceClass), SpaceClass.provision(spaceClass), SpaceClass.priority(spaceClass));
    }

    /** Thin bytes that are really there. */
    long usedBytes() {
        return usedBytes;
    }

    void write(final long more) {
        usedBytes = Math.min(bytes, usedBytes + more);
    }
}
