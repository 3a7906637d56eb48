package io.stowage.tools.sim;

import io.stowage.sim.simulation.SimulationResult;
import io.stowage.tools.ToolException;
import java.util.OptionalLong;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Many simulations, one a thread; what comes of them is handed on by the thread that waits for all. */
final class SeedRuns {
    private static final long POLL_MS = 100;

    private final LinkedBlockingQueue<SimulationResult> finished = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable ToolException> error = new AtomicReference<>();
    private final AtomicInteger working = new AtomicInteger();
    private final Supplier<OptionalLong> seeds;
    private final LongFunction<SimulationResult> simulation;
    private final BooleanSupplier goesOn;

    /**
     * Nothing runs yet.
     *
     * @param seeds      still to be run, empty at the end; asked by one thread at a time.
     * @param simulation of a seed, called by several threads.
     * @param goesOn     whether to begin another seed.
     */
    SeedRuns(
            final Supplier<OptionalLong> seeds,
            final LongFunction<SimulationResult> simulation,
            final BooleanSupplier goesOn) {
        this.seeds = seeds;
        this.simulation = simulation;
        this.goesOn = goesOn;
    }

    /**
     * Runs until there are no more seeds, or it shall not go on.
     *
     * @param threads  how many simulations at once.
     * @param observer is told each result.
     * @param between  called often while waiting.
     */
    void run(final int threads, final Consumer<SimulationResult> observer, final Runnable between) {
        working.set(threads);
        for (int i = 1; i <= threads; i++) {
            Thread.ofPlatform().name("stowage-sim-" + i).daemon().start(this::work);
        }
        boolean ended = false;
        while (!ended || !finished.isEmpty()) {
            ended = working.get() == 0;
            final SimulationResult result = await();
            if (result != null) {
                observer.accept(result);
            }
            between.run();
        }
        final ToolException first = error.get();
        if (first != null) {
            throw first;
        }
    }

    private @Nullable SimulationResult await() {
        try {
            return finished.poll(working.get() == 0 ? 0 : POLL_MS, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException("interrupted", e);
        }
    }

    private void work() {
        try {
            OptionalLong seed = next();
            while (seed.isPresent()) {
                runSeed(seed.getAsLong());
                seed = next();
            }
        } finally {
            working.decrementAndGet();
        }
    }

    private void runSeed(final long seed) {
        try {
            finished.add(simulation.apply(seed));
        } catch (final RuntimeException defect) {
            error.compareAndSet(
                    null,
                    new ToolException(
                            "seed " + seed + " broke the simulator itself: " + defect + " (--verbose shows where)",
                            defect));
        }
    }

    private OptionalLong next() {
        synchronized (seeds) {
            return goesOn.getAsBoolean() && error.get() == null ? seeds.get() : OptionalLong.empty();
        }
    }
}
