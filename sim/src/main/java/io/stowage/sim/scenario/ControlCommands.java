package io.stowage.sim.scenario;

import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.HoldCapabilityEncoder;
import io.stowage.codecs.PauseRebalanceEncoder;
import io.stowage.codecs.RebalanceWindowEncoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.SetConfigEncoder;
import io.stowage.codecs.SetLicenceEncoder;
import io.stowage.codecs.SetMemberListEncoder;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Licence, configuration, and what steers balance and capabilities. */
final class ControlCommands {
    private static final Set<String> MEMBER_FIELDS = Set.of("member", "host");

    private ControlCommands() {}

    static List<ScenarioCommand> all() {
        return List.of(
                ScenarioCommand.of(
                        "setLicence", ControlCommands::setLicence, "maxNodes", "maxChunks", "maxRawBytes", "expiry"),
                ScenarioCommand.of("setConfig", ControlCommands::setConfig, "key", "value"),
                ScenarioCommand.of("setMemberList", ControlCommands::setMemberList, "generation", "members"),
                ScenarioCommand.of("pauseRebalance", ControlCommands::pauseRebalance, "on"),
                ScenarioCommand.of("rebalanceWindow", ControlCommands::rebalanceWindow, "startMinute", "endMinute"),
                ScenarioCommand.of("holdCapability", ControlCommands::holdCapability, "capabilities", "on"));
    }

    private static ObjectNode setLicence(final Fields fields, final Exchange exchange) {
        final SetLicenceEncoder encoder =
                new SetLicenceEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields, Role.SERVICE_MANAGER, 0, 0);
        encoder.maxNodes(fields.uint32("maxNodes", 0))
                .maxChunks(fields.uint32("maxChunks", 0))
                .maxRawBytes(fields.size("maxRawBytes", 0))
                .expiry(fields.signed("expiry", 0));
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode setConfig(final Fields fields, final Exchange exchange) {
        final SetConfigEncoder encoder =
                new SetConfigEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields);
        encoder.value(fields.number("value", Long.MIN_VALUE, Long.MAX_VALUE)).key(key(fields));
        return exchange.send(encoder.encodedLength());
    }

    private static ConfigKey key(final Fields fields) {
        final String name = fields.text("key");
        final List<String> known = Fields.namesOf(ConfigKey.class);
        if (!known.contains(name)) {
            throw new BadLine("unknown configuration key '" + name + "'" + NearestName.hint(name, known));
        }
        return ConfigKey.valueOf(name);
    }

    private static ObjectNode setMemberList(final Fields fields, final Exchange exchange) {
        final SetMemberListEncoder encoder =
                new SetMemberListEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields, Role.SERVICE_MANAGER, 0, 0);
        final List<Fields> members = fields.requiredObjects("members", MEMBER_FIELDS);
        final SetMemberListEncoder.MembersEncoder group = encoder.generation(
                        fields.number("generation", Long.MIN_VALUE, Long.MAX_VALUE))
                .membersCount(members.size());
        for (final Fields member : members) {
            group.next()
                    .member((int) member.number("member", Integer.MIN_VALUE, Integer.MAX_VALUE))
                    .host(member.name("host"));
        }
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode pauseRebalance(final Fields fields, final Exchange exchange) {
        final PauseRebalanceEncoder encoder =
                new PauseRebalanceEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields);
        encoder.on(TopologyCommands.bool(fields.flag("on")));
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode rebalanceWindow(final Fields fields, final Exchange exchange) {
        final RebalanceWindowEncoder encoder =
                new RebalanceWindowEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields);
        encoder.startMinute((int) fields.number("startMinute", 0, Fields.UINT16_MAX))
                .endMinute((int) fields.number("endMinute", 0, Fields.UINT16_MAX));
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode holdCapability(final Fields fields, final Exchange exchange) {
        final HoldCapabilityEncoder encoder =
                new HoldCapabilityEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.address(encoder.header(), fields);
        encoder.capabilities(fields.size("capabilities")).on(TopologyCommands.bool(fields.flag("on")));
        return exchange.send(encoder.encodedLength());
    }
}
