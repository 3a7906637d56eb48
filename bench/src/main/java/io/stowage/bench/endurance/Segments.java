package io.stowage.bench.endurance;

import io.stowage.bench.engine.Coding;

/**
 * A bag of segments, counted by key. Taking one out at random, adding one and counting a key are O(1); allocates nothing after
 * its start.
 *
 * <pre>
 *  key:  chunk index | space class (3 bits) | rx (1 bit) | coding (2 bits)
 *  row:  chunk index | space class
 * </pre>
 */
final class Segments {
    private static final int CODING_BITS = 2;
    private static final int RX_BIT = 1 << CODING_BITS;
    private static final int ROW_SHIFT = CODING_BITS + 1;
    private static final int CLASS_BITS = 3;
    private static final int CODINGS = 1 << CODING_BITS;

    private final int[] keys;
    private final int[] counts;
    private int size;

    Segments(final int chunks, final int capacity) {
        keys = new int[capacity];
        counts = new int[chunks << CLASS_BITS << ROW_SHIFT];
    }

    static int key(final int chunkIndex, final int spaceClass, final boolean rx, final Coding coding) {
        return (chunkIndex << CLASS_BITS | spaceClass) << ROW_SHIFT | (rx ? RX_BIT : 0) | coding.ordinal();
    }

    static int chunkIndex(final int key) {
        return key >> ROW_SHIFT >> CLASS_BITS;
    }

    static int spaceClass(final int key) {
        return (key >> ROW_SHIFT) & ((1 << CLASS_BITS) - 1);
    }

    static boolean isRx(final int key) {
        return (key & RX_BIT) != 0;
    }

    static Coding coding(final int key) {
        return Coding.of(key & (CODINGS - 1));
    }

    /** Same class, rx and coding, whatever the chunk. */
    static boolean isAlike(final int key, final int other) {
        final int mask = (1 << (CLASS_BITS + ROW_SHIFT)) - 1;
        return (key & mask) == (other & mask);
    }

    boolean hasRoomFor(final int more) {
        return size + more <= keys.length;
    }

    int size() {
        return size;
    }

    void add(final int key) {
        keys[size++] = key;
        counts[key]++;
    }

    int at(final int i) {
        return keys[i];
    }

    /** Takes a segment out; the last one moves to its place. */
    int remove(final int i) {
        final int key = keys[i];
        keys[i] = keys[--size];
        counts[key]--;
        return key;
    }

    void clear() {
        while (size > 0) {
            remove(size - 1);
        }
    }

    int rows() {
        return counts.length >> ROW_SHIFT;
    }

    static int rowOf(final int chunkIndex, final int spaceClass) {
        return chunkIndex << CLASS_BITS | spaceClass;
    }

    static int chunkIndexOfRow(final int row) {
        return row >> CLASS_BITS;
    }

    static int spaceClassOfRow(final int row) {
        return row & ((1 << CLASS_BITS) - 1);
    }

    int segments(final int row, final boolean rx) {
        final int first = row << ROW_SHIFT | (rx ? RX_BIT : 0);
        int sum = 0;
        for (int coding = 0; coding < CODINGS; coding++) {
            sum += counts[first + coding];
        }
        return sum;
    }

    long bytes(final int row, final boolean rx) {
        final int first = row << ROW_SHIFT | (rx ? RX_BIT : 0);
        long sum = 0;
        for (int coding = 0; coding < CODINGS; coding++) {
            sum += counts[first + coding] * Coding.of(coding).segmentBytes();
        }
        return sum;
    }
}
