package io.stowage.sim.simulation;

import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.Provision;
import io.stowage.sim.model.RowKey;

/** One segment of an extent, as an extent manager's table and a chunk's disk have it. Each one is unlike any other. */
final class Segment {
    final int chunk;
    final int spaceClass;
    final long bytes;
    private long version;
    private long usedBytes;
    private boolean isForgotten;

    Segment(final int chunk, final int spaceClass, final long bytes, final long version) {
        this.chunk = chunk;
        this.spaceClass = spaceClass;
        this.bytes = bytes;
        this.version = version;
    }

    /** Of its reservation; 0: of an earlier incarnation of its extent manager. */
    long version() {
        return version;
    }

    /** Its extent manager starts again: the reservation belongs to the one before. */
    void belongsToEarlierIncarnation() {
        version = 0;
    }

    /** The engine was told to forget its extent manager, and knows of the segment only after the next report. */
    boolean isForgotten() {
        return isForgotten;
    }

    void forgotten(final boolean isSo) {
        isForgotten = isSo;
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
