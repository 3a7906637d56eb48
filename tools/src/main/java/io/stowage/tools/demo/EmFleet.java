package io.stowage.tools.demo;

import io.stowage.client.SessionContext;
import io.stowage.client.blocking.BlockingOperator;
import io.stowage.codecs.Role;
import io.stowage.codecs.Tier;
import io.stowage.tools.ToolException;
import io.stowage.tools.connect.ServerConnection;
import io.stowage.tools.output.Progress;
import io.stowage.tools.output.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** All extent managers of the demo, driven by the calling thread, and the looks of the oracle between their steps. */
final class EmFleet implements AutoCloseable {
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long CHECK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final double NS_PER_SECOND = 1e9;

    /** Up to this fill almost everything is an allocation; above, as much goes as comes. */
    private static final double FILL_TARGET = 0.8;

    private static final double GROWING_SHARE = 0.9;
    private static final double STEADY_SHARE = 0.5;

    private final List<SimulatedEm> ems = new ArrayList<>();
    private final DemoFigures figures = new DemoFigures();
    private final Oracle oracle;
    private final BlockingOperator operator;
    private final Progress progress;
    private final double capacityBytes;
    private final IdleStrategy idle = new BackoffIdleStrategy(100, 20, 1_000, 100_000);
    private double workSeconds;

    EmFleet(
            final int count,
            final long seed,
            final ServerConnection connection,
            final TruthByChunk truth,
            final Oracle oracle,
            final BlockingOperator operator,
            final Progress progress) {
        this.oracle = oracle;
        this.operator = operator;
        this.progress = progress;
        capacityBytes = truth.all().stream()
                .mapToDouble(chunk -> chunk.capacityBytes(Tier.CAPACITY))
                .sum();
        for (int em = 1; em <= count; em++) {
            final SessionContext session =
                    connection.newSession(Role.EXTENT_MANAGER).senderId(em).incarnation(1);
            ems.add(new SimulatedEm(session, truth, figures, seed * 1_000_003 + em));
        }
    }

    DemoFigures figures() {
        return figures;
    }

    double workSeconds() {
        return workSeconds;
    }

    void awaitReady() {
        await("not every extent manager came up", () -> ems.stream().allMatch(SimulatedEm::isReady));
    }

    /** Allocates and removes for a time, or until it is told to stop, with a look at everything now and then. */
    void work(final double seconds, final BooleanSupplier goesOn) {
        final long startNs = System.nanoTime();
        final long lengthNs = (long) (seconds * NS_PER_SECOND);
        long checkDueNs = startNs + CHECK_INTERVAL_NS;
        long nowNs = startNs;
        while (nowNs - startNs < lengthNs && goesOn.getAsBoolean()) {
            final double share =
                    figures.capacityBytesHeld() < FILL_TARGET * capacityBytes ? GROWING_SHARE : STEADY_SHARE;
            int work = 0;
            for (final SimulatedEm em : ems) {
                work += em.act(share);
                work += em.poll();
            }
            idle.idle(work);
            nowNs = System.nanoTime();
            if (nowNs - checkDueNs >= 0) {
                oracle.check();
                checkDueNs = System.nanoTime() + CHECK_INTERVAL_NS;
                tell((nowNs - startNs) / NS_PER_SECOND);
            }
        }
        workSeconds = (System.nanoTime() - startNs) / NS_PER_SECOND;
        oracle.check();
    }

    /** Waits until all is answered, reported and measured; says what still differs from the truth after a while. */
    String settle() {
        await("not every request was answered", () -> ems.stream().allMatch(SimulatedEm::isQuiet));
        ems.forEach(SimulatedEm::report);
        await("not every report took effect", () -> ems.stream().allMatch(SimulatedEm::isSettled));
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        String difference = oracle.firstDifference();
        while (!difference.isEmpty() && System.nanoTime() - deadlineNs < 0) {
            poll();
            Progress.pause();
            difference = oracle.firstDifference();
        }
        oracle.check();
        return difference;
    }

    @Override
    public void close() {
        CloseHelper.closeAll(ems);
    }

    private void tell(final double seconds) {
        progress.sayIfDue(() -> String.format(
                java.util.Locale.ROOT,
                "%5.1f s  %s allocations  %s frees  %s refused  %s full  p50 %s  p99 %s  over %d  under %d",
                seconds,
                Text.count(figures.allocations()),
                Text.count(figures.frees()),
                Text.count(figures.refused()),
                Text.percent(figures.capacityBytesHeld(), (long) capacityBytes),
                Text.latency(figures.rttNs().getValueAtPercentile(50)),
                Text.latency(figures.rttNs().getValueAtPercentile(99)),
                oracle.overcommitted(),
                oracle.underCounted()));
    }

    private int poll() {
        int work = operator.poll();
        for (final SimulatedEm em : ems) {
            work += em.poll();
        }
        return work;
    }

    private void await(final String otherwise, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (!condition.getAsBoolean()) {
            idle.idle(poll());
            if (System.nanoTime() - deadlineNs >= 0) {
                throw new ToolException(otherwise + " within " + TimeUnit.NANOSECONDS.toSeconds(TIMEOUT_NS)
                        + " s; is the machine busy? Try fewer with --chunks and --ems");
            }
        }
    }
}
