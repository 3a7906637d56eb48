package io.stowage.bench.fleet;

import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;
import org.agrona.BitUtil;

/** What was granted and not given back, oldest first: a ring of chunk ids. Allocates nothing after its start. */
public final class Grants {
    /** Replicas of every extent of the benchmarks. */
    public static final int REPLICAS = 3;

    private final int[] chunks;
    private final int mask;
    private long head;
    private long tail;

    /**
     * An empty ring.
     *
     * @param extents that it holds at most.
     */
    public Grants(final int extents) {
        chunks = new int[BitUtil.findNextPositivePowerOfTwo(extents * REPLICAS)];
        mask = chunks.length - 1;
    }

    /**
     * Takes the locations of a reply.
     *
     * @param reply to read through.
     * @return false if anything was refused; what was granted is taken.
     */
    public boolean add(final ReserveForAllocationReplyDecoder reply) {
        boolean whole = true;
        for (final ReserveForAllocationReplyDecoder.ItemsDecoder items = reply.items(); items.hasNext(); ) {
            items.next();
            whole &= items.result() == ResultCode.OK;
            for (final ReserveForAllocationReplyDecoder.ItemsDecoder.ChunksDecoder each = items.chunks();
                    each.hasNext(); ) {
                chunks[(int) tail++ & mask] = (int) each.next().chunk();
            }
        }
        if (tail - head > chunks.length) {
            throw new IllegalStateException("more was granted than the ring of " + chunks.length + " segments holds");
        }
        return whole;
    }

    /**
     * Takes the oldest segment out.
     *
     * @return chunk id.
     */
    public int takeSegment() {
        if (head == tail) {
            throw new IllegalStateException("nothing is granted that could be given back");
        }
        return chunks[(int) head++ & mask];
    }

    /**
     * Extents in the ring.
     *
     * @return how many.
     */
    public int extents() {
        return (int) (tail - head) / REPLICAS;
    }
}
