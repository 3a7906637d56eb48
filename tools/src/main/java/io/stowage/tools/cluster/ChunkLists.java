package io.stowage.tools.cluster;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.ChunkRow;
import io.stowage.client.blocking.SpaceRow;
import io.stowage.codecs.AdminState;
import io.stowage.tools.ToolException;
import io.stowage.tools.output.Column;
import io.stowage.tools.output.Listing;
import io.stowage.tools.output.Page;
import io.stowage.tools.output.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Looking at chunks. */
final class ChunkLists {
    private static final String NONE =
            "no chunks yet; start 'stowage agent' on the storage nodes, or 'stowage up' here";
    private static final int BAR_WIDTH = 10;

    private ChunkLists() {}

    private static Listing<ChunkRow> listing(final List<ChunkRow> rows, final long nowMs) {
        final List<Column<ChunkRow>> columns = new ArrayList<>(List.of(
                Column.figure("CHUNK", ChunkRow::chunk),
                Column.figure("NODE", ChunkRow::node),
                Column.figure("POOL", ChunkRow::pool),
                Column.word("ADDRESS", ChunkLists::address),
                Column.word("STATE", ChunkLists::state),
                Column.word("HEARD", row -> Text.ago(row.lastKeepAliveMs(), nowMs)),
                Column.figure("CAPACITY", row -> Text.bytes(row.capacityBytes())),
                Column.figure("ALLOCATED", row -> Text.bytes(row.capacityAllocated())),
                Column.word("LOAD", row -> Text.bar(row.capacityAllocated(), row.capacityBytes(), BAR_WIDTH))));
        if (rows.stream().anyMatch(row -> row.performanceBytes() > 0)) {
            columns.add(Column.figure("PERFORMANCE", row -> Text.bytes(row.performanceBytes())));
            columns.add(Column.figure("ALLOCATED", row -> Text.bytes(row.performanceAllocated())));
        }
        return new Listing<>(rows, Rows::chunk, columns, NONE);
    }

    private static String address(final ChunkRow row) {
        return (row.ip().indexOf(':') < 0 ? row.ip() : '[' + row.ip() + ']') + ':' + row.port();
    }

    private static String state(final ChunkRow row) {
        return row.health()
                + (row.adminState() == AdminState.IN_USE
                        ? ""
                        : ' ' + row.adminState().name())
                + (row.isolation() == io.stowage.codecs.Isolation.NONE
                        ? ""
                        : ' ' + row.isolation().name());
    }

    private static Listing<SpaceRow> space(final List<SpaceRow> rows) {
        return new Listing<>(
                rows,
                Rows::space,
                List.of(
                        Column.figure("CHUNK", SpaceRow::chunk),
                        Column.word("TIER", SpaceRow::tier),
                        Column.figure("CAPACITY", row -> Text.bytes(row.capacity())),
                        Column.figure("ALLOCATED", row -> Text.bytes(row.allocated())),
                        Column.figure("FREE", row -> Text.bytes(row.free())),
                        Column.figure("THICK", row -> Text.bytes(row.thick())),
                        Column.figure("PENDING", row -> Text.bytes(row.thickPending())),
                        Column.figure("RX", row -> Text.bytes(row.thickRx())),
                        Column.figure("THIN USED", row -> Text.bytes(row.thinUsed())),
                        Column.figure("NEW", row -> Text.bytes(row.thinNewFresh() + row.thinNewAging())),
                        Column.figure("PENDING", row -> Text.bytes(row.thinPending())),
                        Column.figure("RX", row -> Text.bytes(row.thinRx())),
                        Column.figure("THIN NOMINAL", row -> Text.bytes(row.thinNominal()))),
                "no space known yet: no chunk has kept alive");
    }

    /** All chunks. */
    @Command(name = "list", description = "List all chunks.")
    static final class ListChunks extends ListCommand {
        @Override
        protected Page page(final BlockingOperator operator) {
            return listing(operator.chunks(), operator.status().timeMs());
        }
    }

    /** Space by term. */
    @Command(name = "space", description = "Show the space of all chunks, or of one, by term.")
    static final class Space extends ListCommand {
        @Parameters(arity = "0..1", paramLabel = "CHUNK", description = "Chunk id; all if left out.")
        private int chunk;

        @Override
        protected Page page(final BlockingOperator operator) {
            return space(operator.space(chunk));
        }
    }

    /** One chunk: state, space and what its removal would take. */
    @Command(name = "show", description = "Show one chunk: state, space by term, what its removal would take.")
    static final class Show extends ListCommand {
        @Parameters(paramLabel = "CHUNK", description = "Chunk id.")
        private int chunk;

        @Override
        protected Page page(final BlockingOperator operator) {
            final Optional<ChunkRow> row = operator.chunks().stream()
                    .filter(one -> one.chunk() == chunk)
                    .findFirst();
            final ChunkRow found =
                    row.orElseThrow(() -> new ToolException("no chunk " + chunk + "; 'stowage chunk list' shows all"));
            final List<SpaceRow> spaceRows = operator.space(chunk);
            final Removal removal = Removal.of(operator, chunk);
            final Map<String, @Nullable Object> json = Rows.chunk(found);
            json.put("space", spaceRows.stream().map(Rows::space).toList());
            json.put("removal", removal.json());
            final String text = listing(List.of(found), operator.status().timeMs())
                            .text(false) + "\n\n" + space(spaceRows).text(false) + "\n\nRemoval: " + removal.text();
            return Page.of(json, text);
        }
    }
}
