package io.stowage.sim.simulation;

import io.stowage.codecs.ClusterStartDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Priority;
import io.stowage.engine.InvariantViolation;
import io.stowage.sim.log.LogEntry;
import io.stowage.sim.log.Renumbering;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Applies a log, or what is left of one, to a fresh engine beside the naive model. Checks what follows from the log alone: the
 * model's terms, limits (S2), hard rules (S5), determinism (S6), fences (S7), sums (S9).
 */
public final class LogCheck implements AutoCloseable {
    /** That nothing is wrong. */
    public static final String NO_LAW = "";

    /**
     * What came of a log.
     *
     * @param law        that it breaks; {@link #NO_LAW}: none.
     * @param text       of the violation, with its law.
     * @param applied    entries up to the violation, that which shows it included.
     * @param difference of the space view from the model, if that is what is wrong.
     */
    public record Outcome(String law, String text, int applied, Optional<SpaceDifference> difference) {}

    private final World world = new World(SimulationOptions.of(0, 1));
    private final Set<Integer> chunks = new TreeSet<>();
    private final SimulatedServer server;
    private int applied = 1;

    private LogCheck(final LogEntry start) {
        if (start.templateId() != ClusterStartDecoder.TEMPLATE_ID) {
            throw new IllegalArgumentException(
                    "a log begins with ClusterStart, this one with template " + start.templateId());
        }
        final long seed = new ClusterStartDecoder()
                .wrapAndApplyHeader(start.frame(), 0, new MessageHeaderDecoder())
                .seed();
        server = new SimulatedServer(world, new Network(world), seed, (sessionId, frame, reply) -> {});
    }

    /**
     * Checks the terms after every entry: slow, but the violation is known to the entry.
     *
     * @param log from the ClusterStart of a simulation on; gaps are closed.
     * @return what came of it.
     */
    public static Outcome everyEntry(final List<LogEntry> log) {
        return run(log, true);
    }

    /**
     * Checks the terms at the end only.
     *
     * @param log from the ClusterStart of a simulation on; gaps are closed.
     * @return what came of it.
     */
    public static Outcome atTheEnd(final List<LogEntry> log) {
        return run(log, false);
    }

    @Override
    public void close() {
        server.close();
    }

    private static Outcome run(final List<LogEntry> log, final boolean always) {
        try (LogCheck check = new LogCheck(log.getFirst())) {
            try {
                check.apply(Renumbering.of(log), always);
                return new Outcome(NO_LAW, "", check.applied, Optional.empty());
            } catch (final InvariantBroken broken) {
                return check.outcome(broken.text(), check.difference(broken.text()));
            } catch (final InvariantViolation broken) {
                return check.outcome("S9: " + broken, Optional.empty());
            } catch (final RuntimeException thrown) {
                return check.outcome(Simulation.exception(thrown), Optional.empty());
            }
        }
    }

    private void apply(final List<LogEntry> log, final boolean always) {
        for (final LogEntry entry : log.subList(1, log.size())) {
            applied++;
            world.advanceMs(entry.timestampMs() - world.timestampMs());
            server.redo(entry);
            chunks.addAll(world.touched.take());
            if (always) {
                compare();
                server.engine().verify();
            }
        }
        compare();
        server.engine().verify();
        server.checkReplay();
    }

    private void compare() {
        final Map<Integer, List<EngineView.SpaceRow>> rows = server.view().spaceByChunk();
        chunks.addAll(rows.keySet());
        for (final int chunk : chunks) {
            server.twin().compare(chunk, rows.getOrDefault(chunk, List.of()));
        }
    }

    private Outcome outcome(final String text, final Optional<SpaceDifference> difference) {
        return new Outcome(text.substring(0, Math.max(0, text.indexOf(':'))), text, applied, difference);
    }

    /**
     * The first row of the space view that is not what the model says; asked for only where a comparison failed: the model may
     * not have been told all of an entry that breaks another law.
     */
    private Optional<SpaceDifference> difference(final String text) {
        if (!text.startsWith("twin:") && !text.startsWith("S9:")) {
            return Optional.empty();
        }
        for (final List<EngineView.SpaceRow> rows : server.view().spaceByChunk().values()) {
            for (final EngineView.SpaceRow row : rows) {
                final SpaceDifference difference = SpaceDifference.of(
                        row,
                        server.twin().model().terms(row.chunk(), row.tier(), Priority.NORMAL),
                        server.twin().model().terms(row.chunk(), row.tier(), Priority.PRIORITIZED));
                if (!difference.expected().isEmpty()) {
                    return Optional.of(difference);
                }
            }
        }
        return Optional.empty();
    }
}
