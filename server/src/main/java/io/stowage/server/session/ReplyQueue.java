package io.stowage.server.session;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Frames that a client has not taken yet: a ring in a block of memory that is exchanged for a larger one up to a bound.
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
 * <p>A frame is never split, so that it can be offered from where it lies. The queue of a fast client never takes memory.
 */
final class ReplyQueue {
    static final int HEADER_LENGTH = 8;
    private static final int WRAP = -1;
    private static final UnsafeBuffer NONE = new UnsafeBuffer(new byte[0]);

    private final ReplyMemory memory;
    private UnsafeBuffer buffer = NONE;
    private int capacity;
    /** Offset of the oldest frame. */
    private int head;
    /** Offset behind the newest frame. */
    private int tail;
    /** Bytes taken, with headers and what is skipped at the end. */
    private int used;

    /** A queue that takes no memory before a frame waits. */
    ReplyQueue(final ReplyMemory memory) {
        this.memory = memory;
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
            if (capacity >= memory.maxCapacity()) {
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

    /** Drops all frames. */
    void clear() {
        hold(buffer, 0);
    }

    /** Gives the memory of an empty queue back. */
    void release() {
        if (capacity > 0) {
            memory.give(buffer);
            hold(NONE, 0);
        }
    }

    private void grow() {
        final UnsafeBuffer old = buffer;
        final UnsafeBuffer target = memory.takeLarger(capacity);
        int end = 0;
        while (used > 0) {
            final int length = peekLength();
            final int taken = HEADER_LENGTH + BitUtil.align(length, HEADER_LENGTH);
            target.putBytes(end, old, peekOffset() - HEADER_LENGTH, taken);
            end += taken;
            remove();
        }
        release();
        hold(target, end);
    }

    private void hold(final UnsafeBuffer block, final int end) {
        buffer = block;
        capacity = block.capacity();
        head = 0;
        tail = end;
        used = end;
    }
}
