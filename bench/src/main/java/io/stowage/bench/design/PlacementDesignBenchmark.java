package io.stowage.bench.design;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A decision of three chunks with its accounting, and the return of an old one drawn at random: the fill stays the same, and what
 * is given back has long left the caches where the cluster is large.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class PlacementDesignBenchmark {
    private static final int SMALLEST_SEGMENTS = 4_096;
    private static final int FILLED_PERCENT = 50;
    private static final int OPEN_DECISIONS_PER_CHUNK = 10;
    private static final long SEED = 7;

    /** Size of the cluster. */
    @Param("1000")
    private int chunks;

    /** Share of the chunks that is full. */
    @Param({"0", "90"})
    private int full;

    /** What decides. */
    @Param
    private DesignKind design = DesignKind.ORDERED_SUMS;

    private final Draws returns = new Draws(SEED + 1);
    private int[] open = {};
    private @Nullable Design measured;

    /** Makes the benchmark; called by JMH. */
    public PlacementDesignBenchmark() {}

    /** Builds the cluster and makes the decisions that are open all the time. */
    @Setup
    public void setUp() {
        final DesignCluster cluster = new DesignCluster(chunks, SMALLEST_SEGMENTS, SEED);
        final Design made = design.create(cluster, cluster.start(full, FILLED_PERCENT), new Draws(SEED));
        open = new int[chunks * OPEN_DECISIONS_PER_CHUNK * Design.REPLICAS];
        for (int at = 0; at < open.length; at += Design.REPLICAS) {
            place(made, at);
        }
        measured = made;
    }

    /**
     * Gives an old decision back and makes another.
     *
     * @return a chunk of it.
     */
    @Benchmark
    public int decide() {
        final Design on = Objects.requireNonNull(measured);
        final int at = (int) returns.below(open.length / Design.REPLICAS) * Design.REPLICAS;
        for (int i = at; i < at + Design.REPLICAS; i++) {
            on.giveBack(open[i]);
        }
        place(on, at);
        return open[at];
    }

    private void place(final Design to, final int at) {
        if (!to.place(open, at)) {
            throw new IllegalStateException("refused although there is room");
        }
    }
}
