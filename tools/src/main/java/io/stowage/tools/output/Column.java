package io.stowage.tools.output;

import java.util.function.Function;

/**
 * A column of a listing.
 *
 * @param title     heading.
 * @param isFigure  whether it is aligned to the right.
 * @param text      what a row shows there.
 * @param <T>       kind of the rows.
 */
public record Column<T>(String title, boolean isFigure, Function<T, Object> text) {
    /**
     * A column of words.
     *
     * @param title heading.
     * @param text  what a row shows there.
     * @param <T>   kind of the rows.
     * @return aligned to the left.
     */
    public static <T> Column<T> word(final String title, final Function<T, Object> text) {
        return new Column<>(title, false, text);
    }

    /**
     * A column of figures.
     *
     * @param title heading.
     * @param text  what a row shows there.
     * @param <T>   kind of the rows.
     * @return aligned to the right.
     */
    public static <T> Column<T> figure(final String title, final Function<T, Object> text) {
        return new Column<>(title, true, text);
    }
}
