package io.stowage.client.space;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.FrameSink;
import io.stowage.client.frame.OfferCode;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;
import org.jspecify.annotations.Nullable;

/** Sends what reserves and gives back space, follows each request to its end, and keeps the ledger in step. */
final class AllocationRequests {
    private final ExtentSettings settings;
    private final ExtentLedger ledger;
    private final CommandIdentity identity;
    private final ExtentListener listener;
    private final RequestTable requests;
    private final SpaceReport report;
    private final EmConnector connector;
    private final FreeRequest freeRequest = new FreeRequest();
    private @Nullable FrameSink sink;

    AllocationRequests(
            final ExtentSettings settings,
            final ExtentLedger ledger,
            final CommandIdentity identity,
            final ExtentListener listener,
            final RequestTable requests,
            final SpaceReport report,
            final EmConnector connector) {
        this.settings = settings;
        this.ledger = ledger;
        this.identity = identity;
        this.listener = listener;
        this.requests = requests;
        this.report = report;
        this.connector = connector;
    }

    void onConnected(final FrameSink newSink) {
        sink = newSink;
    }

    /** Ends all requests in flight with an unknown outcome; returns whether there were any. */
    boolean onDisconnected() {
        sink = null;
        final boolean any = requests.oldestInFlight() != RequestTable.NONE;
        for (int slot = requests.oldestInFlight(); slot != RequestTable.NONE; slot = requests.oldestInFlight()) {
            endUnknown(slot);
        }
        return any;
    }

    long reserve(final ReserveRequest request, final long nowNs) {
        final FrameSink out = sink;
        if (out == null || connector.state() != ExtentState.READY) {
            return connector.codeWhileNotReady();
        }
        if (request.itemCount() == 0) {
            return OfferCode.EMPTY_REQUEST;
        }
        if (request.itemCount() > requests.maxItems()) {
            return OfferCode.TOO_MANY_ITEMS;
        }
        if (requests.isFull()) {
            return OfferCode.TOO_MANY_IN_FLIGHT;
        }
        final long correlationId = identity.nextCorrelationId();
        final long version = ledger.version();
        final int length = request.finish(identity, correlationId, version);
        if (length > out.maxFrameLength()) {
            return OfferCode.FRAME_TOO_LONG;
        }
        final long code = out.offer(request.buffer(), 0, length);
        if (code < 0) {
            return code;
        }
        final int slot = issue(RequestKind.RESERVE, correlationId, version, nowNs);
        for (int item = 0; item < request.itemCount(); item++) {
            requests.addItem(slot, request.spaceClass(item));
        }
        return correlationId;
    }

    long free(
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int count,
            final long nowNs) {
        if (!ledger.isOpen(version)) {
            return OfferCode.VERSION_ENDED;
        }
        for (int i = from; i < from + count; i++) {
            retractOrRestore(version, spaceClass, segmentBytes, chunks, from, i);
        }
        final long code = sendFree(RequestKind.FREE, version, spaceClass, segmentBytes, chunks, from, count, nowNs);
        if (code < 0) {
            restore(version, spaceClass, segmentBytes, chunks, from, from + count);
        }
        return code;
    }

    boolean commit(final long correlationId, final int spaceClass, final long segmentBytes, final int chunk) {
        final int slot = requests.find(correlationId);
        if (slot == RequestTable.NONE || !requests.isHeld(slot)) {
            return false;
        }
        ledger.add(requests.version(slot), chunk, spaceClass, 1, segmentBytes);
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
        final int slot = requests.find(correlationId);
        if (slot == RequestTable.NONE || !requests.isHeld(slot)) {
            return false;
        }
        giveBack(requests.version(slot), spaceClass, segmentBytes, chunks, from, count, nowNs);
        return true;
    }

    boolean settle(final long correlationId) {
        final int slot = requests.find(correlationId);
        if (slot == RequestTable.NONE || !requests.isHeld(slot)) {
            return false;
        }
        requests.end(slot);
        return true;
    }

    /** Whether the correlation id is that of a request in flight. */
    boolean awaits(final long correlationId) {
        final int slot = requests.find(correlationId);
        return slot != RequestTable.NONE && !requests.isHeld(slot);
    }

    /** Takes the locations of a request in flight; false if the listener wants them again later. */
    boolean onReserveReply(final ReserveForAllocationReplyDecoder reply, final long nowNs) {
        final ReplyHeaderDecoder header = reply.header();
        final long correlationId = header.correlationId();
        final ResultCode result = header.result();
        final Reason reason = header.reason();
        final long expected = reply.expected();
        final long found = reply.found();
        final int slot = requests.find(correlationId);
        if (reply.items().count() == 0) {
            requests.end(slot);
            listener.onRefused(correlationId, result, reason, expected, found);
            return true;
        }
        reply.sbeRewind();
        final ReserveAction action = listener.onReserved(correlationId, requests.version(slot), reply);
        if (action == ReserveAction.RETRY) {
            return false;
        }
        reply.sbeRewind();
        apply(action, slot, reply, nowNs);
        return true;
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
        requests.end(slot);
        if (kind == RequestKind.SILENT_FREE) {
            return;
        }
        if (result == ResultCode.OK && kind == RequestKind.FREE) {
            listener.onFreed(correlationId);
        } else {
            listener.onRefused(correlationId, result, reason, expected, found);
        }
    }

    private void apply(
            final ReserveAction action,
            final int slot,
            final ReserveForAllocationReplyDecoder reply,
            final long nowNs) {
        if (action == ReserveAction.DEFER) {
            requests.hold(slot);
            return;
        }
        final long version = requests.version(slot);
        final int known = requests.itemCount(slot);
        int item = 0;
        for (final ReserveForAllocationReplyDecoder.ItemsDecoder items = reply.items(); items.hasNext(); item++) {
            items.next();
            final int spaceClass = requests.itemClass(slot, Math.min(item, known - 1));
            final long segmentBytes = items.segmentBytes();
            final ReserveForAllocationReplyDecoder.ItemsDecoder.ChunksDecoder chunks = items.chunks();
            if (action == ReserveAction.ACCEPT) {
                while (chunks.hasNext()) {
                    ledger.add(version, (int) chunks.next().chunk(), spaceClass, 1, segmentBytes);
                }
            } else if (chunks.count() > 0) {
                final int[] ids = freeRequest.idsFor(chunks.count());
                int count = 0;
                while (chunks.hasNext()) {
                    ids[count++] = (int) chunks.next().chunk();
                }
                giveBack(version, spaceClass, segmentBytes, ids, 0, count, nowNs);
            }
        }
        requests.end(slot);
    }

    private long sendFree(
            final RequestKind kind,
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int count,
            final long nowNs) {
        final FrameSink out = sink;
        if (out == null || connector.state() != ExtentState.READY) {
            return connector.codeWhileNotReady();
        }
        if (requests.isFull()) {
            return OfferCode.TOO_MANY_IN_FLIGHT;
        }
        if (count == 0) {
            return OfferCode.EMPTY_REQUEST;
        }
        final long correlationId = identity.nextCorrelationId();
        final int length =
                freeRequest.encode(identity, correlationId, version, spaceClass, segmentBytes, chunks, from, count);
        if (length > out.maxFrameLength()) {
            return OfferCode.FRAME_TOO_LONG;
        }
        final long code = out.offer(freeRequest.buffer(), 0, length);
        if (code < 0) {
            return code;
        }
        issue(kind, correlationId, version, nowNs);
        return correlationId;
    }

    private void giveBack(
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int count,
            final long nowNs) {
        final FrameSink out = sink;
        final int atOnce = out == null ? count : FreeRequest.maxChunks(out.maxFrameLength());
        int sent = 0;
        while (sent < count) {
            final int part = Math.min(count - sent, atOnce);
            if (sendFree(RequestKind.SILENT_FREE, version, spaceClass, segmentBytes, chunks, from + sent, part, nowNs)
                    < 0) {
                report.want();
                return;
            }
            sent += part;
        }
    }

    private int issue(final RequestKind kind, final long correlationId, final long version, final long nowNs) {
        report.onRequestSent();
        return requests.issue(kind, correlationId, version, nowNs + settings.requestTimeoutNs());
    }

    int endExpired(final long nowNs) {
        int work = 0;
        for (int slot = requests.oldestInFlight();
                slot != RequestTable.NONE && requests.isExpired(slot, nowNs);
                slot = requests.oldestInFlight()) {
            endUnknown(slot);
            work++;
        }
        return work;
    }

    private void endUnknown(final int slot) {
        final long correlationId = requests.correlationId(slot);
        final RequestKind kind = requests.kind(slot);
        requests.end(slot);
        if (kind != RequestKind.SILENT_FREE) {
            listener.onUnknown(correlationId);
        }
    }

    private void retractOrRestore(
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int index) {
        try {
            ledger.retract(version, chunks[index], spaceClass, 1, segmentBytes);
        } catch (final IllegalArgumentException notHeld) {
            restore(version, spaceClass, segmentBytes, chunks, from, index);
            throw notHeld;
        }
    }

    private void restore(
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int to) {
        for (int i = from; i < to; i++) {
            ledger.add(version, chunks[i], spaceClass, 1, segmentBytes);
        }
    }
}
