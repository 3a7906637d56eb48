package io.stowage.tools.output;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows for people and for programs.
 *
 * @param rows      what is listed.
 * @param member    a row for programs: all that is known, sizes in bytes.
 * @param columns   a row for people: what matters, sizes readable.
 * @param whenEmpty one line for people where there is nothing: why, and what to do.
 * @param <T>       kind of the rows.
 */
public record Listing<T>(
        List<T> rows, Function<T, Map<String, @Nullable Object>> member, List<Column<T>> columns, String whenEmpty)
        implements Page {
    @Override
    public Object json() {
        return rows.stream().map(member).toList();
    }

    @Override
    public String text(final boolean hasColour) {
        return rows.isEmpty() ? whenEmpty : Table.of(rows, columns, hasColour);
    }
}
