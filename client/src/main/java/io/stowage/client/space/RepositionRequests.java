package io.stowage.client.space;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;

/** Asks for sources and destinations of repositions, and takes the destinations into the ledger as rx. */
final class RepositionRequests {
    private final ExtentLedger ledger;
    private final CommandIdentity identity;
    private final ExtentListener listener;
    private final RequestTable requests;
    private final RequestChannel channel;
    private final FreeRequests frees;

    RepositionRequests(
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

    long reserve(final RepositionRequest request, final long nowNs) {
        final long refusal = channel.refusal(request.itemCount());
        if (refusal < 0) {
            return refusal;
        }
        final long correlationId = identity.nextCorrelationId();
        final long version = ledger.version();
        final int length = request.finish(identity, correlationId, version);
        final long code = channel.send(RequestKind.REPOSITION, correlationId, version, request.buffer(), length, nowNs);
        if (code > 0) {
            final int slot = requests.find(correlationId);
            for (int item = 0; item < request.itemCount(); item++) {
                requests.addItem(slot, request.spaceClass(item));
            }
        }
        return code;
    }

    /** Takes the destinations of a request in flight; false if the listener wants them again later. */
    boolean onReply(final ReserveForRepositionReplyDecoder reply, final long nowNs) {
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
        final ReserveAction action = listener.onRepositionReserved(correlationId, requests.version(slot), reply);
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
            final ReserveForRepositionReplyDecoder reply,
            final long nowNs) {
        final long version = requests.version(slot);
        final int known = requests.itemCount(slot);
        int item = 0;
        for (final ReserveForRepositionReplyDecoder.ItemsDecoder items = reply.items(); items.hasNext(); item++) {
            items.next();
            final int spaceClass = requests.itemClass(slot, Math.min(item, known - 1));
            final long segmentBytes = items.segmentBytes();
            final int destination = (int) items.destination();
            items.sbeSkip();
            if (destination != 0 && action == ReserveAction.ACCEPT) {
                ledger.addRx(version, destination, spaceClass, 1, segmentBytes);
            } else if (destination != 0) {
                final int[] ids = frees.idsFor(1);
                ids[0] = destination;
                frees.giveBack(true, version, spaceClass, segmentBytes, ids, 0, 1, nowNs);
            }
        }
    }
}
