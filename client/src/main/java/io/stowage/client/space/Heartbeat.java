package io.stowage.client.space;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.FrameSink;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.EmHeartbeatEncoder;
import io.stowage.codecs.EmHeartbeatReplyDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.ResultCode;
import org.agrona.ExpandableArrayBuffer;

/**
 * Beats at an interval, one beat at a time: tells whether extents need recover, and hears modes, versions, and whether a report
 * is wanted. A beat without a reply is not repeated; the next one says the same.
 */
final class Heartbeat {
    private static final long NONE = 0;

    private final ExtentSettings settings;
    private final CommandIdentity identity;
    private final SpaceReport report;
    private final LastTold lastTold;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(128);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final EmHeartbeatEncoder beat = new EmHeartbeatEncoder();
    private boolean needsRecover;
    private long topologyVersion;
    private long awaitedCorrelationId = NONE;
    private long deadlineNs;
    private boolean timed;
    private long dueNs;

    Heartbeat(
            final ExtentSettings settings,
            final CommandIdentity identity,
            final SpaceReport report,
            final LastTold lastTold) {
        this.settings = settings;
        this.identity = identity;
        this.report = report;
        this.lastTold = lastTold;
    }

    /** A change is told at once. */
    void needsRecover(final boolean needed) {
        if (needsRecover != needed) {
            needsRecover = needed;
            timed = false;
        }
    }

    void topologyVersion(final long version) {
        topologyVersion = version;
    }

    /** The next session starts with a beat. */
    void onDisconnected() {
        awaitedCorrelationId = NONE;
        timed = false;
    }

    int poll(final FrameSink out, final long nowNs) {
        final boolean isAwaiting = awaitedCorrelationId != NONE && nowNs - deadlineNs < 0;
        if (settings.heartbeatIntervalNs() == 0 || isAwaiting || (timed && nowNs - dueNs < 0)) {
            return 0;
        }
        final long correlationId = identity.nextCorrelationId();
        beat.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(beat.header(), correlationId);
        beat.topologyVersion(topologyVersion).needsRecover(needsRecover ? BooleanType.TRUE : BooleanType.FALSE);
        beat.quotasCount(0);
        beat.unusableCount(0);
        if (out.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + beat.encodedLength()) < 0) {
            return 0;
        }
        awaitedCorrelationId = correlationId;
        deadlineNs = nowNs + settings.requestTimeoutNs();
        timed = true;
        dueNs = nowNs + settings.heartbeatIntervalNs();
        return 1;
    }

    boolean awaits(final long correlationId) {
        return awaitedCorrelationId != NONE && awaitedCorrelationId == correlationId;
    }

    void onReply(final EmHeartbeatReplyDecoder reply) {
        awaitedCorrelationId = NONE;
        if (reply.header().result() != ResultCode.OK) {
            return;
        }
        lastTold.topology(reply.topologyVersion(), reply.nodeMapVersion());
        lastTold.modes(reply.migrate(), reply.drain(), reply.elevate() == BooleanType.TRUE);
        // While one is under way, it may well be what is wanted; the next beat asks again.
        if (reply.reportWanted() == BooleanType.TRUE && report.state() == ReportState.IDLE) {
            report.want();
        }
    }

    void onRefused() {
        awaitedCorrelationId = NONE;
    }
}
