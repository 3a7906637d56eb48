package io.stowage.bench.endurance;

import io.stowage.bench.engine.Coding;
import io.stowage.bench.engine.Sender;
import io.stowage.codecs.ResultCode;
import java.util.SplittableRandom;

/** What must be refused and change nothing: frames of old incarnations and versions, and figures that cannot be. */
final class Mischief {
    private static final int KINDS = 6;

    /** More than all that an extent manager reserves together: the engine knows sums, not the sizes of single segments. */
    private static final long NEVER_RESERVED_BYTES = 1L << 47;

    private final Requests requests;
    private final SplittableRandom random;
    private final Sender sender;
    private final Sender unborn;
    private final int[] chunkIds;
    private final int[] given = new int[1];

    Mischief(final Requests requests, final SplittableRandom random, final Sender sender, final int[] chunkIds) {
        this.requests = requests;
        this.random = random;
        this.sender = sender;
        this.chunkIds = chunkIds;
        unborn = new Sender(sender.role(), sender.id(), 0);
    }

    void step(final long version) {
        final int chunk = chunkIds[random.nextInt(chunkIds.length)];
        final long bytes = Coding.REPLICAS.segmentBytes();
        given[0] = chunk;
        switch (random.nextInt(KINDS)) {
            case 0 -> require(ResultCode.FENCED, requests.reports.begin(unborn, version + 1));
            case 1 -> require(ResultCode.MALFORMED, requests.reports.begin(sender, 0));
            case 2 -> require(ResultCode.MALFORMED, requests.allocations.free(sender, version, 0, 0, given, 1));
            case 3 ->
                require(
                        ResultCode.CONFLICT,
                        requests.allocations.free(sender, version, 0, NEVER_RESERVED_BYTES, given, 1));
            case 4 ->
                require(
                        ResultCode.LEDGER_MISMATCH,
                        requests.deltas.removed(sender, version, chunk, 0, 1 << 20, NEVER_RESERVED_BYTES));
            default -> require(ResultCode.UNKNOWN_CHUNK, requests.deltas.removed(sender, version, -1, 0, 1, bytes));
        }
    }

    private static void require(final ResultCode expected, final ResultCode result) {
        if (result != expected) {
            throw new IllegalStateException("what should have been answered " + expected + " was answered " + result);
        }
    }
}
