package io.stowage.client.space;

import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * Requests that have not ended, by correlation id, in the order in which they were sent.
 *
 * <p>A request is in flight until its reply or its deadline, or held while the application has not said what became of the
 * locations of its reply. All requests have the same timeout, so that the oldest in flight has the earliest deadline. Fixed
 * in size, allocates nothing after construction.
 */
final class RequestTable {
    static final int NONE = -1;

    private static final byte IN_FLIGHT = 1;
    private static final byte HELD = 2;

    private final int maxRequests;
    private final int maxItems;
    private final Long2LongHashMap slots;
    private final long[] correlationIds;
    private final long[] versions;
    private final long[] deadlinesNs;
    private final int[] itemCounts;
    private final byte[] itemClasses;
    private final RequestKind[] kinds;
    private final byte[] states;
    private final int[] next;
    private final int[] previous;
    private int freeHead;
    private int flightHead = NONE;
    private int flightTail = NONE;
    private int heldHead = NONE;
    private int heldTail = NONE;
    private int size;
    private int held;
    private int deltas;

    RequestTable(final int maxRequests, final int maxDeltas, final int maxItems) {
        this.maxRequests = maxRequests;
        this.maxItems = maxItems;
        final int capacity = Math.addExact(maxRequests, maxDeltas);
        // Four times the entries: the map never grows, and its array is never more than a third full.
        slots = new Long2LongHashMap(Math.max(8, capacity * 4), 0.55f, NONE);
        correlationIds = new long[capacity];
        versions = new long[capacity];
        deadlinesNs = new long[capacity];
        itemCounts = new int[capacity];
        itemClasses = new byte[Math.multiplyExact(capacity, maxItems)];
        kinds = new RequestKind[capacity];
        Arrays.fill(kinds, RequestKind.ALLOCATION);
        states = new byte[capacity];
        next = new int[capacity];
        previous = new int[capacity];
        Arrays.setAll(next, slot -> slot + 1 == capacity ? NONE : slot + 1);
    }

    /** Whether there is no room for another request; deltas have room of their own. */
    boolean isFull() {
        return size - deltas == maxRequests;
    }

    /** Requests in flight or held, without deltas. */
    int requests() {
        return size - deltas;
    }

    /** Deltas in flight. */
    int deltas() {
        return deltas;
    }

    int held() {
        return held;
    }

    int maxItems() {
        return maxItems;
    }

    /** Takes a slot for a request that was just sent; the table is not full. */
    int issue(final RequestKind kind, final long correlationId, final long version, final long deadlineNs) {
        final int slot = freeHead;
        freeHead = next[slot];
        slots.put(correlationId, slot);
        correlationIds[slot] = correlationId;
        versions[slot] = version;
        deadlinesNs[slot] = deadlineNs;
        kinds[slot] = kind;
        itemCounts[slot] = 0;
        states[slot] = IN_FLIGHT;
        size++;
        deltas += kind == RequestKind.DELTA ? 1 : 0;
        next[slot] = NONE;
        previous[slot] = flightTail;
        if (flightTail == NONE) {
            flightHead = slot;
        } else {
            next[flightTail] = slot;
        }
        flightTail = slot;
        return slot;
    }

    /** The slot of a request in flight or held, or {@link #NONE}. */
    int find(final long correlationId) {
        return (int) slots.get(correlationId);
    }

    boolean isHeld(final int slot) {
        return states[slot] == HELD;
    }

    void addItem(final int slot, final int spaceClass) {
        itemClasses[slot * maxItems + itemCounts[slot]++] = (byte) spaceClass;
    }

    int itemCount(final int slot) {
        return itemCounts[slot];
    }

    int itemClass(final int slot, final int item) {
        return itemClasses[slot * maxItems + item];
    }

    RequestKind kind(final int slot) {
        return kinds[slot];
    }

    long version(final int slot) {
        return versions[slot];
    }

    long correlationId(final int slot) {
        return correlationIds[slot];
    }

    /** The reply came, but the application decides later: no deadline from now on. */
    void hold(final int slot) {
        unlink(slot);
        states[slot] = HELD;
        held++;
        next[slot] = NONE;
        previous[slot] = heldTail;
        if (heldTail == NONE) {
            heldHead = slot;
        } else {
            next[heldTail] = slot;
        }
        heldTail = slot;
    }

    void end(final int slot) {
        unlink(slot);
        slots.remove(correlationIds[slot]);
        states[slot] = 0;
        size--;
        deltas -= kinds[slot] == RequestKind.DELTA ? 1 : 0;
        next[slot] = freeHead;
        freeHead = slot;
    }

    /** The oldest request in flight, or {@link #NONE}. */
    int oldestInFlight() {
        return flightHead;
    }

    boolean isExpired(final int slot, final long nowNs) {
        return nowNs - deadlinesNs[slot] >= 0;
    }

    /**
     * Whether a request with a lower version has not ended. Deltas do not count: the server takes them before a report that is
     * sent after them, and what they did is in that report anyway.
     */
    boolean anyBelow(final long version) {
        return anyBelow(flightHead, version) || anyBelow(heldHead, version);
    }

    /** Space given back may carry a lower version than a reservation sent before it, so the order says nothing. */
    private boolean anyBelow(final int head, final long version) {
        for (int slot = head; slot != NONE; slot = next[slot]) {
            if (versions[slot] < version && kinds[slot] != RequestKind.DELTA) {
                return true;
            }
        }
        return false;
    }

    private void unlink(final int slot) {
        final boolean wasHeld = states[slot] == HELD;
        final int before = previous[slot];
        final int after = next[slot];
        if (before != NONE) {
            next[before] = after;
        } else if (wasHeld) {
            heldHead = after;
        } else {
            flightHead = after;
        }
        if (after != NONE) {
            previous[after] = before;
        } else if (wasHeld) {
            heldTail = before;
        } else {
            flightTail = before;
        }
        if (wasHeld) {
            held--;
        }
    }
}
