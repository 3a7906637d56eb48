package io.stowage.sim.scenario;

import io.stowage.codecs.KeepAliveEncoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.Tier;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Keepalives, with the fences of the acks before. */
final class KeepAliveCommand {
    private static final Set<String> TIERS = Set.of("CAPACITY", "PERFORMANCE");
    private static final Set<String> TIER_FIELDS = Set.of("total", "failed", "thinUsed");
    private static final Set<String> THIN_USED_FIELDS = Set.of("NORMAL", "PRIORITIZED");
    private static final Set<String> PEER_FIELDS = Set.of("chunk", "roundTripMicros", "lossPerMille");

    private KeepAliveCommand() {}

    static List<ScenarioCommand> all() {
        return List.of(ScenarioCommand.of(
                "keepAlive",
                KeepAliveCommand::keepAlive,
                "chunk",
                Exchange.INCARNATION,
                "fence",
                "tiers",
                "warning",
                "capabilities",
                "readIops",
                "writeIops",
                "readBytesPerSecond",
                "writeBytesPerSecond",
                "runningRecovers",
                "runningMigrates",
                "runningSinks",
                "runningElevates",
                "peers"));
    }

    private static ObjectNode keepAlive(final Fields fields, final Exchange exchange) {
        final int chunk = fields.uint32("chunk");
        final long incarnation = Exchange.incarnation(fields, exchange.memory().chunkIncarnation(chunk));
        final KeepAliveEncoder encoder =
                new KeepAliveEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields, Role.CHUNK, chunk, incarnation);
        encoder.chunk(chunk)
                .fence(fence(fields, exchange.memory(), chunk))
                .capabilities(fields.size("capabilities", 0))
                .readIops(fields.uint32("readIops", 0))
                .writeIops(fields.uint32("writeIops", 0))
                .readBytesPerSecond(fields.size("readBytesPerSecond", 0))
                .writeBytesPerSecond(fields.size("writeBytesPerSecond", 0))
                .runningRecovers(count(fields, "runningRecovers"))
                .runningMigrates(count(fields, "runningMigrates"))
                .runningSinks(count(fields, "runningSinks"))
                .runningElevates(count(fields, "runningElevates"))
                .warning(TopologyCommands.bool(fields.flag("warning", false)));
        encodeTiers(encoder, fields);
        encodePeers(encoder, fields.objects("peers", PEER_FIELDS));
        final ObjectNode reply = exchange.send(encoder.encodedLength());
        if (reply.has("fence")) {
            exchange.memory()
                    .acknowledged(chunk, incarnation, reply.get("fence").longValue());
        }
        return reply;
    }

    private static long fence(final Fields fields, final Memory memory, final int chunk) {
        final JsonNode value = fields.required("fence");
        if (value.isString()) {
            return switch (value.stringValue()) {
                case "last" -> memory.fence(chunk);
                case "none" -> Memory.NO_FENCE;
                default -> throw fields.wrong("fence", "a position, \"last\" or \"none\"", value);
            };
        }
        return fields.number("fence", Memory.NO_FENCE, Long.MAX_VALUE);
    }

    private static int count(final Fields fields, final String name) {
        return (int) fields.number(name, 0, Fields.UINT16_MAX, 0);
    }

    private static void encodeTiers(final KeepAliveEncoder encoder, final Fields fields) {
        fields.required("tiers");
        final Fields tiers = fields.object("tiers", TIERS);
        int count = 0;
        for (final String name : TIERS) {
            count += tiers != null && tiers.has(name) ? 1 : 0;
        }
        final KeepAliveEncoder.TiersEncoder group = encoder.tiersCount(count);
        for (final Tier tier : List.of(Tier.CAPACITY, Tier.PERFORMANCE)) {
            final Fields told = tiers == null ? null : tiers.object(tier.name(), TIER_FIELDS);
            if (told != null) {
                final Fields used = told.object("thinUsed", THIN_USED_FIELDS);
                group.next()
                        .total(told.size("total"))
                        .failed(told.size("failed", 0))
                        .thinUsedNormal(bytes(used, "NORMAL"))
                        .thinUsedPrioritized(bytes(used, "PRIORITIZED"))
                        .tier(tier);
            }
        }
    }

    private static long bytes(final @Nullable Fields used, final String priority) {
        return used == null ? 0 : used.size(priority, 0);
    }

    private static void encodePeers(final KeepAliveEncoder encoder, final List<Fields> peers) {
        final KeepAliveEncoder.PeersEncoder group = encoder.peersCount(peers.size());
        for (final Fields peer : peers) {
            group.next()
                    .chunk(peer.uint32("chunk"))
                    .roundTripMicros(peer.uint32("roundTripMicros", 0))
                    .lossPerMille(count(peer, "lossPerMille"));
        }
    }
}
