package io.stowage.sim.scenario;

import io.stowage.codecs.CancelRemovalEncoder;
import io.stowage.codecs.CompleteRemovalEncoder;
import io.stowage.codecs.DeclareLostEncoder;
import io.stowage.codecs.IsolateEncoder;
import io.stowage.codecs.MoveChunkEncoder;
import io.stowage.codecs.RegisterChunkEncoder;
import io.stowage.codecs.RemoveChunkEncoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.wire.IpAddresses;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The life of chunks, but for their keepalives. */
final class ChunkCommands {
    private ChunkCommands() {}

    static List<ScenarioCommand> all() {
        return List.of(
                ScenarioCommand.of(
                        "registerChunk",
                        ChunkCommands::registerChunk,
                        "chunk",
                        "ip",
                        "port",
                        "pool",
                        "capabilities",
                        "rawCapacityBytes"),
                ScenarioCommand.of("removeChunk", ChunkCommands::removeChunk, "chunk"),
                ScenarioCommand.of("cancelRemoval", ChunkCommands::cancelRemoval, "chunk"),
                ScenarioCommand.of("completeRemoval", ChunkCommands::completeRemoval, "chunk", "removeNode"),
                ScenarioCommand.of("isolate", ChunkCommands::isolate, "chunk", "on"),
                ScenarioCommand.of("moveChunk", ChunkCommands::moveChunk, "chunk", "pool"),
                ScenarioCommand.of("declareLost", ChunkCommands::declareLost, "chunk"));
    }

    private static ObjectNode registerChunk(final Fields fields, final Exchange exchange) {
        final IpAddresses.Words ip = TopologyCommands.ip(fields, "ip");
        final RegisterChunkEncoder encoder =
                new RegisterChunkEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields, Role.OPERATOR, fields.uint32("chunk", 0), 0);
        encoder.ip().high(ip.high()).low(ip.low());
        encoder.capabilities(fields.size("capabilities", 0))
                .rawCapacityBytes(fields.size("rawCapacityBytes", 0))
                .port((int) fields.number("port", 0, Fields.UINT16_MAX))
                .pool(fields.name("pool"));
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode removeChunk(final Fields fields, final Exchange exchange) {
        final RemoveChunkEncoder encoder =
                new RemoveChunkEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields);
        encoder.chunk(fields.uint32("chunk"));
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode cancelRemoval(final Fields fields, final Exchange exchange) {
        final CancelRemovalEncoder encoder =
                new CancelRemovalEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields);
        encoder.chunk(fields.uint32("chunk"));
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode completeRemoval(final Fields fields, final Exchange exchange) {
        final CompleteRemovalEncoder encoder =
                new CompleteRemovalEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields);
        encoder.chunk(fields.uint32("chunk")).removeNode(TopologyCommands.bool(fields.flag("removeNode", false)));
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode isolate(final Fields fields, final Exchange exchange) {
        final IsolateEncoder encoder =
                new IsolateEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields);
        encoder.chunk(fields.uint32("chunk")).on(TopologyCommands.bool(fields.flag("on")));
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode moveChunk(final Fields fields, final Exchange exchange) {
        final MoveChunkEncoder encoder =
                new MoveChunkEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields);
        encoder.chunk(fields.uint32("chunk")).pool(fields.uint32("pool"));
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode declareLost(final Fields fields, final Exchange exchange) {
        final DeclareLostEncoder encoder =
                new DeclareLostEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields);
        encoder.chunk(fields.uint32("chunk"));
        return exchange.send(encoder.encodedLength());
    }
}
