package io.stowage.sim.scenario;

import io.stowage.codecs.CommandKind;
import io.stowage.codecs.ConnectEmEncoder;
import io.stowage.codecs.EmHeartbeatEncoder;
import io.stowage.codecs.RemoveEmEncoder;
import io.stowage.codecs.Role;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Extent managers come, beat and go. */
final class ExtentManagerCommands {
    private static final Set<String> QUOTA_FIELDS = Set.of("grantSeen", "chunk", "executing", "waiting", "kind");
    private static final Set<String> UNUSABLE_FIELDS = Set.of("bytes", "source", "destination");

    private ExtentManagerCommands() {}

    static List<ScenarioCommand> all() {
        return List.of(
                ScenarioCommand.of(
                        "connectEm",
                        ExtentManagerCommands::connectEm,
                        Exchange.EM,
                        Exchange.INCARNATION,
                        "capabilities"),
                ScenarioCommand.of("removeEm", ExtentManagerCommands::removeEm, Exchange.EM),
                ScenarioCommand.of(
                        "emHeartbeat",
                        ExtentManagerCommands::emHeartbeat,
                        Exchange.EM,
                        Exchange.INCARNATION,
                        "topologyVersion",
                        "needsRecover",
                        "quotas",
                        "unusable"));
    }

    private static ObjectNode connectEm(final Fields fields, final Exchange exchange) {
        final int em = fields.uint32(Exchange.EM);
        final long incarnation = Exchange.incarnation(fields, exchange.memory().emIncarnation(em));
        final ConnectEmEncoder encoder =
                new ConnectEmEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields, Role.EXTENT_MANAGER, em, incarnation);
        encoder.capabilities(fields.size("capabilities", 0));
        final ObjectNode reply = exchange.send(encoder.encodedLength());
        if (ReplyReader.isOk(reply)) {
            exchange.memory().connected(em, incarnation);
        }
        return reply;
    }

    private static ObjectNode removeEm(final Fields fields, final Exchange exchange) {
        final RemoveEmEncoder encoder =
                new RemoveEmEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields);
        encoder.em(fields.uint32(Exchange.EM));
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode emHeartbeat(final Fields fields, final Exchange exchange) {
        final EmHeartbeatEncoder encoder =
                new EmHeartbeatEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.addressAsEm(encoder.header(), fields);
        encoder.topologyVersion(fields.size("topologyVersion", 0))
                .needsRecover(TopologyCommands.bool(fields.flag("needsRecover", false)));
        final List<Fields> quotas = fields.objects("quotas", QUOTA_FIELDS);
        final EmHeartbeatEncoder.QuotasEncoder quotaGroup = encoder.quotasCount(quotas.size());
        for (final Fields quota : quotas) {
            quotaGroup
                    .next()
                    .grantSeen(quota.size("grantSeen", 0))
                    .chunk(quota.uint32("chunk"))
                    .executing((int) quota.number("executing", 0, Fields.UINT16_MAX))
                    .waiting((int) quota.number("waiting", 0, Fields.UINT16_MAX))
                    .kind(quota.oneOf("kind", CommandKind.class));
        }
        final List<Fields> unusable = fields.objects("unusable", UNUSABLE_FIELDS);
        final EmHeartbeatEncoder.UnusableEncoder unusableGroup = encoder.unusableCount(unusable.size());
        for (final Fields each : unusable) {
            unusableGroup
                    .next()
                    .bytes(each.size("bytes"))
                    .source(each.uint32("source"))
                    .destination(each.uint32("destination"));
        }
        return exchange.send(encoder.encodedLength());
    }
}
