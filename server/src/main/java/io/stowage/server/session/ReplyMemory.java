package io.stowage.server.session;

import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the replies that clients have not taken yet, lent to their queues and taken back: a client that lags for a moment,
 * again and again, makes no garbage. Blocks double in size, from 16 KiB up to the bound of one queue; one of each is there from the
 * start, and of each size a MiB is kept for the next who needs it, at least one block.
 *
 * <p>Belongs to the thread that answers.
 */
public final class ReplyMemory {
    private static final int SMALLEST = 16 * 1024;
    private static final int KEPT_BYTES = 1 << 20;

    private final int maxCapacity;
    private final @Nullable UnsafeBuffer[][] kept;
    private final int[] keptCounts;

    /**
     * Memory of which nothing is lent yet.
     *
     * @param maxCapacity bound of one queue, bytes; a multiple of 8.
     * @throws IllegalArgumentException if it is none.
     */
    public ReplyMemory(final int maxCapacity) {
        if (!BitUtil.isAligned(maxCapacity, ReplyQueue.HEADER_LENGTH)) {
            throw new IllegalArgumentException("capacity must be a multiple of 8, not " + maxCapacity);
        }
        this.maxCapacity = maxCapacity;
        final int sizes = 1 + sizeOf(maxCapacity);
        kept = new UnsafeBuffer[sizes][];
        for (int size = 0; size < sizes; size++) {
            kept[size] = new UnsafeBuffer[Math.max(1, KEPT_BYTES / bytes(size))];
        }
        keptCounts = new int[sizes];
        for (int size = 0; size < sizes; size++) {
            give(new UnsafeBuffer(new byte[bytes(size)]));
        }
    }

    /** The smallest size whose blocks hold so many bytes; the last one for more. */
    private int sizeOf(final int capacity) {
        int size = 0;
        while (bytes(size) < Math.min(capacity, maxCapacity)) {
            size++;
        }
        return size;
    }

    private int bytes(final int size) {
        return (int) Math.min(maxCapacity, (long) SMALLEST << size);
    }

    /** Bound of one queue, bytes. */
    int maxCapacity() {
        return maxCapacity;
    }

    /** Lends the smallest block that is larger than so many bytes; there must be one. */
    UnsafeBuffer takeLarger(final int capacity) {
        final int size = sizeOf(capacity + 1);
        final int count = keptCounts[size];
        final UnsafeBuffer block = count == 0 ? null : kept[size][count - 1];
        if (block == null) {
            return new UnsafeBuffer(new byte[bytes(size)]);
        }
        kept[size][count - 1] = null;
        keptCounts[size] = count - 1;
        return block;
    }

    /** Takes a block back. */
    void give(final UnsafeBuffer block) {
        final int size = sizeOf(block.capacity());
        if (keptCounts[size] < kept[size].length) {
            kept[size][keptCounts[size]++] = block;
        }
    }
}
