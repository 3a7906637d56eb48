package io.stowage.client.space;

/**
 * What happened to segments of the report in force and was not sent yet, in the order in which it happened: a ring of fixed
 * size. The same thing happening twice in a row to one chunk and space class is one entry; nothing else is merged, for a thin
 * segment that comes and one that goes do not cancel out: the one that comes has never been measured.
 */
final class DeltaQueue {
    /** What happened. */
    enum Change {
        /** Segments are gone. */
        REMOVED,
        /** THICK segments became THIN. */
        MADE_THIN,
        /** Reposition destinations became segments. */
        RX_DONE,
        /** Reposition destinations are gone. */
        RX_GONE
    }

    private final int capacity;
    private final Change[] changes;
    private final long[] keys;
    private final long[] segments;
    private final long[] bytes;
    private int head;
    private int size;

    DeltaQueue(final int capacity) {
        this.capacity = capacity;
        changes = new Change[capacity];
        keys = new long[capacity];
        segments = new long[capacity];
        bytes = new long[capacity];
    }

    /** Appends a change; false if there is no room, or its count does not fit a message. */
    boolean add(final Change change, final long key, final long count, final long countBytes) {
        if (size > 0 && changes[slot(size - 1)] == change && keys[slot(size - 1)] == key) {
            final int last = slot(size - 1);
            if (segments[last] + count <= Integer.MAX_VALUE) {
                segments[last] += count;
                bytes[last] += countBytes;
                return true;
            }
        }
        if (size == capacity || count > Integer.MAX_VALUE) {
            return false;
        }
        final int slot = slot(size++);
        changes[slot] = change;
        keys[slot] = key;
        segments[slot] = count;
        bytes[slot] = countBytes;
        return true;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void clear() {
        head = 0;
        size = 0;
    }

    /** Drops the oldest entries: they were sent. */
    void drop(final int count) {
        head = slot(count);
        size -= count;
    }

    Change change(final int index) {
        return changes[slot(index)];
    }

    long key(final int index) {
        return keys[slot(index)];
    }

    int segments(final int index) {
        return (int) segments[slot(index)];
    }

    long bytes(final int index) {
        return bytes[slot(index)];
    }

    private int slot(final int index) {
        final int slot = head + index;
        return slot < capacity ? slot : slot - capacity;
    }
}
