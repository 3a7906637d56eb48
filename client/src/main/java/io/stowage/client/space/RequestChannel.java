package io.stowage.client.space;

import io.stowage.client.frame.FrameSink;
import io.stowage.client.frame.OfferCode;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** The way out for requests: says whether one can be sent now, sends it, and puts it among those in flight. */
final class RequestChannel {
    private final ExtentSettings settings;
    private final RequestTable requests;
    private final SpaceReport report;
    private final EmConnector connector;
    private @Nullable FrameSink sink;

    RequestChannel(
            final ExtentSettings settings,
            final RequestTable requests,
            final SpaceReport report,
            final EmConnector connector) {
        this.settings = settings;
        this.requests = requests;
        this.report = report;
        this.connector = connector;
    }

    void onConnected(final FrameSink newSink) {
        sink = newSink;
    }

    void onDisconnected() {
        sink = null;
    }

    /** What a request of so many items returns that cannot be sent now; 0 if it can. */
    long refusal(final int items) {
        if (sink == null || connector.state() != ExtentState.READY) {
            return connector.codeWhileNotReady();
        }
        if (items == 0) {
            return OfferCode.EMPTY_REQUEST;
        }
        if (items > requests.maxItems()) {
            return OfferCode.TOO_MANY_ITEMS;
        }
        return requests.isFull() ? OfferCode.TOO_MANY_IN_FLIGHT : 0;
    }

    /** The longest frame that can be sent now; 0 without a session. */
    int maxFrameLength() {
        final FrameSink out = sink;
        return out == null ? 0 : out.maxFrameLength();
    }

    /** Sends a request; returns its correlation id, or a negative code when it was not sent. */
    long send(
            final RequestKind kind,
            final long correlationId,
            final long version,
            final DirectBuffer buffer,
            final int length,
            final long nowNs) {
        final FrameSink out = sink;
        if (out == null) {
            return connector.codeWhileNotReady();
        }
        if (length > out.maxFrameLength()) {
            return OfferCode.FRAME_TOO_LONG;
        }
        final long code = out.offer(buffer, 0, length);
        if (code < 0) {
            return code;
        }
        report.onRequestSent();
        requests.issue(kind, correlationId, version, nowNs + settings.requestTimeoutNs());
        return correlationId;
    }
}
