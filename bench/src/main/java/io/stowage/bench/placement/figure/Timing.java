package io.stowage.bench.placement.figure;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How long decisions took, as every contestant prints it.
 *
 * @param peer              name of the policy.
 * @param version           of the program it comes from; null: not told.
 * @param considersCapacity whether the policy looks at how full chunks are.
 * @param chunks            of the cluster.
 * @param fullPercent       share of them that is full.
 * @param decisions         that were measured.
 * @param failures          of these.
 * @param nsPerDecision     median over the batches.
 * @param minNsPerDecision  of the fastest batch.
 * @param cpuNsPerDecision  median of the processor's time: what is left when the waiting for a processor is taken off.
 * @param bytesPerDecision  garbage; negative where it cannot be seen.
 * @param batches           ns a decision in each batch.
 */
public record Timing(
        String peer,
        @Nullable String version,
        boolean considersCapacity,
        int chunks,
        int fullPercent,
        long decisions,
        long failures,
        double nsPerDecision,
        double minNsPerDecision,
        double cpuNsPerDecision,
        double bytesPerDecision,
        List<Double> batches) {
    /** What a contestant without a heap of ours says about garbage. */
    public static final double UNSEEN = -1;

    /** Keeps what is given. */
    public Timing {
        batches = List.copyOf(batches);
    }

    /**
     * Takes the turns of one policy on one cluster together.
     *
     * @param turns at least one.
     * @return median and minimum over the batches of all turns, the median of their garbage, sums of what was counted.
     */
    public static Timing of(final List<Timing> turns) {
        final Timing first = turns.getFirst();
        final List<Double> batches =
                turns.stream().flatMap(turn -> turn.batches.stream()).toList();
        return new Timing(
                first.peer,
                first.version,
                first.considersCapacity,
                first.chunks,
                first.fullPercent,
                turns.stream().mapToLong(Timing::decisions).sum(),
                turns.stream().mapToLong(Timing::failures).sum(),
                median(batches, Double::doubleValue),
                turns.stream().mapToDouble(Timing::minNsPerDecision).min().orElseThrow(),
                median(turns, Timing::cpuNsPerDecision),
                median(turns, Timing::bytesPerDecision),
                batches);
    }

    /**
     * Whether most of the decisions failed, so that the time is that of refusing.
     *
     * @return true: no time of decisions.
     */
    public boolean isFailing() {
        return failures * 2 > decisions;
    }

    /**
     * The middle of some figures.
     *
     * @param figures in any order, at least one.
     * @return the upper one of the two where their number is even.
     */
    public static double median(final double... figures) {
        final double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static <T> double median(final List<T> all, final ToDoubleFunction<T> figure) {
        return median(all.stream().mapToDouble(figure).toArray());
    }
}
