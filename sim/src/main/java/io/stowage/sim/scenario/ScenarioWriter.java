package io.stowage.sim.scenario;

import io.stowage.client.frame.FrameReader;
import io.stowage.codecs.ClusterStartDecoder;
import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.codecs.KeepAliveDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.SessionClosedDecoder;
import io.stowage.codecs.StartAfreshDecoder;
import io.stowage.codecs.TickDecoder;
import io.stowage.sim.log.LogEntry;
import io.stowage.sim.log.Renumbering;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Logs as scenarios: the inverse of {@link ScenarioRunner}. Run on a fresh engine the lines make the same entries at the same
 * positions and times, but for correlation ids.
 */
public final class ScenarioWriter {
    private final FrameReader reader = new FrameReader();
    private final FrameCapture capture = new FrameCapture();
    private long timestampMs = EngineTarget.START_MS;

    private ScenarioWriter() {}

    /**
     * Writes a log as a scenario.
     *
     * @param log from its ClusterStart on, by growing positions; gaps between them are closed.
     * @return one line an entry.
     * @throws IllegalArgumentException if no scenario can express an entry; {@link #canExpress} tells before.
     */
    public static List<String> write(final List<LogEntry> log) {
        final ScenarioWriter writer = new ScenarioWriter();
        final List<String> lines = new ArrayList<>();
        try (Acks acks = new Acks()) {
            for (final LogEntry entry : Renumbering.of(log)) {
                final ObjectNode line = writer.line(entry)
                        .orElseThrow(() -> new IllegalArgumentException("no scenario can express the entry at position "
                                + entry.position() + ", template " + entry.templateId()));
                if (entry.templateId() == KeepAliveDecoder.TEMPLATE_ID) {
                    sayFence(line, acks);
                }
                acks.apply(entry);
                lines.add(line.toString());
            }
        }
        return lines;
    }

    /**
     * Which entries a scenario can express: all that follow the schema, but not frames that are cut or lie.
     *
     * @param log from its ClusterStart on.
     * @return those of them, in order.
     */
    public static List<LogEntry> canExpress(final List<LogEntry> log) {
        final ScenarioWriter writer = new ScenarioWriter();
        return log.stream().filter(entry -> writer.line(entry).isPresent()).toList();
    }

    private Optional<ObjectNode> line(final LogEntry entry) {
        final Line line = read(entry);
        if (line == null) {
            return Optional.empty();
        }
        final int templateId = entry.templateId();
        if (templateId == TickDecoder.TEMPLATE_ID) {
            return Optional.of(tick(entry.timestampMs()));
        }
        final boolean isHost = templateId >= ClusterStartDecoder.TEMPLATE_ID;
        if (!isHost) {
            putCluster(line, entry.frame());
        }
        if (!capture.makes(line.node().toString(), entry.frame())) {
            // Most commands say by themselves who sends them; this one comes from somebody else.
            if (isHost || !capture.makes(withSender(line, entry.frame()), entry.frame())) {
                return Optional.empty();
            }
        }
        if (!isHost) {
            line.unless(EngineTarget.SESSION_ID, Exchange.SESSION, entry.sessionId());
        }
        line.unless(0, Exchange.AFTER, entry.timestampMs() - timestampMs);
        timestampMs = entry.timestampMs();
        return Optional.of(line.node());
    }

    private void putCluster(final Line line, final DirectBuffer frame) {
        final CommandHeaderDecoder header = header(frame);
        if (!capture.isCluster(header.clusterHigh(), header.clusterLow())) {
            line.put(Exchange.CLUSTER, new UUID(header.clusterHigh(), header.clusterLow()).toString());
        }
    }

    private static String withSender(final Line line, final DirectBuffer frame) {
        final CommandHeaderDecoder header = header(frame);
        return line.put(Exchange.ROLE, header.role())
                .put(Exchange.SENDER, header.sender())
                .put(Exchange.INCARNATION, header.incarnation())
                .node()
                .toString();
    }

    private static CommandHeaderDecoder header(final DirectBuffer frame) {
        return new CommandHeaderDecoder().wrap(frame, MessageHeaderDecoder.ENCODED_LENGTH);
    }

    private @Nullable Line read(final LogEntry entry) {
        final DirectBuffer frame = entry.frame();
        if (!reader.wrap(frame, 0, frame.capacity())) {
            return null;
        }
        final MessageHeaderDecoder header = reader.header();
        final int templateId = reader.templateId();
        try {
            Line line = ofHost(templateId, frame, header);
            line = line == null ? TopologyLines.of(templateId, frame, header) : line;
            line = line == null ? ReservationLines.of(templateId, frame, header) : line;
            line = line == null ? SpaceLines.of(templateId, frame, header) : line;
            return line == null ? ControlLines.of(templateId, frame, header) : line;
        } catch (final IndexOutOfBoundsException | IllegalArgumentException cutOrLying) {
            return null;
        }
    }

    private @Nullable Line ofHost(final int templateId, final DirectBuffer frame, final MessageHeaderDecoder header) {
        return switch (templateId) {
            case TickDecoder.TEMPLATE_ID -> Line.empty();
            case ClusterStartDecoder.TEMPLATE_ID -> {
                final ClusterStartDecoder start = new ClusterStartDecoder().wrapAndApplyHeader(frame, 0, header);
                yield Line.command("clusterStart")
                        .put(Exchange.CLUSTER, new UUID(start.clusterHigh(), start.clusterLow()).toString())
                        .put("seed", start.seed());
            }
            case SessionClosedDecoder.TEMPLATE_ID ->
                Line.command("sessionClosed")
                        .put(
                                "sessionId",
                                new SessionClosedDecoder()
                                        .wrapAndApplyHeader(frame, 0, header)
                                        .sessionId());
            case StartAfreshDecoder.TEMPLATE_ID -> {
                final StartAfreshDecoder start = new StartAfreshDecoder().wrapAndApplyHeader(frame, 0, header);
                final long firstNewChunk = start.firstNewChunk();
                final List<Long> ems = new ArrayList<>();
                start.ems().forEach(em -> ems.add(em.em()));
                yield Line.command("startAfresh").ids("ems", ems).unless(1, "firstNewChunk", firstNewChunk);
            }
            case KeepAliveDecoder.TEMPLATE_ID -> {
                final KeepAliveDecoder keepAlive = new KeepAliveDecoder().wrapAndApplyHeader(frame, 0, header);
                final long fence = keepAlive.fence();
                yield KeepAliveLine.of(keepAlive).put("fence", fence);
            }
            default -> null;
        };
    }

    private ObjectNode tick(final long untilMs) {
        final long millis = untilMs - timestampMs;
        timestampMs = untilMs;
        final Line line = Line.empty();
        line.put("tick", millis);
        if (millis > ScenarioRunner.DEFAULT_STEP_MS) {
            line.put("step", millis);
        }
        return line.node();
    }

    /** Says in words what most fences are, so that lines can be taken out by hand. */
    private static void sayFence(final ObjectNode line, final Acks acks) {
        final long fence = line.get("fence").longValue();
        if (fence == Memory.NO_FENCE) {
            line.put("fence", "none");
        } else if (fence == acks.fence(line.get("chunk").longValue())) {
            line.put("fence", "last");
        }
    }
}
