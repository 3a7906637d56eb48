package io.stowage.server.journal;

/**
 * What is in one cycle file.
 *
 * @param file          the file.
 * @param batches       good ones from the start of the file on.
 * @param startPosition of the first batch; 0 if there is none.
 * @param endPosition   after the last good batch; 0 if there is none.
 * @param endOffset     in the file, where the next batch would begin.
 * @param tornBytes     from there to the last byte that is not zero, without an end marker.
 * @param validFollows  whether a valid batch lies behind something that is not one.
 * @param sealed        whether an end marker stands at the end and nothing after it.
 * @param reason        why the walk ended, if not at a regular end.
 */
record CycleScan(
        CycleFile file,
        long batches,
        long startPosition,
        long endPosition,
        int endOffset,
        int tornBytes,
        boolean validFollows,
        boolean sealed,
        String reason) {

    /** Reads the whole file, checksums and all, and what lies behind the good batches. */
    static CycleScan scan(final CycleFile file) {
        try (MappedCycle cycle = new MappedCycle(file)) {
            final ExcerptCursor cursor = new ExcerptCursor(cycle);
            ExcerptState state = cursor.look(true);
            final long start = state == ExcerptState.VALID ? cursor.startPosition() : 0;
            long position = start;
            long batches = 0;
            int goodEnd = 0;
            TailSearch tail;
            do {
                while (state == ExcerptState.VALID) {
                    position = cursor.endPosition();
                    batches++;
                    cursor.advance();
                    goodEnd = cursor.offset();
                    state = cursor.look(position, true);
                }
                tail = TailSearch.behind(cycle, cursor, goodEnd, cursor.searchOffset());
                // A live writer may have gone on meanwhile: then what was found is just the next batch.
                if (tail.validFollows()) {
                    state = batches == 0 ? cursor.look(true) : cursor.look(position, true);
                }
            } while (state == ExcerptState.VALID);
            final boolean marked = state == ExcerptState.SEALED;
            final int endOffset = cursor.offset();
            final int regularEnd = endOffset + (marked ? ExcerptCursor.WORD_LENGTH : 0);
            final int tornBytes = Math.max(0, tail.usedEnd() - regularEnd);
            final boolean sealed = marked && cycle.length() == regularEnd;
            return new CycleScan(
                    file,
                    batches,
                    start,
                    position,
                    endOffset,
                    tornBytes,
                    tail.validFollows(),
                    sealed,
                    reason(state, cursor));
        }
    }

    /** Reads the headers alone, as far as they are good; says nothing about what lies behind. */
    static long endPosition(final CycleFile file) {
        try (MappedCycle cycle = new MappedCycle(file)) {
            final ExcerptCursor cursor = new ExcerptCursor(cycle);
            long position = 0;
            while (cursor.look(false) == ExcerptState.VALID) {
                position = cursor.endPosition();
                cursor.advance();
            }
            return position;
        }
    }

    /** Where the first batch begins, by its header alone; 0 if there is none. */
    static long startPosition(final CycleFile file) {
        try (MappedCycle cycle = new MappedCycle(file)) {
            final ExcerptCursor cursor = new ExcerptCursor(cycle);
            return cursor.look(false) == ExcerptState.VALID ? cursor.startPosition() : 0;
        }
    }

    private static String reason(final ExcerptState state, final ExcerptCursor cursor) {
        return switch (state) {
            case DAMAGED -> cursor.reason();
            case INCOMPLETE -> "a batch was begun and not finished";
            case END, SEALED -> "bytes that belong to no batch";
            case VALID -> throw new IllegalStateException("the walk ends where no valid batch stands");
        };
    }
}
