package io.stowage.server.session;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Frames that a client has not taken yet: a ring in an array that doubles up to a bound.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                 Length of the frame; -1: wrap                  |
 *  +---------------------------------------------------------------+
 *  |                            Reserved                            |
 *  +---------------------------------------------------------------+
 *  |                         Frame, padded to 8                    ...
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>A frame is never split, so that it can be offered from where it lies. Fast clients never have one of these.
 */
final class ReplyQueue {
    static final int HEADER_LENGTH = 8;
    private static final int INITIAL_CAPACITY = 16 * 1024;
    private static final int WRAP = -1;

    private final int maxCapacity;
    private UnsafeBuffer buffer;
    private int capacity;
    /** Offset of the oldest frame. */
    private int head;
    /** Offset behind the newest frame. */
    private int tail;
    /** Bytes taken, with headers and what is skipped at the end. */
    private int used;

    ReplyQueue(final int maxCapacity) {
        if (!BitUtil.isAligned(maxCapacity, HEADER_LENGTH)) {
            throw new IllegalArgumentException("capacity must be a multiple of 8, not " + maxCapacity);
        }
        this.maxCapacity = maxCapacity;
        this.capacity = Math.min(INITIAL_CAPACITY, maxCapacity);
        this.buffer = new UnsafeBuffer(new byte[capacity]);
    }

    boolean isEmpty() {
        return used == 0;
    }

    int used() {
        return used;
    }

    int capacity() {
        return capacity;
    }

    /** Appends a frame; false, and nothing changed, where the bound does not allow it. */
    boolean add(final DirectBuffer source, final int offset, final int length) {
        final int needed = HEADER_LENGTH + BitUtil.align(length, HEADER_LENGTH);
        while (!fits(needed)) {
            if (capacity >= maxCapacity) {
                return false;
            }
            grow();
        }
        if (tail + needed > capacity) {
            if (tail < capacity) {
                buffer.putInt(tail, WRAP);
            }
            used += capacity - tail;
            tail = 0;
        }
        buffer.putInt(tail, length);
        buffer.putBytes(tail + HEADER_LENGTH, source, offset, length);
        tail += needed;
        used += needed;
        return true;
    }

    /** The buffer that the oldest frame lies in, valid until the next change. */
    DirectBuffer buffer() {
        return buffer;
    }

    /** Offset of the oldest frame; the queue must not be empty. */
    int peekOffset() {
        skipWrap();
        return head + HEADER_LENGTH;
    }

    /** Length of the oldest frame, bytes; the queue must not be empty. */
    int peekLength() {
        skipWrap();
        return buffer.getInt(head);
    }

    /** Drops the oldest frame; the queue must not be empty. */
    void remove() {
        skipWrap();
        final int taken = HEADER_LENGTH + BitUtil.align(buffer.getInt(head), HEADER_LENGTH);
        head += taken;
        used -= taken;
        if (used == 0) {
            head = 0;
            tail = 0;
        }
    }

    private boolean fits(final int needed) {
        if (used == 0) {
            return needed <= capacity;
        }
        if (tail > head) {
            return needed <= capacity - tail || needed <= head;
        }
        return needed <= head - tail;
    }

    private void skipWrap() {
        if (head == capacity || buffer.getInt(head) == WRAP) {
            used -= capacity - head;
            head = 0;
        }
    }

    private void grow() {
        final int grown = (int) Math.min(maxCapacity, 2L * capacity);
        final UnsafeBuffer old = buffer;
        final UnsafeBuffer target = new UnsafeBuffer(new byte[grown]);
        int end = 0;
        while (used > 0) {
            final int length = peekLength();
            final int taken = HEADER_LENGTH + BitUtil.align(length, HEADER_LENGTH);
            target.putBytes(end, old, peekOffset() - HEADER_LENGTH, taken);
            end += taken;
            remove();
        }
        buffer = target;
        capacity = grown;
        head = 0;
        tail = end;
        used = end;
    }
}
