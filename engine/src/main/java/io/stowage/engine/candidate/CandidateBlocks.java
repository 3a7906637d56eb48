package io.stowage.engine.candidate;

import io.stowage.engine.space.SpaceClass;
import io.stowage.engine.table.TableBuffer;
import io.stowage.engine.table.TableMemory;

/**
 * What a candidate is found and compared by, and what a grant changes while the chunk has slack, in one line.
 *
 * <pre>
 *  a block of 4 positions of one tier, a cache line
 *    0 masks: a bit for each view of the tier, 16 a position    8 unused
 *   16 weights            32 filled: what is allocated          48 slack: what may come while no view changes, at least so much
 * </pre>
 *
 * All of these count MiB; weights are the capacity, at least 1. A position is told by its <i>lane</i> where several of its figures
 * are looked at.
 */
final class CandidateBlocks {
    static final int MIB_SHIFT = 20;

    private static final int LANES_SHIFT = 2;
    private static final int LANES = 1 << LANES_SHIFT;
    private static final int MASK_BITS = 16;
    private static final int WEIGHTS = 16;
    private static final int FILLED = WEIGHTS + LANES * Integer.BYTES;
    private static final int SLACK = FILLED + LANES * Integer.BYTES;
    private static final int BLOCK_LENGTH = SLACK + LANES * Integer.BYTES;

    private final TableBuffer buffer;
    private final int tierLength;

    CandidateBlocks(final TableMemory memory, final int positions) {
        tierLength = count(positions) * BLOCK_LENGTH;
        buffer = memory.allocate((long) SpaceClass.TIERS * tierLength);
    }

    void clear() {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
    }

    /** Blocks for so many positions. */
    static int count(final int positions) {
        return (positions + LANES - 1) / LANES;
    }

    /** The block in which a position stands. */
    static int of(final int position) {
        return position >> LANES_SHIFT;
    }

    /** First position of the block in which a position stands. */
    static int start(final int position) {
        return position & -LANES;
    }

    int lane(final int position, final int tier) {
        return at(of(position), tier) + (position & (LANES - 1)) * Integer.BYTES;
    }

    int weight(final int lane) {
        return buffer.getInt(lane + WEIGHTS);
    }

    void weight(final int lane, final int weight) {
        buffer.putInt(lane + WEIGHTS, weight);
    }

    int filled(final int lane) {
        return buffer.getInt(lane + FILLED);
    }

    void filled(final int lane, final int filled) {
        buffer.putInt(lane + FILLED, filled);
    }

    int slack(final int lane) {
        return buffer.getInt(lane + SLACK);
    }

    void slack(final int lane, final int slack) {
        buffer.putInt(lane + SLACK, slack);
    }

    /** Share of the capacity that is allocated after another segment. */
    double filledShare(final int lane, final long bytes) {
        final long filled = ((long) buffer.getInt(lane + FILLED) << MIB_SHIFT) + bytes;
        return (double) filled / ((long) buffer.getInt(lane + WEIGHTS) << MIB_SHIFT);
    }

    /** Bits of the views of one tier that a position is in. */
    int mask(final int position, final int tier) {
        final long masks = buffer.getLong(at(of(position), tier));
        return ((int) (masks >>> shift(position)) & 0xFFFF) << View.first(tier);
    }

    void changeMask(final int position, final int tier, final int changed) {
        final int block = at(of(position), tier);
        final long bits = (long) (changed >>> View.first(tier)) << shift(position);
        buffer.putLong(block, buffer.getLong(block) ^ bits);
    }

    /** Weight of a position in a view of a tier; zero where it is not in. */
    int weightIn(final int view, final int tier, final int position) {
        final int block = at(of(position), tier);
        final long masks = buffer.getLong(block) >>> (view - View.first(tier));
        return weightIn(block, masks, position & (LANES - 1));
    }

    /** The position of a block in which a weight falls, from 0 to what the block weighs in the view, exclusive. */
    int find(final int view, final int tier, final int found, final long weight) {
        final int block = at(found, tier);
        final long masks = buffer.getLong(block) >>> (view - View.first(tier));
        long left = weight - weightIn(block, masks, 0);
        int lane = 1 + (int) (left >> 63);
        left -= weightIn(block, masks, 1);
        lane += 1 + (int) (left >> 63);
        left -= weightIn(block, masks, 2);
        lane += 1 + (int) (left >> 63);
        return found * LANES + lane;
    }

    private int weightIn(final int block, final long masks, final int lane) {
        return buffer.getInt(block + WEIGHTS + lane * Integer.BYTES) & -(int) ((masks >>> (lane * MASK_BITS)) & 1);
    }

    private static int shift(final int position) {
        return (position & (LANES - 1)) * MASK_BITS;
    }

    private int at(final int block, final int tier) {
        return tier * tierLength + block * BLOCK_LENGTH;
    }
}
