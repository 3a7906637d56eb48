package io.stowage.sim.simulation;

import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.Provision;
import io.stowage.sim.model.RowKey;
import org.jspecify.annotations.Nullable;

/** One segment of an extent, as an extent manager's table and a chunk's disk have it. Each one is unlike any other. */
final class Segment {
    final int chunk;
    final long bytes;
    private final @Nullable Segment source;
    private int spaceClass;
    private long version;
    private long usedBytes;
    private boolean isRx;
    private boolean isAltered;
    private boolean wasThick;
    private boolean isForgotten;

    Segment(final int chunk, final int spaceClass, final long bytes, final long version) {
        this(chunk, spaceClass, bytes, version, null);
    }

    private Segment(
            final int chunk,
            final int spaceClass,
            final long bytes,
            final long version,
            final @Nullable Segment source) {
        this.chunk = chunk;
        this.spaceClass = spaceClass;
        this.bytes = bytes;
        this.version = version;
        this.source = source;
        isRx = source != null;
    }

    /** The destination of a reposition. */
    static Segment destination(final int chunk, final int spaceClass, final long version, final Segment source) {
        return new Segment(chunk, spaceClass, source.bytes, version, source);
    }

    int spaceClass() {
        return spaceClass;
    }

    /** What it was copied from, or is being; null: it was allocated. */
    @Nullable
    Segment source() {
        return source;
    }

    /** Nothing is readable there yet: space is held for a copy that runs. */
    boolean isRx() {
        return isRx;
    }

    /** The copy is complete. */
    void copied() {
        isRx = false;
        isAltered = true;
    }

    /** Neither its provision nor what it is was changed since it was granted. */
    boolean isAsReserved() {
        return !isAltered;
    }

    /** Its provision changes. */
    void becomesThin() {
        isAltered = true;
        wasThick = true;
        spaceClass = SpaceClass.of(SpaceClass.tier(spaceClass), Provision.THIN, SpaceClass.priority(spaceClass));
    }

    /** Its provision has changed. */
    boolean wasThick() {
        return wasThick;
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
