package io.stowage.tools.agent;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.ClusterStatus;
import io.stowage.client.blocking.EmRow;
import io.stowage.client.blocking.SpaceRow;
import io.stowage.codecs.Tier;
import io.stowage.server.StandaloneServer;
import io.stowage.tools.Version;
import io.stowage.tools.output.Column;
import io.stowage.tools.output.Table;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.output.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What up shows while it runs: a page that is redrawn on a screen, a line now and then elsewhere. */
final class LiveView {
    private static final double REDRAW_SECONDS = 1;
    private static final double LINE_SECONDS = 10;
    private static final int BAR_WIDTH = 20;
    private static final int EMS_SHOWN = 10;

    private final Terminal terminal;
    private final BlockingOperator operator;
    private final NodeAgent agent;
    private final StandaloneServer server;
    private double dueSeconds;
    private boolean isFirst = true;

    LiveView(
            final Terminal terminal,
            final BlockingOperator operator,
            final NodeAgent agent,
            final StandaloneServer server) {
        this.terminal = terminal;
        this.operator = operator;
        this.agent = agent;
        this.server = server;
    }

    /** A chunk and what the server counts there. */
    private record Row(ChunkAgent chunk, @Nullable SpaceRow space) {}

    void showIfDue(final double elapsedSeconds) {
        if (elapsedSeconds < dueSeconds) {
            return;
        }
        // What was said at start stays on the screen for a while.
        dueSeconds = elapsedSeconds + (terminal.isScreen() ? REDRAW_SECONDS : LINE_SECONDS);
        if (isFirst && terminal.isScreen()) {
            isFirst = false;
            dueSeconds = elapsedSeconds + 4 * REDRAW_SECONDS;
            return;
        }
        final ClusterStatus status = operator.status();
        if (terminal.isScreen()) {
            terminal.clear();
            page(status, elapsedSeconds);
        } else {
            terminal.line(String.format(
                    java.util.Locale.ROOT,
                    "%6.0f s  position %s  %d of %d chunks healthy  %s of %s allocated (%s)",
                    elapsedSeconds,
                    Text.count(status.position()),
                    status.healthy(),
                    status.chunks(),
                    Text.bytes(status.capacityAllocated()),
                    Text.bytes(status.capacityBytes()),
                    Text.percent(status.capacityAllocated(), status.capacityBytes())));
        }
        terminal.flush();
    }

    private void page(final ClusterStatus status, final double elapsedSeconds) {
        terminal.line("Stowage " + Version.text() + "   cluster " + status.clusterId() + "   up "
                + Text.duration((long) (elapsedSeconds * 1_000)) + "   Ctrl-C ends it");
        terminal.line("server  " + server.context().directory() + "   shared memory"
                + (server.endpoint() == null ? "" : " and UDP " + server.endpoint()));
        terminal.line("log     position " + Text.count(status.position()) + "   " + Text.count(status.commands())
                + " commands");
        terminal.line("space   " + Text.bar(status.capacityAllocated(), status.capacityBytes(), BAR_WIDTH) + ' '
                + Text.bytes(status.capacityAllocated()) + " of " + Text.bytes(status.capacityBytes())
                + " allocated (" + Text.percent(status.capacityAllocated(), status.capacityBytes()) + ")");
        terminal.line("");
        chunks();
        extentManagers();
        terminal.line("");
        terminal.line("Allocate from another shell: stowage alloc --replicas 3 --thick --count 10 --dir "
                + server.context().directory());
    }

    private void chunks() {
        final Map<Integer, SpaceRow> byChunk = new HashMap<>();
        for (final SpaceRow row : operator.space()) {
            if (row.tier() == Tier.CAPACITY) {
                byChunk.put(row.chunk(), row);
            }
        }
        final List<Row> rows = agent.chunks().stream()
                .map(chunk -> new Row(chunk, byChunk.get(chunk.chunk())))
                .toList();
        terminal.line(Table.of(
                rows,
                List.of(
                        Column.figure("CHUNK", row -> row.chunk().chunk()),
                        Column.figure("PORT", row -> row.chunk().site().port()),
                        Column.word("HEALTH", row -> state(row.chunk())),
                        Column.figure(
                                "CAPACITY",
                                row -> Text.bytes(
                                        row.space() == null ? 0 : row.space().capacity())),
                        Column.figure(
                                "ALLOCATED",
                                row -> Text.bytes(
                                        row.space() == null ? 0 : row.space().allocated())),
                        Column.word(
                                "LOAD",
                                row -> row.space() == null
                                        ? ""
                                        : Text.bar(
                                                row.space().allocated(),
                                                row.space().capacity(),
                                                BAR_WIDTH)),
                        Column.word("FILE SYSTEM", row -> row.chunk().fileSystemName()),
                        Column.word("DIRECTORY", row -> row.chunk().site().directory())),
                terminal.hasColour()));
        for (final Row row : rows) {
            if (!row.chunk().trouble().isEmpty()) {
                terminal.line(
                        "chunk " + row.chunk().chunk() + ": " + row.chunk().trouble());
            }
        }
    }

    private void extentManagers() {
        final List<EmRow> ems = operator.ems();
        if (ems.isEmpty()) {
            return;
        }
        terminal.line("");
        terminal.line(Table.of(
                ems.subList(0, Math.min(ems.size(), EMS_SHOWN)),
                List.of(
                        Column.figure("EM", EmRow::em),
                        Column.figure("RESERVED", em -> Text.bytes(em.pendingBytes())),
                        Column.figure("REPORTED", em -> Text.bytes(em.reportedBytes()))),
                terminal.hasColour()));
        if (ems.size() > EMS_SHOWN) {
            terminal.line("and " + (ems.size() - EMS_SHOWN) + " more");
        }
    }

    private static String state(final ChunkAgent chunk) {
        return chunk.isStopped() ? "STOPPED" : chunk.health().toString();
    }
}
