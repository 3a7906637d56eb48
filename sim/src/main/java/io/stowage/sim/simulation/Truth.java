package io.stowage.sim.simulation;

import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Tier;
import io.stowage.sim.model.RowKey;
import io.stowage.sim.model.Terms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is really there: tables, grants on their way, measured bytes. Held against what the engine says. */
final class Truth {
    private static final Priority[] PRIORITIES = {Priority.NORMAL, Priority.PRIORITIZED};

    private final Fleet fleet;
    private final List<SimulatedExtentManager> ems;

    Truth(final Fleet fleet, final List<SimulatedExtentManager> ems) {
        this.fleet = fleet;
        this.ems = ems;
    }

    /** S1: the engine counts at least what is there, thick and thin each. */
    void checkNeverUnderCounted(final List<EngineView.SpaceRow> rows) {
        final Map<RowKey, Long> needed = new HashMap<>();
        for (final SimulatedExtentManager em : ems) {
            em.table()
                    .forEach(segment -> needed.merge(
                            segment.key(),
                            segment.isThin() ? fleet.chunk(segment.chunk).accountable(segment) : segment.bytes,
                            Long::sum));
            em.forEachGranted(segment -> needed.merge(segment.key(), segment.bytes, Long::sum));
        }
        for (final EngineView.SpaceRow row : rows) {
            for (final Priority priority : PRIORITIES) {
                final Terms terms = row.of(priority);
                atLeast(row, priority, Provision.THICK, needed, terms.thickAllocated(), terms);
                atLeast(row, priority, Provision.THIN, needed, terms.thinAllocated(), terms);
            }
        }
        needed.forEach((key, bytes) -> {
            if (bytes > 0) {
                throw new InvariantBroken("S1", key + ": " + bytes + " bytes are there, the engine has no such row");
            }
        });
    }

    private static void atLeast(
            final EngineView.SpaceRow row,
            final Priority priority,
            final Provision provision,
            final Map<RowKey, Long> needed,
            final long counted,
            final Terms terms) {
        final Long bytes = needed.remove(new RowKey(row.chunk(), row.tier(), provision, priority));
        if (bytes != null && bytes > counted) {
            throw new InvariantBroken(
                    "S1",
                    "chunk " + row.chunk() + " " + row.tier() + " " + provision + " " + priority + ": " + bytes
                            + " bytes are there, the engine counts " + counted + ": " + terms);
        }
    }

    /** S3: after all have healed the engine says exactly what is there, and nothing is pending. */
    void checkHealed(final List<EngineView.SpaceRow> rows) {
        final Map<RowKey, Long> nominal = new HashMap<>();
        final Map<RowKey, Long> used = new HashMap<>();
        for (final SimulatedExtentManager em : ems) {
            for (final Segment segment : em.table()) {
                nominal.merge(segment.key(), segment.bytes, Long::sum);
                used.merge(segment.key(), segment.usedBytes(), Long::sum);
            }
        }
        for (final EngineView.SpaceRow row : rows) {
            for (final Priority priority : PRIORITIES) {
                final Terms expected = healed(row.chunk(), row.tier(), priority, nominal, used);
                if (!expected.equals(row.of(priority))) {
                    throw new InvariantBroken(
                            "S3",
                            "chunk " + row.chunk() + " " + row.tier() + " " + priority + ": healed should be "
                                    + expected + ", the engine says " + row.of(priority));
                }
            }
        }
    }

    private static Terms healed(
            final int chunk,
            final Tier tier,
            final Priority priority,
            final Map<RowKey, Long> nominal,
            final Map<RowKey, Long> used) {
        final RowKey thick = new RowKey(chunk, tier, Provision.THICK, priority);
        final RowKey thin = new RowKey(chunk, tier, Provision.THIN, priority);
        return new Terms(
                nominal.getOrDefault(thick, 0L),
                0,
                0,
                used.getOrDefault(thin, 0L),
                0,
                0,
                0,
                0,
                nominal.getOrDefault(thin, 0L));
    }
}
