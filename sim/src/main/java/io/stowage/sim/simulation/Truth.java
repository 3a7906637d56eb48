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
    private final GrantsUnderWay grants;

    Truth(final Fleet fleet, final List<SimulatedExtentManager> ems, final GrantsUnderWay grants) {
        this.fleet = fleet;
        this.ems = ems;
        this.grants = grants;
    }

    /** S1 of one chunk: the engine counts at least what is there, thick and thin each. */
    void checkNeverUnderCounted(final int chunk, final List<EngineView.SpaceRow> rows) {
        checkNeverUnderCounted(chunk, neededOn(chunk), rows);
    }

    /** S1 of all chunks, with everything computed anew from the tables. */
    void checkNeverUnderCounted(final Map<Integer, List<EngineView.SpaceRow>> rowsOfChunks) {
        final Map<Integer, Needed> needed = new HashMap<>();
        for (final SimulatedExtentManager em : ems) {
            em.table().forEach(segment -> add(of(needed, segment), segment));
            em.forEachGranted(segment -> of(needed, segment).add(segment, segment.bytes));
        }
        for (final SimulatedChunk chunk : fleet.chunks()) {
            if (!needed.getOrDefault(chunk.id(), new Needed()).equals(neededOn(chunk.id()))) {
                throw new IllegalStateException("the simulator lost track of what is on chunk " + chunk.id());
            }
        }
        needed.forEach(
                (chunk, bytes) -> checkNeverUnderCounted(chunk, bytes, rowsOfChunks.getOrDefault(chunk, List.of())));
    }

    private static Needed of(final Map<Integer, Needed> byChunk, final Segment segment) {
        return byChunk.computeIfAbsent(segment.chunk, absent -> new Needed());
    }

    private Needed neededOn(final int chunk) {
        final Needed needed = new Needed();
        needed.addGranted(grants.on(chunk));
        if (fleet.knows(chunk)) {
            fleet.disk(chunk).forEach(segment -> {
                if (segment.chunk == chunk) {
                    add(needed, segment);
                }
            });
        }
        return needed;
    }

    /**
     * Adds what must be counted of a segment: nothing of one that the engine was told to forget, the nominal size before the
     * chunk has measured it once, what was measured from then on.
     */
    private void add(final Needed needed, final Segment segment) {
        if (segment.isForgotten()) {
            return;
        }
        final boolean isMeasured = segment.isThin()
                && !segment.isRx()
                && fleet.chunk(segment.chunk).hasMeasured(segment);
        if (isMeasured) {
            needed.add(segment, fleet.chunk(segment.chunk).measuredBytes(segment));
        } else if (segment.wasThick()) {
            needed.addThickOrThin(segment);
        } else {
            needed.add(segment, segment.bytes);
        }
    }

    private static void checkNeverUnderCounted(
            final int chunk, final Needed needed, final List<EngineView.SpaceRow> rows) {
        for (final Tier tier : EngineView.TIERS) {
            for (final Priority priority : PRIORITIES) {
                final Terms terms = EngineView.of(rows, tier, priority);
                final long thick = needed.bytes(tier, Provision.THICK, priority);
                final long thin = needed.bytes(tier, Provision.THIN, priority);
                final long all = thick + thin + needed.thickOrThin(tier, priority);
                final String where = "chunk " + chunk + " " + tier + " " + priority;
                atLeast(where + " THICK", thick, terms.thickAllocated(), terms);
                atLeast(where + " THIN", thin, terms.thinAllocated(), terms);
                atLeast(where + " THICK and THIN", all, terms.allocated(), terms);
            }
        }
    }

    private static void atLeast(final String where, final long needed, final long counted, final Terms terms) {
        if (needed > counted) {
            throw new InvariantBroken(
                    "S1",
                    where + ": expected at least " + needed + " bytes that are there, found " + counted + ": " + terms);
        }
    }

    /** S3: after all have healed the engine says exactly what is there, and nothing is pending. */
    void checkHealed(final Map<Integer, List<EngineView.SpaceRow>> rowsOfChunks) {
        final Map<RowKey, Long> nominal = new HashMap<>();
        final Map<RowKey, Long> used = new HashMap<>();
        for (final SimulatedExtentManager em : ems) {
            for (final Segment segment : em.table()) {
                nominal.merge(segment.key(), segment.bytes, Long::sum);
                used.merge(segment.key(), segment.usedBytes(), Long::sum);
            }
        }
        for (final SimulatedChunk chunk : fleet.chunks()) {
            final List<EngineView.SpaceRow> rows = rowsOfChunks.getOrDefault(chunk.id(), List.of());
            for (final Tier tier : EngineView.TIERS) {
                for (final Priority priority : PRIORITIES) {
                    final Terms expected = healed(chunk.id(), tier, priority, nominal, used);
                    final Terms found = EngineView.of(rows, tier, priority);
                    if (!expected.equals(found)) {
                        throw new InvariantBroken(
                                "S3",
                                "chunk " + chunk.id() + " " + tier + " " + priority + ": expected when healed "
                                        + expected + ", found " + found);
                    }
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
