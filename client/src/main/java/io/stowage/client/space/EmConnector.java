package io.stowage.client.space;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.FrameSink;
import io.stowage.client.frame.OfferCode;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.ConnectEmEncoder;
import io.stowage.codecs.ConnectEmReplyDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ReservationsQueryEncoder;
import io.stowage.codecs.ReservationsReplyDecoder;
import io.stowage.codecs.ResultCode;
import org.agrona.ExpandableArrayBuffer;

/**
 * Makes an extent manager known to its server, session by session, and chooses the first space version: above the last report
 * <em>and</em> above every reservation that an earlier incarnation left.
 */
final class EmConnector {
    private static final long NONE = 0;

    private final ExtentSettings settings;
    private final ExtentLedger ledger;
    private final CommandIdentity identity;
    private final ExtentListener listener;
    private final SpaceReport report;
    private final Deltas deltas;
    private final LastTold lastTold;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(128);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final ConnectEmEncoder connectEm = new ConnectEmEncoder();
    private final ReservationsQueryEncoder reservationsQuery = new ReservationsQueryEncoder();

    private ExtentState state = ExtentState.DISCONNECTED;
    private long awaitedCorrelationId = NONE;
    private long deadlineNs;
    private boolean delayed;
    private long notBeforeNs;
    private long delayNs;
    private boolean raiseBeforeNext;
    private long lastReportedVersion;
    private long extentBytes;
    private long thinBlockBytes;

    EmConnector(
            final ExtentSettings settings,
            final ExtentLedger ledger,
            final CommandIdentity identity,
            final ExtentListener listener,
            final SpaceReport report,
            final Deltas deltas,
            final LastTold lastTold) {
        this.deltas = deltas;
        this.lastTold = lastTold;
        this.settings = settings;
        this.ledger = ledger;
        this.identity = identity;
        this.listener = listener;
        this.report = report;
        delayNs = settings.retryDelayNs();
    }

    ExtentState state() {
        return state;
    }

    long extentBytes() {
        return extentBytes;
    }

    long thinBlockBytes() {
        return thinBlockBytes;
    }

    /** What a call returns that cannot be sent now. */
    long codeWhileNotReady() {
        return switch (state) {
            case DISCONNECTED -> OfferCode.NOT_CONNECTED;
            case STOPPED -> OfferCode.STOPPED;
            default -> OfferCode.NOT_READY;
        };
    }

    void onConnected() {
        if (state != ExtentState.STOPPED) {
            state = ExtentState.CONNECT;
        }
    }

    void onDisconnected(final boolean hadRequestsInFlight) {
        raiseBeforeNext |= hadRequestsInFlight;
        awaitedCorrelationId = NONE;
        delayed = false;
        if (state != ExtentState.STOPPED) {
            state = ExtentState.DISCONNECTED;
        }
    }

    /**
     * The server does not know this extent manager any more, nor what it reserved: new requests carry a new version, so
     * that what is given back of the old ones never takes from the new.
     */
    void onForgotten() {
        if (state == ExtentState.READY) {
            state = ExtentState.CONNECT;
            deltas.diverge();
            raiseBeforeNext = true;
            report.want();
        }
    }

    void stop(final ResultCode result, final Reason reason, final long expected, final long found) {
        if (state != ExtentState.STOPPED) {
            state = ExtentState.STOPPED;
            listener.onStopped(result, reason, expected, found);
        }
    }

    int poll(final FrameSink out, final long nowNs) {
        return switch (state) {
            case DISCONNECTED, READY, STOPPED -> 0;
            case CONNECT -> sendConnect(out, nowNs);
            case AWAIT_CONNECT -> retryIfLate(ExtentState.CONNECT, nowNs);
            case QUERY_VERSIONS -> sendVersionsQuery(out, nowNs);
            case AWAIT_VERSIONS -> retryIfLate(ExtentState.QUERY_VERSIONS, nowNs);
        };
    }

    boolean awaits(final long correlationId) {
        return correlationId == awaitedCorrelationId
                && (state == ExtentState.AWAIT_CONNECT || state == ExtentState.AWAIT_VERSIONS);
    }

    void onConnectReply(final ConnectEmReplyDecoder reply, final long nowNs) {
        final ReplyHeaderDecoder header = reply.header();
        if (header.result() != ResultCode.OK) {
            onRefused(header.result(), header.reason(), reply.expected(), reply.found(), nowNs);
            return;
        }
        lastReportedVersion = reply.lastVersion();
        extentBytes = reply.extentBytes();
        thinBlockBytes = reply.thinBlockBytes();
        lastTold.topology(reply.topologyVersion(), reply.nodeMapVersion());
        if (reply.reportWanted() == BooleanType.TRUE) {
            report.want();
        }
        deltas.onReportInForce(lastReportedVersion);
        // The server came back with an older state: reservations that it granted may be gone, and what is given back of
        // them
        // must not take from new ones of the same version.
        raiseBeforeNext |= lastReportedVersion < report.acceptedVersion();
        delayNs = settings.retryDelayNs();
        if (ledger.isStarted()) {
            becomeReady(lastReportedVersion);
        } else {
            state = ExtentState.QUERY_VERSIONS;
        }
    }

    void onVersionsReply(final ReservationsReplyDecoder reply) {
        long highest = lastReportedVersion;
        for (final ReservationsReplyDecoder.RowsDecoder rows = reply.rows(); rows.hasNext(); ) {
            highest = Math.max(highest, rows.next().version());
        }
        becomeReady(highest);
    }

    /** The plain reply to what is awaited: a refusal. */
    void onRefused(
            final ResultCode result, final Reason reason, final long expected, final long found, final long nowNs) {
        if (isFinal(result)) {
            stop(result, reason, expected, found);
        } else if (state == ExtentState.AWAIT_VERSIONS && reason == Reason.NOT_AVAILABLE) {
            // A server that cannot list reservations: older ones disappear with the reports to come.
            becomeReady(lastReportedVersion);
        } else {
            delay(nowNs);
            state = ExtentState.CONNECT;
        }
    }

    private int sendConnect(final FrameSink out, final long nowNs) {
        if (isDelayed(nowNs)) {
            return 0;
        }
        final long correlationId = identity.nextCorrelationId();
        connectEm.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(connectEm.header(), correlationId);
        connectEm.capabilities(settings.capabilities());
        return send(out, connectEm.encodedLength(), correlationId, ExtentState.AWAIT_CONNECT, nowNs);
    }

    private int sendVersionsQuery(final FrameSink out, final long nowNs) {
        if (isDelayed(nowNs)) {
            return 0;
        }
        final long correlationId = identity.nextCorrelationId();
        reservationsQuery.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(reservationsQuery.header(), correlationId);
        reservationsQuery.em(identity.sender());
        return send(out, reservationsQuery.encodedLength(), correlationId, ExtentState.AWAIT_VERSIONS, nowNs);
    }

    private int send(
            final FrameSink out,
            final int bodyLength,
            final long correlationId,
            final ExtentState next,
            final long nowNs) {
        if (out.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength) < 0) {
            return 0;
        }
        awaitedCorrelationId = correlationId;
        deadlineNs = nowNs + settings.requestTimeoutNs();
        state = next;
        return 1;
    }

    private int retryIfLate(final ExtentState retryState, final long nowNs) {
        if (nowNs - deadlineNs < 0) {
            return 0;
        }
        delay(nowNs);
        state = retryState;
        return 1;
    }

    /** All versions up to the given one were used by an earlier incarnation, or reported. */
    private void becomeReady(final long usedVersion) {
        state = ExtentState.READY;
        awaitedCorrelationId = NONE;
        if (!ledger.isStarted()) {
            ledger.start(usedVersion + 1);
            report.want();
        } else if (raiseBeforeNext || usedVersion > ledger.version()) {
            report.raiseFloor(usedVersion);
            ledger.raise(report.nextVersion());
            report.want();
        }
        raiseBeforeNext = false;
        listener.onReady(ledger.version());
    }

    private boolean isDelayed(final long nowNs) {
        return delayed && nowNs - notBeforeNs < 0;
    }

    private void delay(final long nowNs) {
        delayed = true;
        notBeforeNs = nowNs + delayNs;
        delayNs = Math.min(delayNs * 2, settings.maxRetryDelayNs());
    }

    private static boolean isFinal(final ResultCode result) {
        return result == ResultCode.FENCED
                || result == ResultCode.WRONG_CLUSTER
                || result == ResultCode.NOT_AUTHORISED
                || result == ResultCode.MALFORMED;
    }
}
