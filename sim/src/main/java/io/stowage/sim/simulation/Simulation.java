package io.stowage.sim.simulation;

import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.codecs.KeepAliveDecoder;
import io.stowage.codecs.KeepAliveReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.RemoveEmDecoder;
import io.stowage.codecs.ReportSpaceEndDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.engine.InvariantViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One run: steps of work and faults, then calm until everything has healed.
 *
 * <p>After every step: the engine counts no less than what is there (S1), grants keep limits (S2) and hard rules (S5), and
 * every term is that of the naive twin; at intervals the engine's own sums (S9). Stale and foreign commands change nothing
 * (S7). At the end: what the engine says is exactly what is there (S3), and the log gives the same state again (S6).
 */
public final class Simulation implements AutoCloseable {
    private static final int VERIFY_INTERVAL = 50;
    private static final int HEAL_STEPS = 6_000;
    private static final int ACKS_TO_HEAL = 6;

    private final SimulationOptions options;
    private final World world;
    private final Network network;
    private final SimulatedServer server;
    private final Fleet fleet;
    private final List<SimulatedExtentManager> ems = new ArrayList<>();
    private final Operator operator;
    private final Hostile hostile;
    private final Truth truth;
    private int step;

    private Simulation(final SimulationOptions options) {
        this.options = options;
        world = new World(options);
        network = new Network(world);
        server = new SimulatedServer(world, network, world.between(1, Long.MAX_VALUE - 1), this::onEntry);
        fleet = new Fleet(world, network, options.chunks());
        final Workload workload =
                new Workload(world, options, () -> server.zones().keySet());
        final GrantsUnderWay grants = new GrantsUnderWay(world.touched);
        for (int em = 1; em <= options.ems(); em++) {
            ems.add(new SimulatedExtentManager(world, network, fleet, workload, grants, em));
        }
        if (world.strikes("started afresh", 300)) {
            server.startAfresh(1 + world.below(options.ems()), 1);
        }
        operator = new Operator(world, server, ems);
        hostile = new Hostile(world, server, fleet, ems);
        truth = new Truth(fleet, ems, grants);
    }

    /**
     * Runs one simulation.
     *
     * @param options what is simulated.
     * @return what came of it; a broken invariant is a violation in it, not an exception.
     */
    public static SimulationResult run(final SimulationOptions options) {
        return record(options).result();
    }

    /**
     * Runs one simulation and keeps what the engine took.
     *
     * @param options what is simulated.
     * @return result and log.
     */
    public static RecordedRun record(final SimulationOptions options) {
        try (Simulation simulation = new Simulation(options)) {
            final List<String> violations = new ArrayList<>();
            try {
                simulation.runSteps();
                simulation.heal();
                simulation.server.checkReplay();
            } catch (final InvariantBroken broken) {
                violations.add("step " + simulation.step + ": " + broken.text());
            } catch (final InvariantViolation broken) {
                violations.add("step " + simulation.step + ": S9: " + broken);
            } catch (final RuntimeException thrown) {
                violations.add("step " + simulation.step + ": " + exception(thrown));
            }
            return new RecordedRun(simulation.result(violations), List.copyOf(simulation.server.log()));
        }
    }

    /** An exception that nobody should have thrown is a violation like any other, and where it comes from is all there is. */
    static String exception(final RuntimeException thrown) {
        final StackTraceElement[] trace = thrown.getStackTrace();
        return "exception: " + thrown + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    @Override
    public void close() {
        server.close();
    }

    private void runSteps() {
        operator.configure();
        while (step < options.steps()) {
            step++;
            world.advanceMs(world.between(1, 30));
            injectFaults();
            turn();
        }
    }

    /** No more faults and no new work; everybody reports and keeps alive. */
    private void heal() {
        world.calm();
        operator.restore();
        fleet.recover();
        ems.forEach(SimulatedExtentManager::hurry);
        final long[] acks =
                fleet.chunks().stream().mapToLong(SimulatedChunk::acks).toArray();
        boolean reportsAsked = false;
        boolean reported = false;
        for (int healing = 0; healing < HEAL_STEPS; healing++) {
            world.advanceMs(20);
            turn();
            final boolean quiet = ems.stream().allMatch(SimulatedExtentManager::isQuiet);
            if (!reportsAsked && quiet) {
                ems.forEach(SimulatedExtentManager::wantReport);
                reportsAsked = true;
            } else if (reportsAsked && !reported && quiet) {
                reported = true;
                for (int i = 0; i < acks.length; i++) {
                    acks[i] = fleet.chunks().get(i).acks();
                }
            } else if (reported && haveKeptAlive(acks)) {
                checkAll();
                truth.checkHealed(server.view().spaceByChunk());
                return;
            }
        }
        throw new InvariantBroken("S3", "not healed after " + HEAL_STEPS + " calm steps");
    }

    private boolean haveKeptAlive(final long[] before) {
        for (int i = 0; i < before.length; i++) {
            if (fleet.chunks().get(i).acks() < before[i] + ACKS_TO_HEAL) {
                return false;
            }
        }
        return true;
    }

    private void turn() {
        server.poll();
        deliver();
        fleet.chunks().forEach(SimulatedChunk::poll);
        ems.forEach(SimulatedExtentManager::poll);
        if (!world.isCalm()) {
            fleet.any().disk().write(world);
        }
        checkTouched();
        if (step % VERIFY_INTERVAL == 0) {
            checkAll();
        }
    }

    /** The chunks that this step may have changed, in the engine or in truth. */
    private void checkTouched() {
        for (final int chunk : world.touched.take()) {
            final List<EngineView.SpaceRow> rows = server.view().space(chunk);
            server.twin().compare(chunk, rows);
            truth.checkNeverUnderCounted(chunk, rows);
        }
    }

    /** All chunks, and every sum anew: of the engine, of the model, of the truth. */
    private void checkAll() {
        server.engine().verify();
        server.twin().model().verify();
        final Map<Integer, List<EngineView.SpaceRow>> rows = server.view().spaceByChunk();
        rows.forEach(server.twin()::compare);
        for (final SimulatedChunk chunk : fleet.chunks()) {
            server.twin().compare(chunk.id(), rows.getOrDefault(chunk.id(), List.of()));
        }
        truth.checkNeverUnderCounted(rows);
    }

    private void deliver() {
        for (final SimulatedChunk chunk : fleet.chunks()) {
            final Connection connection = chunk.connection();
            while (connection != null && isDue(connection.toClient.peek())) {
                chunk.onFrame(connection.toClient.remove().frame());
            }
        }
        for (final SimulatedExtentManager em : ems) {
            final Connection connection = em.connection();
            while (connection != null
                    && isDue(connection.toClient.peek())
                    && em.onFrame(connection.toClient.element().frame())) {
                connection.toClient.remove();
            }
            deliver(em.superseded());
        }
    }

    private void deliver(final @Nullable Superseded process) {
        while (process != null
                && isDue(process.connection().toClient.peek())
                && process.onFrame(process.connection().toClient.element().frame())) {
            process.connection().toClient.remove();
        }
    }

    private boolean isDue(final Connection.@Nullable Packet packet) {
        return packet != null && packet.dueNs() <= world.nowNs();
    }

    private void injectFaults() {
        fleet.suffer();
        final SimulatedExtentManager em = ems.get(world.below(ems.size()));
        if (world.fault("session cut", 10)) {
            em.disconnect(outageMs());
        }
        if (world.strikes("extent manager restarted", 4)) {
            em.restart(outageMs());
        }
        if (world.fault("two sessions of one incarnation", 3)) {
            em.supersede();
        }
        if (world.strikes("extent manager clock skewed", 3)) {
            em.skew(world.between(-2_000, 4_000));
        }
        if (world.chance(40)) {
            operator.act();
        }
        if (world.strikes("hostile command", 8)) {
            hostile.attack();
        }
        if (world.chance(4)) {
            server.snapshot();
        }
        if (world.strikes("server restarted", 1)) {
            server.restart();
        }
        if (world.chance(300) && world.strikes("state lost", 1)) {
            loseState();
        }
        if (world.strikes("server paused", 1)) {
            world.advanceMs(world.between(5_500, 12_000));
        }
    }

    /** Stowage knows nothing any more; its clients know what they have, and chunks what they are called. */
    private void loseState() {
        server.lose(
                world.between(1, Long.MAX_VALUE - 1),
                ems.size(),
                1 + fleet.highestId(server.chunks().keySet()));
        fleet.chunks().forEach(SimulatedChunk::onForgotten);
        for (final SimulatedExtentManager em : ems) {
            em.onForgotten();
            hostile.stale().onForgotten(em.id());
        }
        operator.configure();
    }

    private long outageMs() {
        return world.chance(150) ? world.between(3_000, 15_000) : world.between(0, 500);
    }

    /** What the engine took becomes known to those whom it concerns. */
    private void onEntry(final long sessionId, final byte[] frame, final byte[] reply) {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final int replied = Replied.templateId(reply);
        if (replied == ReserveForAllocationReplyDecoder.TEMPLATE_ID
                || replied == ReserveForRepositionReplyDecoder.TEMPLATE_ID) {
            final CommandHeaderDecoder header =
                    new CommandHeaderDecoder().wrap(buffer, MessageHeaderDecoder.ENCODED_LENGTH);
            final SimulatedExtentManager em = ems.get((int) header.sender() - 1);
            em.onGranted(header.incarnation(), header.correlationId(), Granted.onTheWay(frame, reply));
        } else if (replied == KeepAliveReplyDecoder.TEMPLATE_ID) {
            final KeepAliveDecoder keepAlive =
                    new KeepAliveDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
            final CommandHeaderDecoder header = keepAlive.header();
            fleet.chunk((int) keepAlive.chunk()).onApplied(header.incarnation(), header.correlationId());
        } else if (Replied.isOk(reply)) {
            onTaken(sessionId, Replied.templateId(frame), buffer);
        }
    }

    private void onTaken(final long sessionId, final int templateId, final UnsafeBuffer buffer) {
        if (templateId == ReportSpaceEndDecoder.TEMPLATE_ID) {
            final ReportSpaceEndDecoder end =
                    new ReportSpaceEndDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
            final int em = (int) end.header().sender();
            final long version = end.version();
            hostile.stale().onReported(em, version);
            ems.get(em - 1).onReportTaken(sessionId, version);
        } else if (templateId == RemoveEmDecoder.TEMPLATE_ID) {
            final RemoveEmDecoder removal =
                    new RemoveEmDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
            final int em = (int) removal.em();
            hostile.stale().onForgotten(em);
            ems.get(em - 1).onForgotten();
        }
    }

    private SimulationResult result(final List<String> violations) {
        world.seen.add("limits refused", server.refusals());
        return new SimulationResult(
                options.seed(),
                step,
                world.faults.counts(),
                world.seen.counts(),
                server.grants(),
                List.copyOf(violations),
                server.engine().stateHash());
    }
}
