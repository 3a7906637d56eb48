package io.stowage.tools.output;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Rows as a table of plain characters; states are coloured where a screen shows colours. */
public final class Table {
    private static final Pattern WORDS =
            Pattern.compile("\\b(HEALTHY|INITIALIZING|WARNING|DISCONNECTED|LOST|MAINTENANCE|SUBHEALTH|REMOVING)\\b");
    private static final Map<String, String> COLOURS = Map.of("HEALTHY", "32", "DISCONNECTED", "31", "LOST", "31");
    private static final String OTHER_COLOUR = "33";
    private static final int UNLIMITED = 10_000;

    private Table() {}

    /**
     * Draws a table.
     *
     * @param rows      of the table.
     * @param columns   of the table.
     * @param hasColour whether states are coloured.
     * @param <T>       kind of the rows.
     * @return lines, without a last line end.
     */
    public static <T> String of(final List<T> rows, final List<Column<T>> columns, final boolean hasColour) {
        final List<ColumnData<T>> drawn = new ArrayList<>();
        for (final Column<T> column : columns) {
            final HorizontalAlign align = column.isFigure() ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT;
            drawn.add(new com.github.freva.asciitable.Column()
                    .header(column.title())
                    .headerAlign(align)
                    .dataAlign(align)
                    .maxWidth(UNLIMITED, OverflowBehaviour.NEWLINE)
                    .with(row -> String.valueOf(column.text().apply(row))));
        }
        final String plain = AsciiTable.builder()
                .border(AsciiTable.NO_BORDERS)
                .data(rows, drawn)
                .asString();
        final StringBuilder lines = new StringBuilder();
        plain.lines()
                .map(String::stripTrailing)
                .forEach(line -> lines.append(lines.isEmpty() ? "" : "\n").append(line));
        return hasColour ? coloured(lines.toString()) : lines.toString();
    }

    private static String coloured(final String lines) {
        return WORDS.matcher(lines)
                .replaceAll(word ->
                        "\033[" + COLOURS.getOrDefault(word.group(), OTHER_COLOUR) + 'm' + word.group() + "\033[0m");
    }
}
