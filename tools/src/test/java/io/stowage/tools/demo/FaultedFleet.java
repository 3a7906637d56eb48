package io.stowage.tools.demo;

import io.stowage.client.SessionContext;
import io.stowage.client.blocking.BlockingOperator;
import io.stowage.codecs.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.agrona.CloseHelper;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * The fleet of the demo at a server that somebody else does harm to: chunks that measure, extent managers that allocate, write, free and
 * report, each with a table of its own, which is the truth. Belongs to one thread.
 */
public final class FaultedFleet implements AutoCloseable {
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(240);
    /** Of all that is asked: chunks fill up, and whoever is refused gives back. */
    private static final double ALLOCATION_SHARE = 0.7;

    /** Some hundred extents fill all chunks, so that promises are made at their limits. */
    private static final long SMALLEST_CHUNK_BYTES = 4L << 30;

    private final Function<Role, SessionContext> sessions;
    private final ChunkFleet chunks;
    private final TruthByChunk truth;
    private final DemoFigures figures = new DemoFigures();
    private final List<SimulatedEm> ems = new ArrayList<>();
    private final IdleStrategy idle = new BackoffIdleStrategy(1, 10, 1_000, 1_000_000);
    private long checks;

    /**
     * Comes up, and waits for it.
     *
     * @param chunkCount of chunks.
     * @param emCount    of extent managers.
     * @param seed       of what they do.
     * @param sessions   settings of a new session of a role.
     */
    public FaultedFleet(
            final int chunkCount, final int emCount, final long seed, final Function<Role, SessionContext> sessions) {
        this.sessions = sessions;
        chunks = new ChunkFleet(chunkCount, SMALLEST_CHUNK_BYTES, sessions);
        await("not every chunk came up", chunks::isAlive);
        truth = new TruthByChunk(chunks.chunks());
        for (int em = 1; em <= emCount; em++) {
            ems.add(new SimulatedEm(
                    sessions.apply(Role.EXTENT_MANAGER).senderId(em).incarnation(1),
                    truth,
                    figures,
                    seed * 1_000_003 + em));
        }
        await("not every extent manager came up", () -> ems.stream().allMatch(SimulatedEm::isReady));
    }

    /** Allocates and frees until there is a reason to end. */
    public void work(final String otherwise, final BooleanSupplier isOver) {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (!isOver.getAsBoolean()) {
            int workCount = 0;
            for (final SimulatedEm em : ems) {
                workCount += em.act(ALLOCATION_SHARE);
            }
            idle.idle(workCount + poll());
            requireInTime(deadlineNs, otherwise);
        }
    }

    /** Requests for space that were answered. */
    public long answers() {
        return figures.rttNs().getTotalCount();
    }

    /** Requests for space whose outcome stayed unknown; a report makes that good. */
    public long unknown() {
        return figures.unknown();
    }

    /** Requests, or items of them, for which there was no space. */
    public long refused() {
        return figures.refused();
    }

    /** Segments and extents that were given back. */
    public long frees() {
        return figures.frees();
    }

    /** Looks that were taken at all chunks. */
    public long checks() {
        return checks;
    }

    /** Requests for space that are under way. */
    public int allocationsInFlight() {
        return ems.stream().mapToInt(SimulatedEm::allocationsInFlight).sum();
    }

    /** Asks the server about every chunk and tier: nothing is promised twice, and nothing that is there is forgotten. */
    public void check() {
        try (BlockingOperator operator = operator()) {
            check(operator);
        }
    }

    /** Has everything answered and reported; then the server must count what is there, and nothing else. */
    public void settle() {
        await("not every request was answered", () -> ems.stream().allMatch(SimulatedEm::isQuiet));
        ems.forEach(SimulatedEm::report);
        await("not every report took effect", () -> ems.stream().allMatch(SimulatedEm::isSettled));
        try (BlockingOperator operator = operator()) {
            final Oracle oracle = new Oracle(operator, truth);
            final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
            String difference = oracle.firstDifference();
            while (!difference.isEmpty()) {
                requireInTime(deadlineNs, difference);
                idle.idle(poll());
                difference = oracle.firstDifference();
            }
            check(operator);
        }
    }

    @Override
    public void close() {
        CloseHelper.closeAll(ems);
        chunks.onClose();
    }

    private void check(final BlockingOperator operator) {
        final Oracle oracle = new Oracle(operator, truth);
        oracle.check();
        checks++;
        if (oracle.overcommitted() + oracle.underCounted() > 0) {
            throw new AssertionError(oracle.overcommitted() + " chunks and tiers have promised more than they have, "
                    + oracle.underCounted() + " count less than there is");
        }
    }

    private BlockingOperator operator() {
        return BlockingOperator.connect(sessions.apply(Role.OPERATOR), TIMEOUT_NS);
    }

    private void await(final String otherwise, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (!condition.getAsBoolean()) {
            idle.idle(poll());
            requireInTime(deadlineNs, otherwise);
        }
    }

    private int poll() {
        int workCount = chunks.doWork();
        for (final SimulatedEm em : ems) {
            workCount += em.poll();
        }
        return workCount;
    }

    private static void requireInTime(final long deadlineNs, final String otherwise) {
        if (System.nanoTime() - deadlineNs > 0) {
            throw new AssertionError(otherwise);
        }
    }
}
