package io.stowage.client.space;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.FrameReader;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.ConnectEmReplyDecoder;
import io.stowage.codecs.EmHeartbeatReplyDecoder;
import io.stowage.codecs.ModeChangedDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ReportSpaceReplyDecoder;
import io.stowage.codecs.ReportWantedDecoder;
import io.stowage.codecs.ReservationsReplyDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.TopologyChangedDecoder;
import org.agrona.DirectBuffer;

/** Decodes what the server sends, hands it to whom it concerns, and draws from a result what goes beyond its request. */
final class ReplyAdapter {
    private final CommandIdentity identity;
    private final ExtentListener listener;
    private final EmConnector connector;
    private final Heartbeat heartbeat;
    private final LastTold lastTold;
    private final SpaceReport report;
    private final RequestEnds requests;
    private final AllocationRequests allocations;
    private final RepositionRequests repositions;
    private final FrameReader reader = new FrameReader();
    private final CommandReplyDecoder commandReply = new CommandReplyDecoder();
    private final ConnectEmReplyDecoder connectReply = new ConnectEmReplyDecoder();
    private final ReservationsReplyDecoder reservationsReply = new ReservationsReplyDecoder();
    private final ReserveForAllocationReplyDecoder allocationReply = new ReserveForAllocationReplyDecoder();
    private final ReserveForRepositionReplyDecoder repositionReply = new ReserveForRepositionReplyDecoder();
    private final ReportSpaceReplyDecoder reportReply = new ReportSpaceReplyDecoder();
    private final EmHeartbeatReplyDecoder heartbeatReply = new EmHeartbeatReplyDecoder();
    private final ReportWantedDecoder reportWanted = new ReportWantedDecoder();
    private final ModeChangedDecoder modeChanged = new ModeChangedDecoder();
    private final TopologyChangedDecoder topologyChanged = new TopologyChangedDecoder();
    private long unmatched;

    ReplyAdapter(
            final CommandIdentity identity,
            final ExtentListener listener,
            final EmConnector connector,
            final Heartbeat heartbeat,
            final LastTold lastTold,
            final SpaceReport report,
            final RequestEnds requests,
            final AllocationRequests allocations,
            final RepositionRequests repositions) {
        this.identity = identity;
        this.listener = listener;
        this.connector = connector;
        this.heartbeat = heartbeat;
        this.lastTold = lastTold;
        this.report = report;
        this.requests = requests;
        this.allocations = allocations;
        this.repositions = repositions;
    }

    /** Replies that came after their request had ended, and were dropped. */
    long unmatched() {
        return unmatched;
    }

    /** Takes a frame; false to get the same frame again later. */
    boolean onFrame(final DirectBuffer frame, final int offset, final int length, final long nowNs) {
        if (!reader.wrap(frame, offset, length)) {
            return true;
        }
        switch (reader.templateId()) {
            case ReserveForAllocationReplyDecoder.TEMPLATE_ID:
                return onAllocationReply(allocationReply.wrapAndApplyHeader(frame, offset, reader.header()), nowNs);
            case ReserveForRepositionReplyDecoder.TEMPLATE_ID:
                return onRepositionReply(repositionReply.wrapAndApplyHeader(frame, offset, reader.header()), nowNs);
            case CommandReplyDecoder.TEMPLATE_ID:
                commandReply.wrapAndApplyHeader(frame, offset, reader.header());
                onReply(commandReply.header(), commandReply.expected(), commandReply.found(), nowNs);
                return true;
            case ReportSpaceReplyDecoder.TEMPLATE_ID:
                reportReply.wrapAndApplyHeader(frame, offset, reader.header());
                onReply(reportReply.header(), reportReply.expected(), reportReply.found(), nowNs);
                return true;
            case ConnectEmReplyDecoder.TEMPLATE_ID:
                connectReply.wrapAndApplyHeader(frame, offset, reader.header());
                if (isAwaitedIn(ExtentState.AWAIT_CONNECT, connectReply.header())) {
                    connector.onConnectReply(connectReply, nowNs);
                }
                return true;
            case ReservationsReplyDecoder.TEMPLATE_ID:
                reservationsReply.wrapAndApplyHeader(frame, offset, reader.header());
                if (isAwaitedIn(ExtentState.AWAIT_VERSIONS, reservationsReply.header())) {
                    connector.onVersionsReply(reservationsReply);
                }
                return true;
            case EmHeartbeatReplyDecoder.TEMPLATE_ID:
                onHeartbeatReply(heartbeatReply.wrapAndApplyHeader(frame, offset, reader.header()));
                return true;
            default:
                onEvent(frame, offset, length);
                return true;
        }
    }

    private void onEvent(final DirectBuffer frame, final int offset, final int length) {
        switch (reader.templateId()) {
            case ReportWantedDecoder.TEMPLATE_ID -> {
                reportWanted.wrapAndApplyHeader(frame, offset, reader.header());
                if (reportWanted.em() == identity.sender()) {
                    report.want();
                }
            }
            case ModeChangedDecoder.TEMPLATE_ID -> {
                modeChanged.wrapAndApplyHeader(frame, offset, reader.header());
                lastTold.modes(modeChanged.migrate(), modeChanged.drain(), modeChanged.elevate() == BooleanType.TRUE);
            }
            case TopologyChangedDecoder.TEMPLATE_ID -> {
                topologyChanged.wrapAndApplyHeader(frame, offset, reader.header());
                lastTold.topology(topologyChanged.topologyVersion(), topologyChanged.nodeMapVersion());
            }
            default -> listener.onEvent(reader.templateId(), frame, offset, length);
        }
    }

    private void onHeartbeatReply(final EmHeartbeatReplyDecoder reply) {
        if (heartbeat.awaits(reply.header().correlationId())) {
            heartbeat.onReply(reply);
        } else {
            unmatched++;
        }
    }

    private boolean isAwaitedIn(final ExtentState awaiting, final ReplyHeaderDecoder header) {
        final boolean awaited = connector.state() == awaiting && connector.awaits(header.correlationId());
        if (!awaited) {
            unmatched++;
        }
        return awaited;
    }

    private boolean onAllocationReply(final ReserveForAllocationReplyDecoder reply, final long nowNs) {
        final ReplyHeaderDecoder header = reply.header();
        if (!requests.awaits(header.correlationId(), RequestKind.ALLOCATION)) {
            unmatched++;
            return true;
        }
        final ResultCode result = header.result();
        final Reason reason = header.reason();
        final long expected = reply.expected();
        final long found = reply.found();
        reply.sbeRewind();
        final boolean taken = allocations.onReply(reply, nowNs);
        if (taken) {
            onResult(result, reason, expected, found);
        }
        return taken;
    }

    private boolean onRepositionReply(final ReserveForRepositionReplyDecoder reply, final long nowNs) {
        final ReplyHeaderDecoder header = reply.header();
        if (!requests.awaits(header.correlationId(), RequestKind.REPOSITION)) {
            unmatched++;
            return true;
        }
        final ResultCode result = header.result();
        final Reason reason = header.reason();
        final long expected = reply.expected();
        final long found = reply.found();
        reply.sbeRewind();
        final boolean taken = repositions.onReply(reply, nowNs);
        if (taken) {
            onResult(result, reason, expected, found);
        }
        return taken;
    }

    private void onReply(final ReplyHeaderDecoder header, final long expected, final long found, final long nowNs) {
        final long correlationId = header.correlationId();
        final ResultCode result = header.result();
        final Reason reason = header.reason();
        if (connector.awaits(correlationId)) {
            connector.onRefused(result, reason, expected, found, nowNs);
            return;
        }
        if (heartbeat.awaits(correlationId)) {
            heartbeat.onRefused();
        } else if (requests.awaits(correlationId)) {
            requests.onReply(correlationId, result, reason, expected, found);
        } else if (report.owns(correlationId)) {
            report.onReply(correlationId, result, reason, expected, found, header.position(), nowNs);
        } else {
            unmatched++;
            return;
        }
        onResult(result, reason, expected, found);
    }

    /** What a result means beyond the request that it ends. */
    private void onResult(final ResultCode result, final Reason reason, final long expected, final long found) {
        switch (result) {
            case STALE_VERSION -> {
                if (reason == Reason.VERSION_BELOW_REPORT) {
                    report.raiseFloor(expected);
                }
                report.want();
            }
            case LEDGER_MISMATCH -> report.want();
            case NOT_READY -> {
                // Whose report is missing is not said; another one of ours helps only if none of ours is in force.
                if (!report.isInForce()) {
                    report.want();
                }
            }
            case BUSY -> {
                if (reason == Reason.VERSIONS_IN_FLIGHT) {
                    report.want();
                }
            }
            case UNKNOWN_EM -> connector.onForgotten();
            case FENCED, WRONG_CLUSTER -> connector.stop(result, reason, expected, found);
            default -> {}
        }
    }
}
