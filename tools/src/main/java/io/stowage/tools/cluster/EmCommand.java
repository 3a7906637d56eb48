package io.stowage.tools.cluster;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.EmRow;
import io.stowage.client.blocking.ReservationRow;
import io.stowage.tools.ToolException;
import io.stowage.tools.output.Column;
import io.stowage.tools.output.Confirmation;
import io.stowage.tools.output.Listing;
import io.stowage.tools.output.Page;
import io.stowage.tools.output.Text;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Extent managers. */
@Command(
        name = "em",
        description = "Extent managers: list, show, remove.",
        subcommands = {EmCommand.ListEms.class, EmCommand.Show.class, EmCommand.Remove.class})
public final class EmCommand extends Group {
    /** Made by picocli. */
    public EmCommand() {}

    private static Listing<EmRow> listing(final List<EmRow> rows, final long nowMs) {
        return new Listing<>(
                rows,
                Rows::em,
                List.of(
                        Column.figure("EM", EmRow::em),
                        Column.figure("RESERVED", em -> Text.bytes(em.pendingBytes())),
                        Column.figure("REPORTED", em -> Text.bytes(em.reportedBytes())),
                        Column.figure("ROWS", em -> Text.count(em.rows())),
                        Column.figure("LAST VERSION", EmRow::lastVersion),
                        Column.figure("OPEN VERSIONS", EmRow::versions),
                        Column.figure("INCARNATION", EmRow::incarnation),
                        Column.word("HEARD", em -> Text.ago(em.lastSeenMs(), nowMs))),
                "no extent managers yet; 'stowage alloc' acts as one");
    }

    /** All extent managers. */
    @Command(name = "list", description = "List all extent managers.")
    static final class ListEms extends ListCommand {
        @Override
        protected Page page(final BlockingOperator operator) {
            return listing(operator.ems(), operator.status().timeMs());
        }
    }

    /** One extent manager and its reservations. */
    @Command(name = "show", description = "Show one extent manager and its open reservations.")
    static final class Show extends ListCommand {
        @Parameters(paramLabel = "EM", description = "Extent manager id.")
        private int em;

        @Override
        protected Page page(final BlockingOperator operator) {
            final EmRow found = operator.ems().stream()
                    .filter(row -> row.em() == em)
                    .findFirst()
                    .orElseThrow(() -> new ToolException("no extent manager " + em + "; 'stowage em list' shows all"));
            final long nowMs = operator.status().timeMs();
            final List<ReservationRow> reservations = operator.reservations(em);
            final Map<String, @Nullable Object> json = Rows.em(found);
            json.put(
                    "reservations", reservations.stream().map(Rows::reservation).toList());
            return Page.of(
                    json,
                    listing(List.of(found), nowMs).text(false) + "\n\n"
                            + reservations(reservations, nowMs).text(false));
        }
    }

    private static Listing<ReservationRow> reservations(final List<ReservationRow> rows, final long nowMs) {
        return new Listing<>(
                rows,
                Rows::reservation,
                List.of(
                        Column.figure("VERSION", ReservationRow::version),
                        Column.figure("SEGMENTS", row -> Text.count(row.segments())),
                        Column.figure("RESERVED", row -> Text.bytes(row.bytes())),
                        Column.figure("RX", row -> Text.bytes(row.rxBytes())),
                        Column.word("SINCE", row -> Text.ago(row.sinceMs(), nowMs))),
                "no open reservations");
    }

    /** Forgets an extent manager. */
    @Command(
            name = "remove",
            description = "Forget an extent manager with everything it holds: its space is free from then on.")
    static final class Remove extends ActionCommand {
        @Parameters(paramLabel = "EM", description = "Extent manager id.")
        private int em;

        @Mixin
        private Confirmation confirmation = new Confirmation();

        @Override
        protected int run(final BlockingOperator operator) {
            final String held = operator.ems().stream()
                    .filter(row -> row.em() == em)
                    .findFirst()
                    .map(row -> Text.bytes(row.pendingBytes()) + " reserved and " + Text.bytes(row.reportedBytes())
                            + " reported are free from then on.")
                    .orElse("It is not known.");
            confirmation.require("Forget extent manager " + em + "? " + held);
            return tell(
                    operator.command(() -> operator.client().removeEm(em)),
                    "extent manager " + em + " is forgotten",
                    "em",
                    em);
        }
    }
}
