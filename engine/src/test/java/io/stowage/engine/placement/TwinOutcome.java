package io.stowage.engine.placement;

import io.stowage.codecs.ResultCode;
import java.util.List;

/** What an engine answered to a request of one item. */
record TwinOutcome(
        ResultCode result,
        int reason,
        long expected,
        long found,
        ResultCode itemResult,
        long segmentBytes,
        long extents,
        int segmentsPerExtent,
        TwinFunnel funnel,
        List<Integer> chunks) {

    List<Integer> extent(final int number) {
        return chunks.subList(number * segmentsPerExtent, (number + 1) * segmentsPerExtent);
    }
}
