package io.stowage.sim.scenario;

import io.stowage.codecs.FreeForRepositionEncoder;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ReserveForRepositionEncoder;
import io.stowage.codecs.Tier;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Reservations for segments that are moved or rebuilt. */
final class RepositionCommands {
    private static final Set<String> ITEM_FIELDS = Set.of(
            "segmentBytes",
            "replace",
            "prefer",
            "replicas",
            "ec",
            "redundancyLeft",
            "tier",
            "provision",
            "priority",
            "sources",
            "exclude");

    private RepositionCommands() {}

    static List<ScenarioCommand> all() {
        return List.of(
                ScenarioCommand.of(
                        "reserveForReposition",
                        RepositionCommands::reserve,
                        Exchange.EM,
                        Exchange.INCARNATION,
                        "version",
                        "kind",
                        "items"),
                ScenarioCommand.of(
                        "freeForReposition",
                        RepositionCommands::free,
                        Exchange.EM,
                        Exchange.INCARNATION,
                        "version",
                        "segmentBytes",
                        "tier",
                        "provision",
                        "priority",
                        "chunks"));
    }

    private static ObjectNode reserve(final Fields fields, final Exchange exchange) {
        final ReserveForRepositionEncoder encoder =
                new ReserveForRepositionEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.addressAsEm(encoder.header(), fields);
        encoder.version(fields.number("version", Long.MIN_VALUE, Long.MAX_VALUE))
                .kind(fields.oneOf("kind", RepositionKind.class));
        final List<Fields> items = fields.requiredObjects("items", ITEM_FIELDS);
        final ReserveForRepositionEncoder.ItemsEncoder group = encoder.itemsCount(items.size());
        for (final Fields item : items) {
            encode(item, group.next());
        }
        return exchange.send(encoder.encodedLength());
    }

    private static void encode(final Fields item, final ReserveForRepositionEncoder.ItemsEncoder target) {
        final Resiliency resiliency = Resiliency.of(item);
        target.segmentBytes(item.size("segmentBytes", 0))
                .replace(item.uint32("replace"))
                .prefer(item.uint32("prefer", 0))
                .replicas(resiliency.replicas())
                .ecData(resiliency.ecData())
                .ecParity(resiliency.ecParity())
                .redundancyLeft((short) item.number("redundancyLeft", 0, Fields.UINT8_MAX, 0))
                .tier(item.oneOf("tier", Tier.class))
                .provision(item.oneOf("provision", Provision.class))
                .priority(item.oneOf("priority", Priority.class, Priority.NORMAL));
        final int[] healthy = item.ids("sources");
        final ReserveForRepositionEncoder.ItemsEncoder.SourcesEncoder sources = target.sourcesCount(healthy.length);
        for (final int chunk : healthy) {
            sources.next().chunk(chunk);
        }
        final int[] excluded = item.ids("exclude");
        final ReserveForRepositionEncoder.ItemsEncoder.ExcludeEncoder exclude = target.excludeCount(excluded.length);
        for (final int chunk : excluded) {
            exclude.next().chunk(chunk);
        }
    }

    private static ObjectNode free(final Fields fields, final Exchange exchange) {
        final FreeForRepositionEncoder encoder =
                new FreeForRepositionEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.addressAsEm(encoder.header(), fields);
        encoder.version(fields.number("version", Long.MIN_VALUE, Long.MAX_VALUE))
                .segmentBytes(fields.size("segmentBytes"))
                .tier(fields.oneOf("tier", Tier.class))
                .provision(fields.oneOf("provision", Provision.class))
                .priority(fields.oneOf("priority", Priority.class, Priority.NORMAL));
        fields.required("chunks");
        final int[] chunks = fields.ids("chunks");
        final FreeForRepositionEncoder.ChunksEncoder group = encoder.chunksCount(chunks.length);
        for (final int chunk : chunks) {
            group.next().chunk(chunk);
        }
        return exchange.send(encoder.encodedLength());
    }
}
