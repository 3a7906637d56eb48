package io.stowage.bench.micro;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * One decision for an extent of three thick replicas with its accounting: encode, apply, decode. The engine is half full; 1,024
 * extents are granted and open at a time, so that giving back does not find what reserving has just brought into the cache.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReserveBenchmark {
    private static final int BURST = 1_024;
    private static final int WINDOW = 1_024;
    private static final int BATCH = 100;

    /** Makes the benchmark; called by JMH. */
    public ReserveBenchmark() {}

    /** The engine, one a thread. */
    @State(Scope.Thread)
    public static class EngineState {
        /** Chunks of the fleet. */
        @Param({"100", "1000", "10000"})
        public int chunks;

        private @Nullable ReserveRig rig;

        /** Makes the state; called by JMH. */
        public EngineState() {}

        /** Builds the fleet. */
        @Setup(Level.Trial)
        public void build() {
            rig = new ReserveRig(chunks, WINDOW + BURST);
        }

        /** Gives the memory back. JMH counts what this allocates as garbage of the last iteration: so nothing. */
        @TearDown(Level.Trial)
        public void close() {
            rig().close();
        }

        final ReserveRig rig() {
            return Objects.requireNonNull(rig);
        }
    }

    /** Bursts: what was granted is given back between two of them, off the clock. */
    @State(Scope.Thread)
    public static class Burst extends EngineState {
        /** Makes the state; called by JMH. */
        public Burst() {}

        /** Gives all but one extent back: one stays, so that the space version stays open, as it does in real life. */
        @TearDown(Level.Invocation)
        public void giveBack() {
            final ReserveRig rig = rig();
            while (rig.outstanding() > 1) {
                rig.free(1);
            }
        }
    }

    /** A window of open grants that moves on. */
    @State(Scope.Thread)
    public static class Window extends EngineState {
        /** Makes the state; called by JMH. */
        public Window() {}

        @Override
        public void build() {
            super.build();
            rig().reserve(WINDOW / 4);
            while (rig().outstanding() < WINDOW) {
                rig().reserve(1);
            }
        }
    }

    /**
     * Reserves one extent a request.
     *
     * @param burst engine.
     */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void reserve(final Burst burst) {
        final ReserveRig rig = burst.rig();
        for (int i = 0; i < BURST; i++) {
            rig.reserve(1);
        }
    }

    /**
     * Reserves one extent, and gives the oldest of the window back.
     *
     * @param window engine.
     */
    @Benchmark
    public void reserveAndFree(final Window window) {
        final ReserveRig rig = window.rig();
        rig.reserve(1);
        rig.free(1);
    }

    /**
     * Reserves 100 extents in one request, and gives 100 back in another; per extent.
     *
     * @param window engine.
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void reserveAndFreeBatch(final Window window) {
        final ReserveRig rig = window.rig();
        rig.reserve(BATCH);
        rig.free(BATCH);
    }
}
