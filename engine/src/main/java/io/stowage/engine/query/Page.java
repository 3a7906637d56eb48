package io.stowage.engine.query;

import io.stowage.engine.command.Replies;
import java.util.function.IntPredicate;

/**
 * Which rows of a table a listing answers with: those in use behind the cursor, as many as are wanted and fit into one
 * page. The cursor is a row number, so that a listing never repeats or skips what stays in place between two pages.
 */
final class Page {
    private static final int HEADROOM = 512;

    private int first;
    private int count;
    private int next;

    /**
     * Lays out a page.
     *
     * @param after       cursor of the query; 0: from the start.
     * @param pageSize    entries wanted at most; 0: as many as fit.
     * @param entryLength of one encoded entry, bytes.
     * @param highWater   of the table.
     * @param isUsed      whether a row is in use.
     */
    void lay(
            final long after,
            final long pageSize,
            final int entryLength,
            final int highWater,
            final IntPredicate isUsed) {
        final int fitting = (Replies.MAX_PAGE_LENGTH - HEADROOM) / entryLength;
        final long wanted = pageSize == 0 ? fitting : Math.min(pageSize, fitting);
        first = (int) Math.min(after, highWater);
        count = 0;
        next = 0;
        for (int row = first; row < highWater; row++) {
            if (isUsed.test(row)) {
                if (count == wanted) {
                    next = row;
                    return;
                }
                count++;
            }
        }
    }

    int first() {
        return first;
    }

    int count() {
        return count;
    }

    int next() {
        return next;
    }
}
