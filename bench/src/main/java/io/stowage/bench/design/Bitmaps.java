package io.stowage.bench.design;

/** Sets of up to 4,096 small numbers: a word says which of the words behind it have any bit set. */
final class Bitmaps {
    private static final int SHIFT = 6;
    private static final int MAX_BITS = Long.SIZE * Long.SIZE;

    private final int stride;
    private final long[] words;

    Bitmaps(final int sets, final int bits) {
        if (bits > MAX_BITS) {
            throw new IllegalArgumentException("a set holds at most " + MAX_BITS + " numbers, not " + bits);
        }
        stride = 1 + ((bits + Long.SIZE - 1) >> SHIFT);
        words = new long[sets * stride];
    }

    void add(final int set, final int bit) {
        final int base = set * stride;
        words[base] |= 1L << (bit >> SHIFT);
        words[base + 1 + (bit >> SHIFT)] |= 1L << bit;
    }

    void remove(final int set, final int bit) {
        final int base = set * stride;
        final int at = base + 1 + (bit >> SHIFT);
        words[at] &= ~(1L << bit);
        if (words[at] == 0) {
            words[base] &= ~(1L << (bit >> SHIFT));
        }
    }

    boolean isEmpty(final int set) {
        return words[set * stride] == 0;
    }

    /** The first number of a set that is not empty from a number on; behind the last comes the first again. */
    int next(final int set, final int from) {
        final int base = set * stride;
        final int word = from >> SHIFT;
        final long here = words[base + 1 + word] & (-1L << from);
        if (here != 0) {
            return (word << SHIFT) + Long.numberOfTrailingZeros(here);
        }
        final long behind = words[base] & (-2L << word);
        final int found = Long.numberOfTrailingZeros(behind == 0 ? words[base] : behind);
        return (found << SHIFT) + Long.numberOfTrailingZeros(words[base + 1 + found]);
    }
}
