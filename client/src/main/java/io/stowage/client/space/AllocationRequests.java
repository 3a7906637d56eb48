package io.stowage.client.space;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;

/** Asks for locations of new segments, and takes the replies into the ledger under the versions of their requests. */
final class AllocationRequests {
    private final ExtentLedger ledger;
    private final CommandIdentity identity;
    private final ExtentListener listener;
    private final RequestTable requests;
    private final RequestChannel channel;
    private final FreeRequests frees;

    AllocationRequests(
            final ExtentLedger ledger,
            final CommandIdentity identity,
            final ExtentListener listener,
            final RequestTable requests,
            final RequestChannel channel,
            final FreeRequests frees) {
        this.ledger = ledger;
        this.identity = identity;
        this.listener = listener;
        this.requests = requests;
        this.channel = channel;
        this.frees = frees;
    }

    long reserve(final ReserveRequest request, final long nowNs) {
        final long refusal = channel.refusal(request.itemCount());
        if (refusal < 0) {
            return refusal;
        }
        final long correlationId = identity.nextCorrelationId();
        final long version = ledger.version();
        final int length = request.finish(identity, correlationId, version);
        final long code = channel.send(RequestKind.ALLOCATION, correlationId, version, request.buffer(), length, nowNs);
        if (code > 0) {
            final int slot = requests.find(correlationId);
            for (int item = 0; item < request.itemCount(); item++) {
                requests.addItem(slot, request.spaceClass(item));
            }
        }
        return code;
    }

    /** Takes the locations of a request in flight; false if the listener wants them again later. */
    boolean onReply(final ReserveForAllocationReplyDecoder reply, final long nowNs) {
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
        if (action == ReserveAction.DEFER) {
            requests.hold(slot);
        } else {
            apply(action, slot, reply, nowNs);
            requests.end(slot);
        }
        return true;
    }

    private void apply(
            final ReserveAction action,
            final int slot,
            final ReserveForAllocationReplyDecoder reply,
            final long nowNs) {
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
                final int[] ids = frees.idsFor(chunks.count());
                int count = 0;
                while (chunks.hasNext()) {
                    ids[count++] = (int) chunks.next().chunk();
                }
                frees.giveBack(false, version, spaceClass, segmentBytes, ids, 0, count, nowNs);
            }
        }
    }
}
