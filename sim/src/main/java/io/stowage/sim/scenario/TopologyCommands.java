package io.stowage.sim.scenario;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.CreatePoolEncoder;
import io.stowage.codecs.MaintenanceEncoder;
import io.stowage.codecs.MoveNodeEncoder;
import io.stowage.codecs.RegisterNodeEncoder;
import io.stowage.codecs.RemoveNodeEncoder;
import io.stowage.codecs.RemovePoolEncoder;
import io.stowage.codecs.wire.IpAddresses;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Nodes and pools. */
final class TopologyCommands {
    private TopologyCommands() {}

    static List<ScenarioCommand> all() {
        return List.of(
                ScenarioCommand.of(
                        "registerNode", TopologyCommands::registerNode, "dataIp", "name", "zone", "rack", "brick"),
                ScenarioCommand.of("moveNode", TopologyCommands::moveNode, "node", "zone", "rack", "brick"),
                ScenarioCommand.of("removeNode", TopologyCommands::removeNode, "node"),
                ScenarioCommand.of("maintenance", TopologyCommands::maintenance, "node", "on", "until"),
                ScenarioCommand.of("createPool", TopologyCommands::createPool, "name"),
                ScenarioCommand.of("removePool", TopologyCommands::removePool, "pool"));
    }

    static IpAddresses.Words ip(final Fields fields, final String name) {
        try {
            return IpAddresses.parse(fields.text(name));
        } catch (final IllegalArgumentException notAnAddress) {
            throw fields.wrong(name, "an IP address", fields.required(name));
        }
    }

    static BooleanType bool(final boolean value) {
        return value ? BooleanType.TRUE : BooleanType.FALSE;
    }

    private static ObjectNode registerNode(final Fields fields, final Exchange exchange) {
        final IpAddresses.Words ip = ip(fields, "dataIp");
        final RegisterNodeEncoder encoder =
                new RegisterNodeEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields);
        encoder.dataIp().high(ip.high()).low(ip.low());
        encoder.name(fields.name("name"))
                .zone(fields.name("zone"))
                .rack(fields.name("rack"))
                .brick(fields.name("brick"));
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode moveNode(final Fields fields, final Exchange exchange) {
        final MoveNodeEncoder encoder =
                new MoveNodeEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields);
        encoder.node(fields.uint32("node"))
                .zone(fields.name("zone"))
                .rack(fields.name("rack"))
                .brick(fields.name("brick"));
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode removeNode(final Fields fields, final Exchange exchange) {
        final RemoveNodeEncoder encoder =
                new RemoveNodeEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields);
        encoder.node(fields.uint32("node"));
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode maintenance(final Fields fields, final Exchange exchange) {
        final MaintenanceEncoder encoder =
                new MaintenanceEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields);
        encoder.node(fields.uint32("node")).until(fields.signed("until", 0)).on(bool(fields.flag("on")));
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode createPool(final Fields fields, final Exchange exchange) {
        final CreatePoolEncoder encoder =
                new CreatePoolEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields);
        fields.required("name");
        encoder.name(fields.name("name"));
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode removePool(final Fields fields, final Exchange exchange) {
        final RemovePoolEncoder encoder =
                new RemovePoolEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields);
        encoder.pool(fields.uint32("pool"));
        return exchange.send(encoder.encodedLength());
    }
}
