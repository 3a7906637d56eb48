package io.stowage.bench.space;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Each change of the accounting and the view of it as one command: encoded, dispatched, decoded, applied, answered. Reservations
 * name a preferred chunk that takes them, so that nothing is drawn: what is measured is the accounting, not the placement.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpaceBenchmark {
    private static final int BURST = 1_024;

    /** Makes the benchmark; called by JMH. */
    public SpaceBenchmark() {}

    /** A small and a large cluster in one JVM, one iteration each in turns: what disturbs the one disturbs the other. */
    @State(Scope.Thread)
    public static class Cluster {
        /** Chunks of the small and of the large cluster. */
        @Param("100x10000")
        public String sizes = "";

        /** Which of them are touched. */
        @Param({"SAME", "ALL"})
        public Touch touch = Touch.SAME;

        private final List<SpaceFixture> fixtures = new ArrayList<>();
        private int turn = -1;

        /** Makes the state; called by JMH. */
        public Cluster() {}

        /** Builds both clusters. */
        @Setup(Level.Trial)
        public void build() {
            for (final String size : sizes.split("x", -1)) {
                fixtures.add(new SpaceFixture(Integer.parseInt(size), touch));
            }
        }

        /** It is the other cluster's turn; the small one begins. */
        @Setup(Level.Iteration)
        public void takeTurns() {
            turn = (turn + 1) % fixtures.size();
        }

        /** Gives the memory back. */
        @TearDown(Level.Trial)
        public void close() {
            fixtures.forEach(SpaceFixture::close);
        }

        final SpaceFixture fixture() {
            return fixtures.get(turn);
        }
    }

    /** A burst of pairs that were changed on the clock, or are to be. */
    @State(Scope.Thread)
    public static class Burst extends Cluster {
        private final int[] pairs = new int[BURST];

        /** Makes the state; called by JMH. */
        public Burst() {}

        final int next(final int i) {
            pairs[i] = fixture().next();
            return pairs[i];
        }

        final int pair(final int i) {
            return pairs[i];
        }
    }

    /** Thick reservations are made on the clock and given back off it. */
    @State(Scope.Thread)
    public static class ThickReserved extends Burst {
        /** Makes the state; called by JMH. */
        public ThickReserved() {}

        /** Gives back. */
        @TearDown(Level.Invocation)
        public void giveBack() {
            for (int i = 0; i < BURST; i++) {
                fixture().free(pair(i), SpaceFixture.THICK);
            }
        }
    }

    /** Thin reservations are made on the clock and given back off it. */
    @State(Scope.Thread)
    public static class ThinReserved extends Burst {
        /** Makes the state; called by JMH. */
        public ThinReserved() {}

        /** Gives back. */
        @TearDown(Level.Invocation)
        public void giveBack() {
            for (int i = 0; i < BURST; i++) {
                fixture().free(pair(i), SpaceFixture.THIN);
            }
        }
    }

    /** Reservations are made off the clock and given back on it. */
    @State(Scope.Thread)
    public static class GivenBack extends Burst {
        /** Makes the state; called by JMH. */
        public GivenBack() {}

        /** Reserves. */
        @Setup(Level.Invocation)
        public void reserve() {
            for (int i = 0; i < BURST; i++) {
                fixture().reserve(next(i), SpaceFixture.THICK);
            }
        }
    }

    /** Segments become thin on the clock and thick again off it. */
    @State(Scope.Thread)
    public static class Thinned extends Burst {
        /** Makes the state; called by JMH. */
        public Thinned() {}

        /** Makes them thick again. */
        @TearDown(Level.Invocation)
        public void restore() {
            for (int i = 0; i < BURST; i++) {
                fixture().becomeThick(pair(i));
            }
        }
    }

    /** Destinations are reserved on the clock and given back off it. */
    @State(Scope.Thread)
    public static class RxReserved extends Burst {
        /** Makes the state; called by JMH. */
        public RxReserved() {}

        /** Gives back. */
        @TearDown(Level.Invocation)
        public void giveBack() {
            for (int i = 0; i < BURST; i++) {
                fixture().freeRx(pair(i));
            }
        }
    }

    /** Destinations are reserved off the clock and given back on it. */
    @State(Scope.Thread)
    public static class RxGivenBack extends Burst {
        /** Makes the state; called by JMH. */
        public RxGivenBack() {}

        /** Reserves. */
        @Setup(Level.Invocation)
        public void reserve() {
            for (int i = 0; i < BURST; i++) {
                fixture().reposition(next(i));
            }
        }
    }

    /**
     * The view of a chunk's space.
     *
     * @param cluster engine.
     * @return free bytes.
     */
    @Benchmark
    public long view(final Cluster cluster) {
        return cluster.fixture().view();
    }

    /**
     * A keepalive with both tiers, whose measurements change, and with the last fence.
     *
     * @param cluster engine.
     * @return the new fence.
     */
    @Benchmark
    public long keepAlive(final Cluster cluster) {
        return cluster.fixture().keepAlive();
    }

    /**
     * A reservation of one thick segment.
     *
     * @param burst engine.
     */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void reserveThick(final ThickReserved burst) {
        for (int i = 0; i < BURST; i++) {
            burst.fixture().reserve(burst.next(i), SpaceFixture.THICK);
        }
    }

    /**
     * A reservation of one thin segment.
     *
     * @param burst engine.
     */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void reserveThin(final ThinReserved burst) {
        for (int i = 0; i < BURST; i++) {
            burst.fixture().reserve(burst.next(i), SpaceFixture.THIN);
        }
    }

    /**
     * One segment is given back.
     *
     * @param burst engine.
     */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void free(final GivenBack burst) {
        for (int i = 0; i < BURST; i++) {
            burst.fixture().free(burst.pair(i), SpaceFixture.THICK);
        }
    }

    /**
     * A delta of one row.
     *
     * @param cluster engine.
     */
    @Benchmark
    public void delta(final Cluster cluster) {
        cluster.fixture().delta();
    }

    /**
     * One thick segment becomes thin.
     *
     * @param burst engine.
     */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void updateProvision(final Thinned burst) {
        for (int i = 0; i < BURST; i++) {
            burst.fixture().becomeThin(burst.next(i));
        }
    }

    /**
     * The destination of a reposition is reserved.
     *
     * @param burst engine.
     */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void reserveRx(final RxReserved burst) {
        for (int i = 0; i < BURST; i++) {
            burst.fixture().reposition(burst.next(i));
        }
    }

    /**
     * The destination of a reposition is given back.
     *
     * @param burst engine.
     */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void freeRx(final RxGivenBack burst) {
        for (int i = 0; i < BURST; i++) {
            burst.fixture().freeRx(burst.pair(i));
        }
    }

    /**
     * A full report; {@link SpaceReport} gives its time for each row.
     *
     * @param cluster engine.
     */
    @Benchmark
    public void report(final Cluster cluster) {
        cluster.fixture().report();
    }
}
