package io.stowage.tools.explain;

import io.stowage.codecs.ResultCode;
import io.stowage.engine.candidate.RebuildHeadroom;
import io.stowage.engine.explain.Explanation;
import io.stowage.engine.explain.Explanation.Asked;
import io.stowage.engine.explain.Explanation.Candidate;
import io.stowage.engine.explain.Explanation.Extent;
import io.stowage.engine.explain.Explanation.Funnel;
import io.stowage.engine.explain.Explanation.Headroom;
import io.stowage.engine.explain.Explanation.Item;
import io.stowage.engine.explain.Explanation.Segment;
import io.stowage.tools.output.Column;
import io.stowage.tools.output.Table;
import io.stowage.tools.output.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An explanation for people who have never seen the code. */
final class ExplanationText {
    private static final int WIDTH = 112;
    private static final int MAX_ROWS = 20;
    static final long NO_EXTENT = -1;

    private final Explanation explanation;
    private final int number;
    private final long extent;
    private final List<WaysOut.WayOut> ways;
    private final List<String> lines = new ArrayList<>();

    private ExplanationText(
            final Explanation explanation, final int number, final long extent, final List<WaysOut.WayOut> ways) {
        this.explanation = explanation;
        this.number = number;
        this.extent = extent;
        this.ways = ways;
    }

    /**
     * The page.
     *
     * @param explanation of a request.
     * @param number      of the item that is told in full, from 0.
     * @param extent      of it that is told in full, from 0; {@link #NO_EXTENT}: the usual one.
     * @param ways        out, of a refused item.
     */
    static String of(
            final Explanation explanation, final int number, final long extent, final List<WaysOut.WayOut> ways) {
        final ExplanationText text = new ExplanationText(explanation, number, extent, ways);
        text.write();
        return String.join("\n", text.lines);
    }

    private void write() {
        line(
                "request   ",
                "extent manager " + explanation.em() + " under version " + explanation.version() + ", position "
                        + explanation.position() + ", " + Instant.ofEpochMilli(explanation.timestampMs()));
        final List<Item> items = explanation.items();
        if (items.isEmpty()) {
            line(
                    "result    ",
                    RefusalWords.code(explanation.result(), explanation.reason()) + ": "
                            + RefusalWords.ofAll(explanation));
            return;
        }
        if (items.size() > 1) {
            line(
                    "result    ",
                    explanation.result() + ": " + Text.count(items.size(), "item") + "; this is item " + (number + 1)
                            + ", --item N shows another");
            lines.add("");
            lines.add(itemTable(items));
            lines.add("");
        }
        writeItem(items.get(number));
    }

    private String itemTable(final List<Item> items) {
        record ItemRow(int number, Item item) {}
        final List<ItemRow> rows = new ArrayList<>();
        for (int i = 0; i < items.size() && i < MAX_ROWS; i++) {
            rows.add(new ItemRow(i + 1, items.get(i)));
        }
        final String table = Table.of(
                rows,
                List.of(
                        Column.figure("ITEM", ItemRow::number),
                        Column.word("RESULT", row -> row.item().result()),
                        Column.figure(
                                "EXTENTS",
                                row -> row.item().granted() + " of "
                                        + row.item().asked().extents()),
                        Column.word("ASKED", row -> brief(row.item().asked()))),
                false);
        return items.size() <= MAX_ROWS ? table : table + "\n(" + (items.size() - MAX_ROWS) + " more)";
    }

    private String brief(final Asked asked) {
        final String words = Words.asked(explanation, asked);
        return words.length() <= 84 ? words : words.substring(0, 81) + "...";
    }

    private void writeItem(final Item item) {
        line("asked     ", Words.asked(explanation, item.asked()));
        line("result    ", result(item));
        final Funnel funnel = item.funnel();
        if (funnel != null) {
            line("chunks    ", funnel(item.asked(), funnel));
            writeHeadroom(item.headroom());
        }
        if (item.result() != ResultCode.OK) {
            String lead = "missing   ";
            for (final String sentence : RefusalWords.of(explanation, item)) {
                line(lead, sentence);
                lead = "          ";
            }
            writeWays(item);
        }
        writeExtents(item);
        if (!item.sources().isEmpty()) {
            lines.add("");
            line("sources   ", "to read from, best first: " + Words.chunks(item.sources()));
        }
    }

    private String result(final Item item) {
        final long asked = item.asked().extents();
        return switch (item.result()) {
            case OK -> "OK: granted" + (asked == 1 ? "" : ", all " + Text.count(asked, "extent"));
            case PARTIAL -> "PARTIAL: " + item.granted() + " of " + Text.count(asked, "extent") + " granted";
            default ->
                RefusalWords.code(item.result(), item.reason()) + ": nothing was granted"
                        + (item.extents().size() > 1
                                ? ", for extent " + item.extents().size() + " of " + asked + " did not fit"
                                : "");
        };
    }

    private String funnel(final Asked asked, final Funnel f) {
        return Text.count(f.registered()) + " registered, " + Text.count(f.inPool()) + " in the pool, "
                + Text.count(f.inUse()) + " in use, " + Text.count(f.healthy()) + " healthy, "
                + Text.count(f.notIsolated()) + " not isolated, " + Text.count(f.tier()) + " with the tier, "
                + Text.count(f.space()) + " with room for " + Text.bytes(asked.segmentBytes())
                + (f.spread() == f.space()
                        ? ""
                        : ", " + Text.count(f.spread()) + " neither excluded nor beside the extent")
                + (f.spread() == 0
                        ? ""
                        : ": on " + Text.count(f.nodes(), "node") + " in " + Text.count(f.racks(), "rack") + " in "
                                + Text.count(f.zones(), "zone"));
    }

    private void writeHeadroom(final @org.jspecify.annotations.Nullable Headroom headroom) {
        if (headroom != null && headroom.level() != RebuildHeadroom.Level.NONE && headroom.largest() != null) {
            line(
                    "headroom  ",
                    Text.bytes(headroom.keptBytes()) + " kept for a rebuild of the largest "
                            + Words.name(headroom.level()) + ", " + Words.domain(headroom.level(), headroom.largest())
                            + "; new data may take " + Text.bytes(headroom.leftBytes()));
        }
    }

    private void writeWays(final Item item) {
        String lead = "way out   ";
        for (final WaysOut.WayOut way : ways) {
            line(lead, way.text() + (way.command().isEmpty() ? "" : ": " + way.command()));
            lead = "       or ";
        }
        if (ways.isEmpty() && WaysOut.mayHelp(item)) {
            line(lead, "none of what can be tried here makes it fit");
        } else if (!ways.isEmpty()) {
            line("          ", "(each was tried on a copy of the state at this position, and granted)");
        }
    }

    private void writeExtents(final Item item) {
        final List<Extent> all = item.extents();
        if (all.isEmpty()) {
            return;
        }
        final boolean isGranted = item.granted() > 0;
        if (isGranted || extent != NO_EXTENT) {
            final int shown = extent < all.size() ? (int) Math.max(0, extent) : 0;
            writeExtent(item, all.get(shown), shown);
        }
        if (!isGranted) {
            writeTried(all);
        } else if (all.size() > 1) {
            lines.add("");
            lines.add(extentTable(item));
        }
    }

    /** What a refused item had found before it did not go on. */
    private void writeTried(final List<Extent> all) {
        final String last = chunksOf(all.getLast());
        lines.add("");
        if (all.size() > 1) {
            line(
                    "tried     ",
                    (all.size() == 2 ? "extent 1" : "extents 1 to " + (all.size() - 1))
                            + " found chunks, which were given back");
        }
        line(
                all.size() > 1 ? "          " : "tried     ",
                "extent " + all.size() + " found " + (last.equals("-") ? "none" : last) + "; --extent " + all.size()
                        + " tells why");
    }

    private String extentTable(final Item item) {
        record ExtentRow(int number, String chunks, String outcome) {}
        final List<ExtentRow> rows = new ArrayList<>();
        for (int i = 0; i < item.extents().size() && i < MAX_ROWS; i++) {
            rows.add(new ExtentRow(i + 1, chunksOf(item.extents().get(i)), outcome(item, i)));
        }
        final String table = Table.of(
                rows,
                List.of(
                        Column.figure("EXTENT", ExtentRow::number),
                        Column.word("CHUNKS", ExtentRow::chunks),
                        Column.word("", ExtentRow::outcome)),
                false);
        return table
                + (item.extents().size() > MAX_ROWS ? "\n(" + (item.extents().size() - MAX_ROWS) + " more)" : "")
                + "\n--extent K shows another one in full";
    }

    private static String chunksOf(final Extent extent) {
        final List<String> chunks = new ArrayList<>();
        for (final Segment segment : extent.segments()) {
            final Candidate chosen = segment.chosen();
            chunks.add(chosen == null ? "-" : String.valueOf(chosen.place().chunk()));
        }
        return String.join(" ", chunks);
    }

    private static String outcome(final Item item, final int i) {
        return i < item.granted() ? "" : "did not fit, given back";
    }

    private void writeExtent(final Item item, final Extent told, final int index) {
        if (item.extents().size() > 1) {
            lines.add("");
            lines.add("extent " + (index + 1));
        }
        for (int i = 0; i < told.segments().size(); i++) {
            lines.add("");
            writeSegment(item, told.segments().get(i), i);
        }
    }

    private void writeSegment(final Item item, final Segment segment, final int index) {
        final boolean isReposition = explanation.reposition() != null;
        final String lead = isReposition ? "destination  " : "segment " + (index + 1) + "  ";
        final Candidate chosen = segment.chosen();
        if (chosen == null) {
            line(lead, "no chunk is left");
            return;
        }
        line(
                lead,
                "chunk " + chosen.place().chunk() + ": "
                        + PickWords.of(explanation, item.asked(), segment, index == 0));
        final List<Row> rows = new ArrayList<>();
        rows.add(new Row(item.granted() > 0 ? "chosen" : "found", chosen));
        PickWords.losers(segment).forEach(each -> rows.add(new Row("drawn", each)));
        segment.others().forEach(each -> rows.add(new Row("not drawn", each)));
        lines.add(candidateTable(rows));
        final int untold = segment.groupSize() - rows.size();
        if (untold > 0 && !segment.others().isEmpty()) {
            lines.add("             and " + Text.count(untold) + " more that were not drawn");
        }
    }

    /** A candidate and what became of it. */
    private record Row(String what, Candidate candidate) {}

    private static String candidateTable(final List<Row> rows) {
        final int decimals =
                Words.decimals(rows.stream().map(row -> row.candidate().load()).toList());
        final boolean hasRunning = rows.stream().anyMatch(row -> row.candidate().running() > 0);
        final List<Column<Row>> columns = new ArrayList<>(List.of(
                Column.word("  ", row -> "  "),
                Column.word("", Row::what),
                Column.figure("CHUNK", row -> row.candidate().place().chunk()),
                Column.word("NODE", row -> row.candidate().place().nodeName()),
                Column.word("IP", row -> row.candidate().place().ip()),
                Column.word("RACK", row -> row.candidate().place().rack()),
                Column.word("ZONE", row -> row.candidate().place().zone()),
                Column.figure(
                        "CAPACITY", row -> Text.bytes(row.candidate().place().capacityBytes())),
                Column.figure("LOAD", row -> Words.load(row.candidate().load(), decimals)),
                Column.figure("ROOM", row -> Text.bytes(row.candidate().roomBytes()))));
        if (hasRunning) {
            columns.add(Column.figure("RUNNING", row -> row.candidate().running()));
        }
        return Table.of(rows, columns, false);
    }

    private void line(final String lead, final String text) {
        lines.add(Words.wrap(lead, text, WIDTH));
    }
}
