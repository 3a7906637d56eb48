package io.stowage.client.space;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.FrameReader;
import io.stowage.client.frame.FrameSink;
import io.stowage.client.frame.OfferCode;
import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.ConnectEmReplyDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ReportSpaceReplyDecoder;
import io.stowage.codecs.ReportWantedDecoder;
import io.stowage.codecs.ReservationsReplyDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The extent manager's side of the protocol: makes itself known, sends requests under the current space version, follows
 * each to its end, keeps the ledger, and reports.
 *
 * <p>Time comes in as a parameter, frames leave through a {@link FrameSink}: the same code runs over Aeron
 * ({@code ExtentManagerClient}) and in the simulator. The driver calls {@link #onConnected} when a session opens,
 * {@link #onFrame} for each frame, {@link #poll} in every duty cycle, and {@link #onDisconnected} when the session is lost.
 *
 * <p>When a session is lost, all requests in flight end with an unknown outcome, and the version is raised before the next
 * request, so that what is still under way from the old session cannot touch what the new one reserves.
 *
 * <p>An extent manager that starts takes a version above its last report <em>and</em> above every reservation that an
 * earlier incarnation left, so that its first report settles them all.
 *
 * <p>Allocates nothing in the steady state. Not thread-safe.
 */
public final class ExtentProtocol {
    private final ExtentLedger ledger;
    private final CommandIdentity identity;
    private final ExtentListener listener;
    private final RequestTable requests;
    private final SpaceReport report;
    private final EmConnector connector;
    private final AllocationRequests allocation;
    private final FrameReader reader = new FrameReader();
    private final CommandReplyDecoder commandReply = new CommandReplyDecoder();
    private final ConnectEmReplyDecoder connectReply = new ConnectEmReplyDecoder();
    private final ReservationsReplyDecoder reservationsReply = new ReservationsReplyDecoder();
    private final ReserveForAllocationReplyDecoder reserveReply = new ReserveForAllocationReplyDecoder();
    private final ReportSpaceReplyDecoder reportReply = new ReportSpaceReplyDecoder();
    private final ReportWantedDecoder reportWanted = new ReportWantedDecoder();

    private @Nullable FrameSink sink;
    private long unmatchedReplies;

    /**
     * Makes a protocol that waits for its first session.
     *
     * @param settings times and sizes.
     * @param ledger   preloaded with what the tables hold, not started.
     * @param identity of the extent manager.
     * @param listener to be told.
     */
    public ExtentProtocol(
            final ExtentSettings settings,
            final ExtentLedger ledger,
            final CommandIdentity identity,
            final ExtentListener listener) {
        settings.validate();
        this.ledger = ledger;
        this.identity = identity;
        this.listener = listener;
        requests = new RequestTable(settings.maxRequestsInFlight(), settings.maxItemsPerRequest());
        report = new SpaceReport(settings, ledger, requests, identity, listener);
        connector = new EmConnector(settings, ledger, identity, listener, report);
        allocation = new AllocationRequests(settings, ledger, identity, listener, requests, report, connector);
    }

    /**
     * A session opened.
     *
     * @param newSink to its server.
     */
    public void onConnected(final FrameSink newSink) {
        if (connector.state() != ExtentState.STOPPED) {
            sink = newSink;
            allocation.onConnected(newSink);
            connector.onConnected();
        }
    }

    /** The session was lost: the outcome of every request in flight is unknown. */
    public void onDisconnected() {
        sink = null;
        report.onDisconnected();
        final boolean hadRequestsInFlight = allocation.onDisconnected();
        connector.onDisconnected(hadRequestsInFlight);
    }

    /**
     * No session will ever open: the server refused for good.
     *
     * @param result why.
     * @param reason what stands behind it.
     */
    public void stop(final ResultCode result, final Reason reason) {
        connector.stop(result, reason, 0, 0);
    }

    /**
     * One step of the duty cycle: timeouts, making itself known, reports.
     *
     * @param nowNs time.
     * @return how much was done; 0 for nothing.
     */
    public int poll(final long nowNs) {
        final FrameSink out = sink;
        final int work = allocation.endExpired(nowNs);
        if (out == null) {
            return work;
        }
        return work + (connector.state() == ExtentState.READY ? report.poll(out, nowNs) : connector.poll(out, nowNs));
    }

    /**
     * A frame arrived.
     *
     * @param frame  valid only during the call.
     * @param offset of its message header, bytes.
     * @param length of the frame, bytes.
     * @param nowNs  time.
     * @return false to get the same frame again later: the listener asked for it.
     */
    public boolean onFrame(final DirectBuffer frame, final int offset, final int length, final long nowNs) {
        if (!reader.wrap(frame, offset, length)) {
            return true;
        }
        switch (reader.templateId()) {
            case ReserveForAllocationReplyDecoder.TEMPLATE_ID:
                return onReserveReply(reserveReply.wrapAndApplyHeader(frame, offset, reader.header()), nowNs);
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
            case ReportWantedDecoder.TEMPLATE_ID:
                if (reportWanted
                                .wrapAndApplyHeader(frame, offset, reader.header())
                                .em()
                        == identity.sender()) {
                    report.want();
                }
                return true;
            default:
                listener.onEvent(reader.templateId(), frame, offset, length);
                return true;
        }
    }

    /**
     * Asks for locations, under the current space version.
     *
     * @param request with at least one item; unchanged, so that it may be sent again.
     * @param nowNs   time.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long reserve(final ReserveRequest request, final long nowNs) {
        return allocation.reserve(request, nowNs);
    }

    /**
     * Gives back locations that the ledger took and nothing was written to: lowers the ledger under the version that
     * reserved them, and tells the server, so that the space is free at once.
     *
     * @param version      of the request that reserved them.
     * @param spaceClass   number of {@link SpaceClass}.
     * @param segmentBytes nominal bytes of each segment.
     * @param chunks       ids, one a segment.
     * @param from         first index to be used.
     * @param count        how many.
     * @param nowNs        time.
     * @return the correlation id, or a negative {@link OfferCode}; {@link OfferCode#VERSION_ENDED} once a report covers the
     *     version: {@link ExtentLedger#remove} them then.
     */
    public long free(
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int count,
            final long nowNs) {
        return allocation.free(version, spaceClass, segmentBytes, chunks, from, count, nowNs);
    }

    /**
     * The tables took a location of a deferred reply.
     *
     * @param correlationId of the request.
     * @param spaceClass    number of {@link SpaceClass}.
     * @param segmentBytes  nominal bytes.
     * @param chunk         id.
     * @return false if no such reply is deferred: the location must not be used.
     */
    public boolean commit(final long correlationId, final int spaceClass, final long segmentBytes, final int chunk) {
        return allocation.commit(correlationId, spaceClass, segmentBytes, chunk);
    }

    /**
     * Locations of a deferred reply will not be in the tables: gives them back, as far as the channel takes it; else the next
     * report does.
     *
     * @param correlationId of the request.
     * @param spaceClass    number of {@link SpaceClass}.
     * @param segmentBytes  nominal bytes of each segment.
     * @param chunks        ids, one a segment.
     * @param from          first index to be used.
     * @param count         how many.
     * @param nowNs         time.
     * @return false if no such reply is deferred.
     */
    public boolean abandon(
            final long correlationId,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int count,
            final long nowNs) {
        return allocation.abandon(correlationId, spaceClass, segmentBytes, chunks, from, count, nowNs);
    }

    /**
     * All is decided about a deferred reply: its request ends.
     *
     * @param correlationId of the request.
     * @return false if no such reply is deferred.
     */
    public boolean settle(final long correlationId) {
        return allocation.settle(correlationId);
    }

    /** Asks for a report as soon as may be: {@link ExtentListener#onReported} tells when it took effect. */
    public void reportSpace() {
        report.want();
    }

    // What is known
    // ----------------------------------------------------------------------------------------------------

    /**
     * Where this client stands.
     *
     * @return its state.
     */
    public ExtentState state() {
        return connector.state();
    }

    /**
     * Where its report stands.
     *
     * @return its state.
     */
    public ReportState reportState() {
        return report.state();
    }

    /**
     * Whether a report is asked for or under way.
     *
     * @return false once everything asked for was reported.
     */
    public boolean isReporting() {
        return report.isWanted() || report.state() != ReportState.IDLE;
    }

    /**
     * The ledger.
     *
     * @return that of the constructor.
     */
    public ExtentLedger ledger() {
        return ledger;
    }

    /**
     * Requests that have not ended, deferred ones included.
     *
     * @return count.
     */
    public int requestsInFlight() {
        return requests.size();
    }

    /**
     * Replies that the application deferred and has not settled.
     *
     * @return count.
     */
    public int deferredReplies() {
        return requests.held();
    }

    /**
     * Replies that came after their request had ended with an unknown outcome, and were dropped.
     *
     * @return count since the start.
     */
    public long unmatchedReplies() {
        return unmatchedReplies;
    }

    /**
     * Size of an extent.
     *
     * @return bytes; 0 before the server told.
     */
    public long extentBytes() {
        return connector.extentBytes();
    }

    /**
     * Grain of thin consumption.
     *
     * @return bytes; 0 before the server told.
     */
    public long thinBlockBytes() {
        return connector.thinBlockBytes();
    }

    private boolean isAwaitedIn(final ExtentState awaiting, final ReplyHeaderDecoder header) {
        final boolean awaited = connector.state() == awaiting && connector.awaits(header.correlationId());
        if (!awaited) {
            unmatchedReplies++;
        }
        return awaited;
    }

    private boolean onReserveReply(final ReserveForAllocationReplyDecoder reply, final long nowNs) {
        final ReplyHeaderDecoder header = reply.header();
        if (!allocation.awaits(header.correlationId())) {
            unmatchedReplies++;
            return true;
        }
        final ResultCode result = header.result();
        final Reason reason = header.reason();
        final long expected = reply.expected();
        final long found = reply.found();
        reply.sbeRewind();
        final boolean taken = allocation.onReserveReply(reply, nowNs);
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
        if (allocation.awaits(correlationId)) {
            allocation.onReply(correlationId, result, reason, expected, found);
        } else if (report.owns(correlationId)) {
            report.onReply(correlationId, result, reason, expected, found, header.position(), nowNs);
        } else {
            unmatchedReplies++;
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
            case LEDGER_MISMATCH, NOT_READY -> report.want();
            case UNKNOWN_EM -> connector.onForgotten();
            case FENCED, WRONG_CLUSTER -> connector.stop(result, reason, expected, found);
            default -> {}
        }
    }
}
