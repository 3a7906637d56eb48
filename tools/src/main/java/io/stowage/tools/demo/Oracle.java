package io.stowage.tools.demo;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.SpaceRow;
import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.Tier;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares what the server counts with the truth. To be asked by the extent managers' thread: while it asks, no table changes, so
 * that the server may count more than there is (grants on their way) and never less.
 */
final class Oracle {
    private static final long PPM = 1_000_000;

    private final BlockingOperator operator;
    private final TruthByChunk truth;
    private final long headroomPpm;
    private final Set<String> overcommitted = new HashSet<>();
    private final Set<String> underCounted = new HashSet<>();
    private long checks;

    Oracle(final BlockingOperator operator, final TruthByChunk truth) {
        this.operator = operator;
        this.truth = truth;
        headroomPpm = operator.config().stream()
                .filter(row -> row.key() == ConfigKey.HEADROOM_NEW_PPM)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the server does not tell its headroom"))
                .value();
    }

    /** Looks at every chunk and tier once. */
    void check() {
        checks++;
        final List<SpaceRow> rows = operator.space();
        for (final SpaceRow row : rows) {
            final String name = row.chunk() + "/" + row.tier();
            final SimulatedChunk chunk = truth.chunk(row.chunk());
            final long capacity = chunk.capacityBytes(row.tier());
            // Asked after the view was taken: a measurement in between only lowers what must be counted.
            final long leastBytes = chunk.truth(row.tier()).leastBytes();
            if (promised(row, leastBytes) > capacity - capacity * headroomPpm / PPM) {
                overcommitted.add(name);
            }
            if (row.allocated() < leastBytes) {
                underCounted.add(name);
            }
        }
    }

    /**
     * What is certainly promised: what lies in the tables, and all that is thick. Not simply what is counted as allocated: a thin
     * segment that was measured counts twice, by its measured and its nominal bytes, until a report and a fence prove that the
     * measurement covers it. That caution may pass the limit, a promise may not.
     */
    private static long promised(final SpaceRow row, final long leastBytes) {
        return Math.max(leastBytes, row.thick() + row.thickPending() + row.thickRx());
    }

    /** Whether the view equals the truth term by term, with no reservation left. */
    String firstDifference() {
        int seen = 0;
        for (final SpaceRow row : operator.space()) {
            final SimulatedChunk chunk = truth.chunk(row.chunk());
            final TierTruth tier = chunk.truth(row.tier());
            final long pending = row.thickPending()
                    + row.thickRx()
                    + row.thinPending()
                    + row.thinRx()
                    + row.thinNewFresh()
                    + row.thinNewAging();
            if (chunk.capacityBytes(row.tier()) > 0) {
                seen++;
            }
            if (pending != 0
                    || row.thick() != tier.thickBytes()
                    || row.thinUsed() != tier.thinWrittenBytes()
                    || row.thinNominal() != tier.thinNominalBytes()) {
                return "chunk " + row.chunk() + ' ' + row.tier() + ": the server counts thick " + row.thick()
                        + ", thin used " + row.thinUsed() + ", thin nominal " + row.thinNominal() + ", on its way "
                        + pending + "; the truth is thick " + tier.thickBytes() + ", thin used "
                        + tier.thinWrittenBytes() + ", thin nominal " + tier.thinNominalBytes() + ", on its way 0";
            }
        }
        final long offered = truth.all().stream()
                .mapToLong(chunk -> chunk.offered(Tier.PERFORMANCE).isPresent() ? 2 : 1)
                .sum();
        return seen == offered ? "" : "the server shows " + seen + " tiers of chunks, and there are " + offered;
    }

    long overcommitted() {
        return overcommitted.size();
    }

    long underCounted() {
        return underCounted.size();
    }

    long checks() {
        return checks;
    }
}
