package io.stowage.tools.whatif;

import io.stowage.tools.output.Json;
import io.stowage.tools.output.Text;
import java.util.Map;

/**
 * Segments that have no partner in the other history.
 *
 * @param missing that only the first history has.
 * @param extra   that only the other one has.
 */
record Partners(Amount missing, Amount extra) {
    /**
     * Segments and their bytes.
     *
     * @param segments count.
     * @param bytes    nominal.
     */
    record Amount(long segments, long bytes) {
        private Amount plus(final long moreSegments, final long segmentBytes) {
            return new Amount(segments + moreSegments, bytes + moreSegments * segmentBytes);
        }

        Map<String, ?> json() {
            return Json.object("segments", segments, "bytes", bytes);
        }

        String text() {
            return Text.count(segments, "segment") + " (" + Text.bytes(bytes) + ")";
        }
    }

    static Partners of(final Iterable<Holdings> all) {
        final Amount[] sums = {new Amount(0, 0), new Amount(0, 0)};
        for (final Holdings each : all) {
            each.visit((cell, spot, count) -> {
                if (spot.chunk() == Bag.NOWHERE) {
                    sums[0] = sums[0].plus(count, spot.bytes());
                } else if (cell.chunk() == Bag.NOWHERE) {
                    sums[1] = sums[1].plus(count, spot.bytes());
                }
            });
        }
        return new Partners(sums[0], sums[1]);
    }
}
