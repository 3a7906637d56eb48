package io.stowage.sim.scenario;

import io.stowage.codecs.CancelRemovalDecoder;
import io.stowage.codecs.CompleteRemovalDecoder;
import io.stowage.codecs.CreatePoolDecoder;
import io.stowage.codecs.DeclareLostDecoder;
import io.stowage.codecs.IpAddressDecoder;
import io.stowage.codecs.IsolateDecoder;
import io.stowage.codecs.MaintenanceDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MoveChunkDecoder;
import io.stowage.codecs.MoveNodeDecoder;
import io.stowage.codecs.RegisterChunkDecoder;
import io.stowage.codecs.RegisterNodeDecoder;
import io.stowage.codecs.RemoveChunkDecoder;
import io.stowage.codecs.RemoveNodeDecoder;
import io.stowage.codecs.RemovePoolDecoder;
import io.stowage.codecs.wire.IpAddresses;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Frames about nodes, pools and the life of chunks as lines of a scenario. */
final class TopologyLines {
    private TopologyLines() {}

    /** Null: the frame is about something else. */
    static @Nullable Line of(final int templateId, final DirectBuffer frame, final MessageHeaderDecoder header) {
        return switch (templateId) {
            case RegisterNodeDecoder.TEMPLATE_ID -> {
                final RegisterNodeDecoder node = new RegisterNodeDecoder().wrapAndApplyHeader(frame, 0, header);
                yield Line.command("registerNode")
                        .put("dataIp", ip(node.dataIp()))
                        .unlessEmpty("name", node.name())
                        .unlessEmpty("zone", node.zone())
                        .unlessEmpty("rack", node.rack())
                        .unlessEmpty("brick", node.brick());
            }
            case MoveNodeDecoder.TEMPLATE_ID -> {
                final MoveNodeDecoder move = new MoveNodeDecoder().wrapAndApplyHeader(frame, 0, header);
                yield Line.command("moveNode")
                        .put("node", move.node())
                        .unlessEmpty("zone", move.zone())
                        .unlessEmpty("rack", move.rack())
                        .unlessEmpty("brick", move.brick());
            }
            case RemoveNodeDecoder.TEMPLATE_ID ->
                Line.command("removeNode")
                        .put(
                                "node",
                                new RemoveNodeDecoder()
                                        .wrapAndApplyHeader(frame, 0, header)
                                        .node());
            case MaintenanceDecoder.TEMPLATE_ID -> {
                final MaintenanceDecoder maintenance = new MaintenanceDecoder().wrapAndApplyHeader(frame, 0, header);
                yield Line.command("maintenance")
                        .put("node", maintenance.node())
                        .put("on", maintenance.on())
                        .unless(0, "until", maintenance.until());
            }
            case CreatePoolDecoder.TEMPLATE_ID ->
                Line.command("createPool")
                        .put(
                                "name",
                                new CreatePoolDecoder()
                                        .wrapAndApplyHeader(frame, 0, header)
                                        .name());
            case RemovePoolDecoder.TEMPLATE_ID ->
                Line.command("removePool")
                        .put(
                                "pool",
                                new RemovePoolDecoder()
                                        .wrapAndApplyHeader(frame, 0, header)
                                        .pool());
            default -> ofChunk(templateId, frame, header);
        };
    }

    private static @Nullable Line ofChunk(
            final int templateId, final DirectBuffer frame, final MessageHeaderDecoder header) {
        return switch (templateId) {
            case RegisterChunkDecoder.TEMPLATE_ID -> {
                final RegisterChunkDecoder chunk = new RegisterChunkDecoder().wrapAndApplyHeader(frame, 0, header);
                yield Line.command("registerChunk")
                        .put("ip", ip(chunk.ip()))
                        .put("port", chunk.port())
                        .unlessEmpty("pool", chunk.pool())
                        .unless(0, "capabilities", chunk.capabilities())
                        .unless(0, "rawCapacityBytes", chunk.rawCapacityBytes());
            }
            case RemoveChunkDecoder.TEMPLATE_ID ->
                chunk(
                        "removeChunk",
                        new RemoveChunkDecoder()
                                .wrapAndApplyHeader(frame, 0, header)
                                .chunk());
            case CancelRemovalDecoder.TEMPLATE_ID ->
                chunk(
                        "cancelRemoval",
                        new CancelRemovalDecoder()
                                .wrapAndApplyHeader(frame, 0, header)
                                .chunk());
            case DeclareLostDecoder.TEMPLATE_ID ->
                chunk(
                        "declareLost",
                        new DeclareLostDecoder()
                                .wrapAndApplyHeader(frame, 0, header)
                                .chunk());
            case CompleteRemovalDecoder.TEMPLATE_ID -> {
                final CompleteRemovalDecoder removal =
                        new CompleteRemovalDecoder().wrapAndApplyHeader(frame, 0, header);
                yield chunk("completeRemoval", removal.chunk()).ifTrue("removeNode", removal.removeNode());
            }
            case IsolateDecoder.TEMPLATE_ID -> {
                final IsolateDecoder isolate = new IsolateDecoder().wrapAndApplyHeader(frame, 0, header);
                yield chunk("isolate", isolate.chunk()).put("on", isolate.on());
            }
            case MoveChunkDecoder.TEMPLATE_ID -> {
                final MoveChunkDecoder move = new MoveChunkDecoder().wrapAndApplyHeader(frame, 0, header);
                yield chunk("moveChunk", move.chunk()).put("pool", move.pool());
            }
            default -> null;
        };
    }

    private static Line chunk(final String command, final long chunk) {
        return Line.command(command).put("chunk", chunk);
    }

    private static String ip(final IpAddressDecoder ip) {
        return IpAddresses.format(ip.high(), ip.low());
    }
}
