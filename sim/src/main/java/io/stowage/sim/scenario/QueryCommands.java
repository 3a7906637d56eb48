package io.stowage.sim.scenario;

import io.stowage.codecs.ChunksQueryEncoder;
import io.stowage.codecs.CommandHeaderEncoder;
import io.stowage.codecs.ConfigQueryEncoder;
import io.stowage.codecs.EmsQueryEncoder;
import io.stowage.codecs.HeadroomQueryEncoder;
import io.stowage.codecs.LeaseOwnerQueryEncoder;
import io.stowage.codecs.LicenceQueryEncoder;
import io.stowage.codecs.MemberListQueryEncoder;
import io.stowage.codecs.NodesQueryEncoder;
import io.stowage.codecs.PoolsQueryEncoder;
import io.stowage.codecs.RemovalQueryEncoder;
import io.stowage.codecs.ReservationsQueryEncoder;
import io.stowage.codecs.SpaceQueryEncoder;
import io.stowage.codecs.StateHashQueryEncoder;
import io.stowage.codecs.StatusQueryEncoder;
import io.stowage.codecs.TopologyQueryEncoder;
import java.util.List;
import java.util.function.IntFunction;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Queries: named as in the schema without "Query"; the pages of a listing come as one. */
final class QueryCommands {
    private QueryCommands() {}

    static List<ScenarioCommand> all() {
        return List.of(
                ScenarioCommand.of(
                        "space", (fields, exchange) -> space(exchange, fields, fields.uint32("chunk", 0)), "chunk"),
                ScenarioCommand.of("chunks", QueryCommands::chunks),
                ScenarioCommand.of("nodes", QueryCommands::nodes),
                ScenarioCommand.of("ems", QueryCommands::ems),
                ScenarioCommand.of("pools", QueryCommands::pools),
                ScenarioCommand.of("topology", QueryCommands::topology),
                ScenarioCommand.of("status", QueryCommands::status),
                ScenarioCommand.of("stateHash", QueryCommands::stateHash),
                ScenarioCommand.of("config", QueryCommands::config),
                ScenarioCommand.of("licence", QueryCommands::licence),
                ScenarioCommand.of("memberList", QueryCommands::memberList),
                ScenarioCommand.of("headroom", QueryCommands::headroom),
                ScenarioCommand.of("reservations", QueryCommands::reservations, Exchange.EM),
                ScenarioCommand.of("removal", QueryCommands::removal, "chunk"),
                ScenarioCommand.of("leaseOwner", QueryCommands::leaseOwner, "segments"));
    }

    /** Space of one chunk, or of all for 0. */
    static ObjectNode space(final Exchange exchange, final Fields fields, final int chunk) {
        return paged(after -> {
            final SpaceQueryEncoder encoder =
                    new SpaceQueryEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
            exchange.address(encoder.header(), fields);
            encoder.chunk(chunk).after(after).pageSize(0);
            return exchange.send(encoder.encodedLength());
        });
    }

    private static ObjectNode chunks(final Fields fields, final Exchange exchange) {
        return paged(after -> {
            final ChunksQueryEncoder encoder =
                    new ChunksQueryEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
            exchange.address(encoder.header(), fields);
            encoder.after(after).pageSize(0);
            return exchange.send(encoder.encodedLength());
        });
    }

    private static ObjectNode nodes(final Fields fields, final Exchange exchange) {
        return paged(after -> {
            final NodesQueryEncoder encoder =
                    new NodesQueryEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
            exchange.address(encoder.header(), fields);
            encoder.after(after).pageSize(0);
            return exchange.send(encoder.encodedLength());
        });
    }

    private static ObjectNode ems(final Fields fields, final Exchange exchange) {
        return paged(after -> {
            final EmsQueryEncoder encoder =
                    new EmsQueryEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
            exchange.address(encoder.header(), fields);
            encoder.after(after).pageSize(0);
            return exchange.send(encoder.encodedLength());
        });
    }

    private static ObjectNode pools(final Fields fields, final Exchange exchange) {
        return paged(after -> {
            final PoolsQueryEncoder encoder =
                    new PoolsQueryEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
            exchange.address(encoder.header(), fields);
            encoder.after(after).pageSize(0);
            return exchange.send(encoder.encodedLength());
        });
    }

    private static ObjectNode topology(final Fields fields, final Exchange exchange) {
        return paged(after -> {
            final TopologyQueryEncoder encoder =
                    new TopologyQueryEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
            exchange.address(encoder.header(), fields);
            encoder.after(after).pageSize(0);
            return exchange.send(encoder.encodedLength());
        });
    }

    private static ObjectNode headroom(final Fields fields, final Exchange exchange) {
        return paged(after -> {
            final HeadroomQueryEncoder encoder =
                    new HeadroomQueryEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
            exchange.address(encoder.header(), fields);
            encoder.after(after).pageSize(0);
            return exchange.send(encoder.encodedLength());
        });
    }

    private static ObjectNode status(final Fields fields, final Exchange exchange) {
        final StatusQueryEncoder encoder =
                new StatusQueryEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        return ask(exchange, fields, encoder.header(), encoder.encodedLength());
    }

    private static ObjectNode stateHash(final Fields fields, final Exchange exchange) {
        final StateHashQueryEncoder encoder =
                new StateHashQueryEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        return ask(exchange, fields, encoder.header(), encoder.encodedLength());
    }

    private static ObjectNode config(final Fields fields, final Exchange exchange) {
        final ConfigQueryEncoder encoder =
                new ConfigQueryEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        return ask(exchange, fields, encoder.header(), encoder.encodedLength());
    }

    private static ObjectNode licence(final Fields fields, final Exchange exchange) {
        final LicenceQueryEncoder encoder =
                new LicenceQueryEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        return ask(exchange, fields, encoder.header(), encoder.encodedLength());
    }

    private static ObjectNode memberList(final Fields fields, final Exchange exchange) {
        final MemberListQueryEncoder encoder =
                new MemberListQueryEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        return ask(exchange, fields, encoder.header(), encoder.encodedLength());
    }

    private static ObjectNode reservations(final Fields fields, final Exchange exchange) {
        if (!fields.has(Exchange.EM) && exchange.memory().lastEm() == 0) {
            throw new BadLine("field 'em' is missing, and no extent manager has connected before");
        }
        final ReservationsQueryEncoder encoder =
                new ReservationsQueryEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        encoder.em(fields.uint32(Exchange.EM, exchange.memory().lastEm()));
        return ask(exchange, fields, encoder.header(), encoder.encodedLength());
    }

    private static ObjectNode removal(final Fields fields, final Exchange exchange) {
        final RemovalQueryEncoder encoder =
                new RemovalQueryEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        encoder.chunk(fields.uint32("chunk"));
        return ask(exchange, fields, encoder.header(), encoder.encodedLength());
    }

    private static ObjectNode leaseOwner(final Fields fields, final Exchange exchange) {
        final LeaseOwnerQueryEncoder encoder =
                new LeaseOwnerQueryEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        fields.required("segments");
        final int[] chunks = fields.ids("segments");
        final LeaseOwnerQueryEncoder.SegmentsEncoder group = encoder.segmentsCount(chunks.length);
        for (final int chunk : chunks) {
            group.next().chunk(chunk);
        }
        return ask(exchange, fields, encoder.header(), encoder.encodedLength());
    }

    private static ObjectNode ask(
            final Exchange exchange, final Fields fields, final CommandHeaderEncoder header, final int encodedLength) {
        exchange.address(header, fields);
        return exchange.send(encodedLength);
    }

    private static ObjectNode paged(final IntFunction<ObjectNode> ask) {
        final ObjectNode whole = ask.apply(0);
        int next = takeNext(whole);
        while (next != 0) {
            final ObjectNode page = ask.apply(next);
            if (!ReplyReader.isOk(page)) {
                return page;
            }
            next = takeNext(page);
            ((ArrayNode) whole.get("rows")).addAll((ArrayNode) page.get("rows"));
        }
        return whole;
    }

    private static int takeNext(final ObjectNode page) {
        return page.has("next") ? page.remove("next").intValue() : 0;
    }
}
