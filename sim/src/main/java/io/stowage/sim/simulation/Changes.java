package io.stowage.sim.simulation;

import io.stowage.client.frame.OfferCode;
import io.stowage.client.space.ExtentProtocol;
import java.util.List;

/** What becomes of the segments of a table, told to the protocol at once: dropped, made thin, copied. */
final class Changes {
    private final World world;
    private final ExtentTable table;
    private final ExtentProtocol protocol;

    Changes(final World world, final ExtentTable table, final ExtentProtocol protocol) {
        this.world = world;
        this.table = table;
        this.protocol = protocol;
    }

    /** A segment goes: given back while it is as it was reserved, else removed; a copy that runs is broken off. */
    void drop(final Segment segment, final long nowNs) {
        if (segment.isRx()) {
            breakOff(segment, nowNs);
        } else if (!segment.isAsReserved() || !giveBack(segment, nowNs)) {
            remove(segment);
        }
    }

    /** A THICK segment becomes THIN. */
    void makeThin(final Segment segment) {
        if (segment.isRx() || segment.isThin()) {
            return;
        }
        told(() -> protocol.makeThin(segment.version(), segment.chunk, segment.spaceClass(), 1, segment.bytes));
        segment.becomesThin();
        world.touched.add(segment.chunk);
        world.seen.add("segment made thin");
    }

    /** Some of the copies that run end. */
    void endCopies(final int perMille, final long nowNs) {
        for (final Segment segment : List.copyOf(table.segments())) {
            if (segment.isRx() && world.chance(perMille)) {
                endCopy(segment, nowNs);
            }
        }
    }

    private void endCopy(final Segment destination, final long nowNs) {
        final Segment source = destination.source();
        if (source == null || !table.holds(source) || world.chance(200) || !table.copyOver(source, destination)) {
            breakOff(destination, nowNs);
            return;
        }
        told(() -> protocol.endReposition(
                destination.version(), destination.chunk, destination.spaceClass(), destination.bytes, true));
        destination.copied();
        world.touched.add(destination.chunk);
        world.seen.add("reposition succeeded");
        remove(source);
    }

    /** A copy failed, or was never begun. */
    private void breakOff(final Segment destination, final long nowNs) {
        if (destination.usedBytes() == 0 && world.chance(500)) {
            final int[] chunks = {destination.chunk};
            final long code = protocol.freeForReposition(
                    destination.version(), destination.spaceClass(), destination.bytes, chunks, 0, 1, nowNs);
            if (code > 0) {
                table.remove(destination);
                world.seen.add("reposition given back");
                return;
            }
        }
        told(() -> protocol.endReposition(
                destination.version(), destination.chunk, destination.spaceClass(), destination.bytes, false));
        table.remove(destination);
        world.seen.add("reposition failed");
    }

    /** Whether nothing more is to be done: it was given back, or cannot be now. */
    private boolean giveBack(final Segment segment, final long nowNs) {
        final int[] chunks = {segment.chunk};
        final long code = protocol.free(segment.version(), segment.spaceClass(), segment.bytes, chunks, 0, 1, nowNs);
        if (code > 0) {
            table.remove(segment);
            world.seen.add("segment given back");
        }
        return code != OfferCode.VERSION_ENDED;
    }

    private void remove(final Segment segment) {
        told(() -> protocol.removeSegments(segment.version(), segment.chunk, segment.spaceClass(), 1, segment.bytes));
        table.remove(segment);
        world.seen.add("segment removed");
    }

    private static void told(final Runnable change) {
        try {
            change.run();
        } catch (final IllegalArgumentException | IllegalStateException notHeld) {
            throw new InvariantBroken("client", "the ledger is not what the table holds: " + notHeld.getMessage());
        }
    }
}
