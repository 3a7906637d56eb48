package io.stowage.client.space;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.OfferCode;

/** Gives back what was reserved and not written to: locations of new segments, or destinations of repositions (rx). */
final class FreeRequests {
    private final ExtentLedger ledger;
    private final CommandIdentity identity;
    private final RequestChannel channel;
    private final SpaceReport report;
    private final FreeRequest encoder = new FreeRequest();

    FreeRequests(
            final ExtentLedger ledger,
            final CommandIdentity identity,
            final RequestChannel channel,
            final SpaceReport report) {
        this.ledger = ledger;
        this.identity = identity;
        this.channel = channel;
        this.report = report;
    }

    /** A scratch array of at least a length, for chunk ids. */
    int[] idsFor(final int count) {
        return encoder.idsFor(count);
    }

    /** Takes what the tables hold out of the ledger and gives it back; the ledger stays as it was when nothing was sent. */
    long free(
            final boolean rx,
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
            retractOrRestore(rx, version, spaceClass, segmentBytes, chunks, from, i);
        }
        final long code = send(RequestKind.FREE, rx, version, spaceClass, segmentBytes, chunks, from, count, nowNs);
        if (code < 0) {
            restore(rx, version, spaceClass, segmentBytes, chunks, from, from + count);
        }
        return code;
    }

    /** Gives back what the ledger never took, as far as the channel takes it; the next report gives back the rest. */
    void giveBack(
            final boolean rx,
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int count,
            final long nowNs) {
        final int atOnce = FreeRequest.maxChunks(channel.maxFrameLength());
        int sent = 0;
        while (sent < count) {
            final int part = Math.min(count - sent, atOnce);
            final long code = send(
                    RequestKind.SILENT_FREE, rx, version, spaceClass, segmentBytes, chunks, from + sent, part, nowNs);
            if (code < 0) {
                report.want();
                return;
            }
            sent += part;
        }
    }

    private long send(
            final RequestKind kind,
            final boolean rx,
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int count,
            final long nowNs) {
        final long refusal = channel.refusal(Math.min(count, 1));
        if (refusal < 0) {
            return refusal;
        }
        final long correlationId = identity.nextCorrelationId();
        final int length =
                encoder.encode(rx, identity, correlationId, version, spaceClass, segmentBytes, chunks, from, count);
        return channel.send(kind, correlationId, version, encoder.buffer(), length, nowNs);
    }

    private void retractOrRestore(
            final boolean rx,
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int index) {
        try {
            change(rx, version, chunks[index], spaceClass, -1, segmentBytes);
        } catch (final IllegalArgumentException notHeld) {
            restore(rx, version, spaceClass, segmentBytes, chunks, from, index);
            throw notHeld;
        }
    }

    private void restore(
            final boolean rx,
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int to) {
        for (int i = from; i < to; i++) {
            change(rx, version, chunks[i], spaceClass, 1, segmentBytes);
        }
    }

    private void change(
            final boolean rx,
            final long version,
            final int chunk,
            final int spaceClass,
            final long sign,
            final long segmentBytes) {
        if (rx) {
            ledger.changeHeld(version, chunk, spaceClass, 0, 0, sign, sign * segmentBytes);
        } else {
            ledger.changeHeld(version, chunk, spaceClass, sign, sign * segmentBytes, 0, 0);
        }
    }
}
