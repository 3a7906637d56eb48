package io.stowage.engine.placement;

/** Where a chunk stands, in ids. A node that hangs under its rack is a brick of its own. */
record TwinPlace(int zone, int rack, int brick, int node) {
    static TwinPlace of(final int zone, final int rack, final int brick, final int node) {
        return new TwinPlace(zone, rack, brick == 0 ? -node : brick, node);
    }

    @Override
    public String toString() {
        return "zone %d rack %d brick %s node %d".formatted(zone, rack, brick < 0 ? "-" : brick, node);
    }
}
