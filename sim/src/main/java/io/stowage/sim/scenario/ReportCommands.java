package io.stowage.sim.scenario;

import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.ReportSpaceBeginEncoder;
import io.stowage.codecs.ReportSpaceEndEncoder;
import io.stowage.codecs.ReportSpaceRowsEncoder;
import io.stowage.codecs.Tier;
import io.stowage.codecs.wire.ReportChecksum;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Full space reports: whole by {@code reportSpace}, or message by message. */
final class ReportCommands {
    private static final int ROWS_PER_FRAGMENT = 256;
    private static final Set<String> ROW_FIELDS =
            Set.of("chunk", "tier", "provision", "priority", "segments", "bytes", "rxSegments", "rxBytes");

    private ReportCommands() {}

    static List<ScenarioCommand> all() {
        return List.of(
                ScenarioCommand.of(
                        "reportSpace", ReportCommands::whole, Exchange.EM, Exchange.INCARNATION, "version", "rows"),
                ScenarioCommand.of(
                        "reportSpaceBegin", ReportCommands::begin, Exchange.EM, Exchange.INCARNATION, "version"),
                ScenarioCommand.of(
                        "reportSpaceRows",
                        (fields, exchange) -> rows(fields, exchange, fields.requiredObjects("rows", ROW_FIELDS)),
                        Exchange.EM,
                        Exchange.INCARNATION,
                        "version",
                        "rows"),
                ScenarioCommand.of(
                        "reportSpaceEnd",
                        (fields, exchange) ->
                                end(fields, exchange, fields.uint32("rowCount"), fields.signed("checksum", 0)),
                        Exchange.EM,
                        Exchange.INCARNATION,
                        "version",
                        "rowCount",
                        "checksum"));
    }

    /** Begin, rows in fragments, end; the first that is refused ends it. */
    private static ObjectNode whole(final Fields fields, final Exchange exchange) {
        final List<Fields> rows = fields.requiredObjects("rows", ROW_FIELDS);
        long checksum = 0;
        for (final Fields row : rows) {
            checksum += checksumOf(row);
        }
        ObjectNode reply = begin(fields, exchange);
        for (int from = 0; from < rows.size() && ReplyReader.isOk(reply); from += ROWS_PER_FRAGMENT) {
            reply = rows(fields, exchange, rows.subList(from, Math.min(from + ROWS_PER_FRAGMENT, rows.size())));
        }
        return ReplyReader.isOk(reply) ? end(fields, exchange, rows.size(), checksum) : reply;
    }

    private static ObjectNode begin(final Fields fields, final Exchange exchange) {
        final ReportSpaceBeginEncoder encoder =
                new ReportSpaceBeginEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.addressAsEm(encoder.header(), fields);
        encoder.version(version(fields));
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode rows(final Fields fields, final Exchange exchange, final List<Fields> rows) {
        final ReportSpaceRowsEncoder encoder =
                new ReportSpaceRowsEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.addressAsEm(encoder.header(), fields);
        encoder.version(version(fields));
        final ReportSpaceRowsEncoder.RowsEncoder group = encoder.rowsCount(rows.size());
        for (final Fields row : rows) {
            group.next()
                    .bytes(row.size("bytes", 0))
                    .rxBytes(row.size("rxBytes", 0))
                    .chunk(row.uint32("chunk"))
                    .segments(row.uint32("segments", 0))
                    .rxSegments(row.uint32("rxSegments", 0))
                    .tier(row.oneOf("tier", Tier.class))
                    .provision(row.oneOf("provision", Provision.class))
                    .priority(row.oneOf("priority", Priority.class, Priority.NORMAL));
        }
        return exchange.send(encoder.encodedLength());
    }

    private static ObjectNode end(
            final Fields fields, final Exchange exchange, final int rowCount, final long checksum) {
        final ReportSpaceEndEncoder encoder =
                new ReportSpaceEndEncoder().wrapAndApplyHeader(exchange.newBuffer(), 0, exchange.messageHeader());
        exchange.addressAsEm(encoder.header(), fields);
        encoder.version(version(fields)).checksum(checksum).rowCount(rowCount);
        return exchange.send(encoder.encodedLength());
    }

    private static long checksumOf(final Fields row) {
        final int spaceClass = row.oneOf("tier", Tier.class).value() << 2
                | row.oneOf("provision", Provision.class).value() << 1
                | row.oneOf("priority", Priority.class, Priority.NORMAL).value();
        return ReportChecksum.ofRow(
                row.uint32("chunk"),
                spaceClass,
                Integer.toUnsignedLong(row.uint32("segments", 0)),
                row.size("bytes", 0),
                Integer.toUnsignedLong(row.uint32("rxSegments", 0)),
                row.size("rxBytes", 0));
    }

    private static long version(final Fields fields) {
        return fields.number("version", Long.MIN_VALUE, Long.MAX_VALUE);
    }
}
