package io.stowage.sim.scenario;

import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.RemoveExtentsEncoder;
import io.stowage.codecs.SpaceDeltaEncoder;
import io.stowage.codecs.Tier;
import io.stowage.codecs.UpdateProvisionEncoder;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Changes between full reports. */
final class DeltaCommands {
    private static final Set<String> DELTA_FIELDS =
            Set.of("chunk", "tier", "provision", "priority", "segments", "bytes", "rxSegments", "rxBytes");
    private static final Set<String> PROVISION_FIELDS = Set.of("chunk", "tier", "priority", "segments", "bytes");
    private static final Set<String> REMOVE_FIELDS =
            Set.of("chunk", "tier", "provision", "priority", "segments", "bytes");

    private DeltaCommands() {}

    static List<ScenarioCommand> all() {
        return List.of(
                ScenarioCommand.of(
                        "spaceDelta", DeltaCommands::spaceDelta, Exchange.EM, Exchange.INCARNATION, "version", "rows"),
                ScenarioCommand.of(
                        "updateProvision",
                        DeltaCommands::updateProvision,
                        Exchange.EM,
                        Exchange.INCARNATION,
                        "version",
                        "rows"),
                ScenarioCommand.of(
                        "removeExtents",
                        DeltaCommands::removeExtents,
                        Exchange.EM,
                        Exchange.INCARNATION,
                        "version",
                        "rows"));
    }

    private static ObjectNode spaceDelta(final Fields fields, final Exchange exchange) {
        final SpaceDeltaEncoder encoder =
                new SpaceDeltaEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.addressAsEm(encoder.header(), fields);
        encoder.version(fields.number("version", Long.MIN_VALUE, Long.MAX_VALUE));
        final List<Fields> rows = fields.requiredObjects("rows", DELTA_FIELDS);
        final SpaceDeltaEncoder.RowsEncoder group = encoder.rowsCount(rows.size());
        for (final Fields row : rows) {
            group.next()
                    .bytes(row.signed("bytes", 0))
                    .rxBytes(row.signed("rxBytes", 0))
                    .chunk(row.uint32("chunk"))
                    .segments((int) row.number("segments", -Integer.MAX_VALUE, Integer.MAX_VALUE, 0))
                    .rxSegments((int) row.number("rxSegments", -Integer.MAX_VALUE, Integer.MAX_VALUE, 0))
                    .tier(row.oneOf("tier", Tier.class))
                    .provision(row.oneOf("provision", Provision.class))
                    .priority(row.oneOf("priority", Priority.class, Priority.NORMAL));
        }
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode updateProvision(final Fields fields, final Exchange exchange) {
        final UpdateProvisionEncoder encoder =
                new UpdateProvisionEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.addressAsEm(encoder.header(), fields);
        encoder.version(fields.number("version", Long.MIN_VALUE, Long.MAX_VALUE));
        final List<Fields> rows = fields.requiredObjects("rows", PROVISION_FIELDS);
        final UpdateProvisionEncoder.RowsEncoder group = encoder.rowsCount(rows.size());
        for (final Fields row : rows) {
            group.next()
                    .bytes(row.size("bytes"))
                    .chunk(row.uint32("chunk"))
                    .segments(row.uint32("segments"))
                    .tier(row.oneOf("tier", Tier.class))
                    .priority(row.oneOf("priority", Priority.class, Priority.NORMAL));
        }
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode removeExtents(final Fields fields, final Exchange exchange) {
        final RemoveExtentsEncoder encoder =
                new RemoveExtentsEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.addressAsEm(encoder.header(), fields);
        encoder.version(fields.number("version", Long.MIN_VALUE, Long.MAX_VALUE));
        final List<Fields> rows = fields.requiredObjects("rows", REMOVE_FIELDS);
        final RemoveExtentsEncoder.RowsEncoder group = encoder.rowsCount(rows.size());
        for (final Fields row : rows) {
            group.next()
                    .bytes(row.size("bytes"))
                    .chunk(row.uint32("chunk"))
                    .segments(row.uint32("segments"))
                    .tier(row.oneOf("tier", Tier.class))
                    .provision(row.oneOf("provision", Provision.class))
                    .priority(row.oneOf("priority", Priority.class, Priority.NORMAL));
        }
        return exchange.send(encoder.encodedLength());
    }
}
