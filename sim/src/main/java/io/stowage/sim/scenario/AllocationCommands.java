package io.stowage.sim.scenario;

import io.stowage.codecs.FreeForAllocationEncoder;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.ReserveForAllocationEncoder;
import io.stowage.codecs.Tier;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Reservations for new segments, and what is given back of them. */
final class AllocationCommands {
    private static final Set<String> ITEM_FIELDS = Set.of(
            "purpose",
            "tier",
            "provision",
            "priority",
            "replicas",
            "ec",
            "extents",
            "segmentBytes",
            "prefer",
            "preferZone",
            "pool",
            "partial",
            "strictSpread",
            "exclude",
            "existing");

    private AllocationCommands() {}

    static List<ScenarioCommand> all() {
        return List.of(
                ScenarioCommand.of(
                        "reserveForAllocation",
                        AllocationCommands::reserve,
                        Exchange.EM,
                        Exchange.INCARNATION,
                        "version",
                        "items"),
                ScenarioCommand.of(
                        "freeForAllocation",
                        AllocationCommands::free,
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
        final ReserveForAllocationEncoder encoder =
                new ReserveForAllocationEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.addressAsEm(encoder.header(), fields);
        encoder.version(fields.number("version", Long.MIN_VALUE, Long.MAX_VALUE));
        final List<Fields> items = fields.requiredObjects("items", ITEM_FIELDS);
        final ReserveForAllocationEncoder.ItemsEncoder group = encoder.itemsCount(items.size());
        for (final Fields item : items) {
            encode(item, group.next());
        }
        return exchange.send(encoder.encodedLength());
    }

    private static void encode(final Fields item, final ReserveForAllocationEncoder.ItemsEncoder target) {
        final Resiliency resiliency = Resiliency.of(item);
        target.extents(item.uint32("extents", 1))
                .segmentBytes(item.size("segmentBytes", 0))
                .prefer(item.uint32("prefer", 0))
                .preferZone(item.uint32("preferZone", 0))
                .pool(item.uint32("pool", 0))
                .replicas(resiliency.replicas())
                .ecData(resiliency.ecData())
                .ecParity(resiliency.ecParity())
                .purpose(item.oneOf("purpose", Purpose.class, Purpose.NEW))
                .tier(item.oneOf("tier", Tier.class))
                .provision(item.oneOf("provision", Provision.class))
                .priority(item.oneOf("priority", Priority.class, Priority.NORMAL))
                .partial(TopologyCommands.bool(item.flag("partial", false)))
                .strictSpread(TopologyCommands.bool(item.flag("strictSpread", false)));
        final int[] excluded = item.ids("exclude");
        final ReserveForAllocationEncoder.ItemsEncoder.ExcludeEncoder exclude = target.excludeCount(excluded.length);
        for (final int chunk : excluded) {
            exclude.next().chunk(chunk);
        }
        final int[] held = item.ids("existing");
        final ReserveForAllocationEncoder.ItemsEncoder.ExistingEncoder existing = target.existingCount(held.length);
        for (final int chunk : held) {
            existing.next().chunk(chunk);
        }
    }

    private static ObjectNode free(final Fields fields, final Exchange exchange) {
        final FreeForAllocationEncoder encoder =
                new FreeForAllocationEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.addressAsEm(encoder.header(), fields);
        encoder.version(fields.number("version", Long.MIN_VALUE, Long.MAX_VALUE))
                .segmentBytes(fields.size("segmentBytes"))
                .tier(fields.oneOf("tier", Tier.class))
                .provision(fields.oneOf("provision", Provision.class))
                .priority(fields.oneOf("priority", Priority.class, Priority.NORMAL));
        fields.required("chunks");
        final int[] chunks = fields.ids("chunks");
        final FreeForAllocationEncoder.ChunksEncoder group = encoder.chunksCount(chunks.length);
        for (final int chunk : chunks) {
            group.next().chunk(chunk);
        }
        return exchange.send(encoder.encodedLength());
    }
}
