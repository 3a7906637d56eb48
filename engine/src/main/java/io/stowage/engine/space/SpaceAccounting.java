package io.stowage.engine.space;

import io.stowage.engine.Invariant;
import io.stowage.engine.candidate.CandidateIndex;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.cluster.ClusterTable;

/**
 * The only code that changes a byte of any space term, and with it every sum above. Each change is O(1).
 */
public final class SpaceAccounting {
    private final ChunkSpaceTable space;
    private final ClusterTable cluster;
    private final SpaceLimits limits;
    private final CandidateIndex candidates;

    /**
     * Ties the tables together.
     *
     * @param space   terms of the chunks.
     * @param cluster sums over all chunks.
     * @param limits     to derive anew.
     * @param candidates to tell.
     */
    public SpaceAccounting(
            final ChunkSpaceTable space,
            final ClusterTable cluster,
            final SpaceLimits limits,
            final CandidateIndex candidates) {
        this.space = space;
        this.cluster = cluster;
        this.limits = limits;
        this.candidates = candidates;
    }

    /**
     * Makes the space row of a chunk that was just registered.
     *
     * @param chunk row of the chunk.
     */
    public void open(final int chunk) {
        final int row = space.create();
        Invariant.check(row == chunk, "chunk and space tables run in step");
        candidates.invalidate();
    }

    /**
     * Forgets the space row of a chunk on which nothing is left.
     *
     * @param chunk row of the chunk.
     */
    public void close(final int chunk) {
        for (int tier = 0; tier < SpaceClass.TIERS; tier++) {
            cluster.addCapacity(tier, -space.capacity(chunk, tier));
            cluster.addAllocated(tier, -space.allocated(chunk, tier));
        }
        space.remove(chunk);
        limits.close(chunk);
        candidates.invalidate();
    }

    /**
     * Changes a term.
     *
     * @param chunk    row of the chunk.
     * @param tier     code.
     * @param priority code.
     * @param term     of {@link Term}.
     * @param delta    bytes.
     */
    void add(final int chunk, final int tier, final int priority, final int term, final long delta) {
        if (delta == 0) {
            return;
        }
        final long value = space.add(chunk, tier, priority, term, delta);
        Invariant.check(value >= 0, "no term of a chunk's space is negative");
        final boolean isAllocated = term != Term.THIN_NOMINAL;
        if (isAllocated) {
            cluster.addAllocated(tier, delta);
        }
        candidates.spaceChanged(
                chunk, tier, isAllocated ? delta : 0, Term.isNominal(term) ? delta : 0, Term.isNominalThin(term));
    }

    void addToClass(final int chunk, final int spaceClass, final int thickTerm, final int thinTerm, final long delta) {
        final int term = SpaceClass.isThin(spaceClass) ? thinTerm : thickTerm;
        add(chunk, SpaceClass.tier(spaceClass), SpaceClass.priority(spaceClass), term, delta);
    }

    /** Loads what a reservation is going to change. */
    long touch(final int chunk, final int spaceClass) {
        return space.touch(chunk, SpaceClass.tier(spaceClass))
                ^ candidates.order().position(chunk);
    }

    /**
     * Takes over what a keepalive measured of one tier.
     *
     * @param chunk              row of the chunk.
     * @param tier               code.
     * @param total              capacity, bytes.
     * @param failed             of it, bytes.
     * @param usedByNormal       measured thin bytes of NORMAL segments.
     * @param usedByPrioritized  measured thin bytes of PRIORITIZED segments.
     * @param fence              newest position that the chunk had received before it measured; negative: none.
     * @param position           of the keepalive: seals what became live before it.
     * @return whether the capacity changed; {@link CandidateIndex#chunkChanged} must hear of it.
     */
    public boolean measured(
            final int chunk,
            final int tier,
            final long total,
            final long failed,
            final long usedByNormal,
            final long usedByPrioritized,
            final long fence,
            final long position) {
        final long growth = total - failed - space.capacity(chunk, tier);
        space.capacity(chunk, tier, total, failed);
        if (growth != 0) {
            cluster.addCapacity(tier, growth);
            candidates.capacityChanged(chunk, tier, growth);
            limits.capacityChanged(chunk, tier);
        }
        final boolean covered = fence >= space.seal(chunk, tier);
        final boolean ages = space.term(chunk, tier, Term.THIN_NEW_FRESH) != 0;
        measuredPriority(chunk, tier, 0, usedByNormal, covered);
        measuredPriority(chunk, tier, 1, usedByPrioritized, covered);
        // An aging generation that nothing joins keeps its seal: a chunk whose fence always lags would never reach a
        // seal that moved with every keepalive.
        if (covered || ages) {
            space.seal(chunk, tier, position);
        }
        return growth != 0;
    }

    /**
     * The generations of thinNew: what the measurement covers is dropped, what is fresh ages, and nothing that became
     * live after the measurement can be erased by it.
     */
    private void measuredPriority(
            final int chunk, final int tier, final int priority, final long used, final boolean covered) {
        add(chunk, tier, priority, Term.THIN_USED, used - space.term(chunk, tier, priority, Term.THIN_USED));
        if (covered) {
            add(chunk, tier, priority, Term.THIN_NEW_AGING, -space.term(chunk, tier, priority, Term.THIN_NEW_AGING));
        }
        final long fresh = space.term(chunk, tier, priority, Term.THIN_NEW_FRESH);
        add(chunk, tier, priority, Term.THIN_NEW_FRESH, -fresh);
        add(chunk, tier, priority, Term.THIN_NEW_AGING, fresh);
    }

    /**
     * Session over which a chunk's newest measurement came.
     *
     * @param chunk row of the chunk.
     * @return session; 0: none that is known.
     */
    public long measuredOver(final int chunk) {
        return space.session(chunk);
    }

    /**
     * Notes over which session a measurement came.
     *
     * @param chunk     row of the chunk.
     * @param sessionId of the keepalive.
     */
    public void measuredOver(final int chunk, final long sessionId) {
        space.session(chunk, sessionId);
    }

    /** The host started again: every session is gone, and session ids may start anew. */
    public void forgetSessions() {
        for (int chunk = 0; chunk < space.highWater(); chunk++) {
            space.session(chunk, 0);
        }
    }

    /**
     * Total capacity that a chunk told of a tier.
     *
     * @param chunk row of the chunk.
     * @param tier  code.
     * @return bytes.
     */
    public long total(final int chunk, final int tier) {
        return space.total(chunk, tier);
    }

    /**
     * Bytes that are reserved on a chunk on which no report counts a segment.
     *
     * @param chunk row of the chunk.
     * @return what is pending, and the rx, which can only be pending there.
     */
    public long reserved(final int chunk) {
        long bytes = 0;
        for (int tier = 0; tier < SpaceClass.TIERS; tier++) {
            bytes += space.term(chunk, tier, Term.THICK_PENDING)
                    + space.term(chunk, tier, Term.THICK_RX)
                    + space.term(chunk, tier, Term.THIN_PENDING)
                    + space.term(chunk, tier, Term.THIN_RX);
        }
        return bytes;
    }

    /**
     * A chunk no longer offers a tier: it has no capacity there, but nothing that was counted is dropped.
     *
     * @param chunk row of the chunk.
     * @param tier  code.
     */
    public void withdrawn(final int chunk, final int tier) {
        cluster.addCapacity(tier, -space.capacity(chunk, tier));
        candidates.capacityChanged(chunk, tier, -space.capacity(chunk, tier));
        space.capacity(chunk, tier, 0, 0);
        limits.capacityChanged(chunk, tier);
    }

    /**
     * Recomputes every sum from the terms.
     *
     * @param chunks whose rows are in use.
     */
    public void verify(final ChunkTable chunks) {
        final long[] capacity = new long[SpaceClass.TIERS];
        final long[] allocated = new long[SpaceClass.TIERS];
        for (int chunk = 0; chunk < chunks.highWater(); chunk++) {
            if (!chunks.isUsed(chunk)) {
                continue;
            }
            for (int tier = 0; tier < SpaceClass.TIERS; tier++) {
                capacity[tier] += space.capacity(chunk, tier);
                for (int priority = 0; priority < SpaceClass.PRIORITIES; priority++) {
                    long sum = 0;
                    for (int term = 0; term < Term.THIN_NOMINAL; term++) {
                        sum += space.term(chunk, tier, priority, term);
                    }
                    Invariant.checkEquals(
                            sum, space.allocated(chunk, tier, priority), "allocated is the sum of its terms", chunk);
                    allocated[tier] += sum;
                }
            }
        }
        for (int tier = 0; tier < SpaceClass.TIERS; tier++) {
            Invariant.checkEquals(capacity[tier], cluster.capacity(tier), "cluster capacity", tier);
            Invariant.checkEquals(allocated[tier], cluster.allocated(tier), "cluster allocated", tier);
        }
        for (int chunk = 0; chunk < chunks.highWater(); chunk++) {
            if (chunks.isUsed(chunk)) {
                limits.verify(chunk);
            }
        }
    }
}
