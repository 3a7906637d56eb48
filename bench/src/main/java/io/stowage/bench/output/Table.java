package io.stowage.bench.output;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;

/** A table for people: the first column to the left, figures to the right. */
public final class Table {
    private final Column[] columns;
    private final List<Object[]> rows = new ArrayList<>();

    /**
     * An empty table.
     *
     * @param titles of the columns.
     */
    public Table(final String... titles) {
        columns = new Column[titles.length];
        for (int i = 0; i < titles.length; i++) {
            columns[i] =
                    new Column().header(titles[i]).dataAlign(i == 0 ? HorizontalAlign.LEFT : HorizontalAlign.RIGHT);
        }
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column.
     */
    public void row(final Object... cells) {
        rows.add(cells.clone());
    }

    /**
     * The table as text.
     *
     * @return lines.
     */
    public String text() {
        return AsciiTable.getTable(AsciiTable.NO_BORDERS, columns, rows.toArray(Object[][]::new));
    }
}
