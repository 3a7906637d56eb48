package io.stowage.sim.scenario;

import io.stowage.codecs.SessionClosedEncoder;
import io.stowage.codecs.StartAfreshEncoder;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Entries that no client sends, but the host itself; a running server writes them when it is time. */
final class HostCommands {
    private HostCommands() {}

    static List<ScenarioCommand> all() {
        return List.of(
                ScenarioCommand.of("clusterStart", HostCommands::clusterStart, "seed"),
                ScenarioCommand.of("startAfresh", HostCommands::startAfresh, "ems", "firstNewChunk"),
                ScenarioCommand.of("sessionClosed", HostCommands::sessionClosed, "sessionId"));
    }

    private static ObjectNode clusterStart(final Fields fields, final Exchange exchange) {
        final UUID cluster = exchange.cluster(fields);
        final boolean started = exchange.host("'clusterStart'")
                .start(
                        cluster.getMostSignificantBits(),
                        cluster.getLeastSignificantBits(),
                        fields.number("seed", Long.MIN_VALUE, Long.MAX_VALUE));
        if (!started) {
            throw new BadLine("'clusterStart' must be the first command");
        }
        return exchange.done();
    }

    private static ObjectNode startAfresh(final Fields fields, final Exchange exchange) {
        final ScenarioHost host = exchange.host("'startAfresh'");
        final StartAfreshEncoder encoder =
                new StartAfreshEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        encoder.firstNewChunk(fields.number("firstNewChunk", 1, Integer.MAX_VALUE, 1));
        fields.required("ems");
        final int[] ems = fields.ids("ems");
        final StartAfreshEncoder.EmsEncoder group = encoder.emsCount(ems.length);
        for (final int em : ems) {
            group.next().em(em);
        }
        return exchange.send(host, encoder.encodedLength());
    }

    private static ObjectNode sessionClosed(final Fields fields, final Exchange exchange) {
        final ScenarioHost host = exchange.host("'sessionClosed'");
        final SessionClosedEncoder encoder =
                new SessionClosedEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        encoder.sessionId(fields.size("sessionId"));
        return exchange.append(host, encoder.encodedLength());
    }
}
