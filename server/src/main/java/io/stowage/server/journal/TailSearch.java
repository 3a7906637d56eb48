package io.stowage.server.journal;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Looks at everything behind the last good batch of a cycle file, to tell a torn tail (nothing valid follows) from a damaged
 * middle (something does). It looks at each place where a batch could begin, and believes no length that it has not checked.
 */
final class TailSearch {
    private final boolean validFollows;
    private final int usedEnd;

    private TailSearch(final boolean validFollows, final int usedEnd) {
        this.validFollows = validFollows;
        this.usedEnd = usedEnd;
    }

    /**
     * Searches.
     *
     * @param cycle    to search in.
     * @param cursor   that stands where the walk ended.
     * @param goodEnd  offset after the last good batch; between there and the cursor lies what passes for Chronicle's own.
     * @param resumeAt offset, not before the cursor, from which on a batch would be one that follows.
     */
    static TailSearch behind(
            final MappedCycle cycle, final ExcerptCursor cursor, final int goodEnd, final int resumeAt) {
        final UnsafeBuffer buffer = cycle.buffer();
        final int length = cycle.length();
        int usedEnd = cursor.offset();
        for (int at = goodEnd; at + Integer.BYTES <= length; at += Integer.BYTES) {
            if (buffer.getInt(at) != 0) {
                usedEnd = Math.max(usedEnd, at + Integer.BYTES);
                if ((at < cursor.offset() || at >= resumeAt) && cursor.isBatchAt(at)) {
                    return new TailSearch(true, usedEnd);
                }
            }
        }
        for (int at = length & -Integer.BYTES; at < length; at++) {
            if (buffer.getByte(at) != 0) {
                usedEnd = at + 1;
            }
        }
        return new TailSearch(false, usedEnd);
    }

    /** Whether a valid batch lies behind. */
    boolean validFollows() {
        return validFollows;
    }

    /** Offset after the last byte that is not zero; the end of the good batches if there is none. */
    int usedEnd() {
        return usedEnd;
    }
}
