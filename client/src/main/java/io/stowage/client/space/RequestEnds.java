package io.stowage.client.space;

import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;

/** How requests end that do not end with a reply of their own: plain reply, timeout, lost session, or the application's word. */
final class RequestEnds {
    private final ExtentLedger ledger;
    private final ExtentListener listener;
    private final RequestTable requests;
    private final FreeRequests frees;
    private final Deltas deltas;

    RequestEnds(
            final ExtentLedger ledger,
            final ExtentListener listener,
            final RequestTable requests,
            final FreeRequests frees,
            final Deltas deltas) {
        this.ledger = ledger;
        this.listener = listener;
        this.requests = requests;
        this.frees = frees;
        this.deltas = deltas;
    }

    /** Whether the correlation id is that of a request in flight. */
    boolean awaits(final long correlationId) {
        final int slot = requests.find(correlationId);
        return slot != RequestTable.NONE && !requests.isHeld(slot);
    }

    /** Whether the correlation id is that of a request of a kind in flight. */
    boolean awaits(final long correlationId, final RequestKind kind) {
        return awaits(correlationId) && requests.kind(requests.find(correlationId)) == kind;
    }

    /** Takes the plain reply to a request in flight. */
    void onReply(
            final long correlationId,
            final ResultCode result,
            final Reason reason,
            final long expected,
            final long found) {
        final int slot = requests.find(correlationId);
        final RequestKind kind = requests.kind(slot);
        final long version = requests.version(slot);
        requests.end(slot);
        if (kind == RequestKind.DELTA) {
            deltas.onEnded(version, result, reason, expected, found);
        } else if (result == ResultCode.OK && kind == RequestKind.FREE) {
            listener.onFreed(correlationId);
        } else if (kind != RequestKind.SILENT_FREE) {
            listener.onRefused(correlationId, result, reason, expected, found);
        }
    }

    /** Ends the requests whose time is over; returns how many. */
    int endExpired(final long nowNs) {
        int ended = 0;
        for (int slot = requests.oldestInFlight();
                slot != RequestTable.NONE && requests.isExpired(slot, nowNs);
                slot = requests.oldestInFlight()) {
            endUnknown(slot);
            ended++;
        }
        return ended;
    }

    /** Ends all requests in flight with an unknown outcome; returns whether any of them may have reserved something. */
    boolean onDisconnected() {
        boolean any = false;
        for (int slot = requests.oldestInFlight(); slot != RequestTable.NONE; slot = requests.oldestInFlight()) {
            any |= requests.kind(slot) != RequestKind.DELTA;
            endUnknown(slot);
        }
        return any;
    }

    boolean commit(final long correlationId, final int spaceClass, final long segmentBytes, final int chunk) {
        final int slot = heldSlot(correlationId);
        if (slot == RequestTable.NONE) {
            return false;
        }
        final long version = requests.version(slot);
        if (requests.kind(slot) == RequestKind.REPOSITION) {
            ledger.addRx(version, chunk, spaceClass, 1, segmentBytes);
        } else {
            ledger.add(version, chunk, spaceClass, 1, segmentBytes);
        }
        return true;
    }

    boolean abandon(
            final long correlationId,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int count,
            final long nowNs) {
        final int slot = heldSlot(correlationId);
        if (slot == RequestTable.NONE) {
            return false;
        }
        final boolean rx = requests.kind(slot) == RequestKind.REPOSITION;
        frees.giveBack(rx, requests.version(slot), spaceClass, segmentBytes, chunks, from, count, nowNs);
        return true;
    }

    boolean settle(final long correlationId) {
        final int slot = heldSlot(correlationId);
        if (slot == RequestTable.NONE) {
            return false;
        }
        requests.end(slot);
        return true;
    }

    private int heldSlot(final long correlationId) {
        final int slot = requests.find(correlationId);
        return slot != RequestTable.NONE && requests.isHeld(slot) ? slot : RequestTable.NONE;
    }

    private void endUnknown(final int slot) {
        final long correlationId = requests.correlationId(slot);
        final RequestKind kind = requests.kind(slot);
        final long version = requests.version(slot);
        requests.end(slot);
        if (kind == RequestKind.DELTA) {
            deltas.onEnded(version, ResultCode.NULL_VAL, Reason.NONE, 0, 0);
        } else if (kind != RequestKind.SILENT_FREE) {
            listener.onUnknown(correlationId);
        }
    }
}
