package io.stowage.client.space;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.FrameReader;
import io.stowage.client.frame.FrameSink;
import io.stowage.client.frame.OfferCode;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.ConnectEmEncoder;
import io.stowage.codecs.ConnectEmReplyDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ReportSpaceReplyDecoder;
import io.stowage.codecs.ReportWantedDecoder;
import io.stowage.codecs.ReservationsQueryEncoder;
import io.stowage.codecs.ReservationsReplyDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
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
    private final ExtentSettings settings;
    private final ExtentLedger ledger;
    private final CommandIdentity identity;
    private final ExtentListener listener;
    private final RequestTable requests;
    private final SpaceReport report;
    private final FreeRequest freeRequest = new FreeRequest();
    private final FrameReader reader = new FrameReader();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final ConnectEmEncoder connectEm = new ConnectEmEncoder();
    private final ReservationsQueryEncoder reservationsQuery = new ReservationsQueryEncoder();
    private final CommandReplyDecoder commandReply = new CommandReplyDecoder();
    private final ConnectEmReplyDecoder connectReply = new ConnectEmReplyDecoder();
    private final ReservationsReplyDecoder reservationsReply = new ReservationsReplyDecoder();
    private final ReserveForAllocationReplyDecoder reserveReply = new ReserveForAllocationReplyDecoder();
    private final ReportSpaceReplyDecoder reportReply = new ReportSpaceReplyDecoder();
    private final ReportWantedDecoder reportWanted = new ReportWantedDecoder();

    private @Nullable FrameSink sink;
    private ExtentState state = ExtentState.DISCONNECTED;
    private long awaitedCorrelationId;
    private long deadlineNs;
    private boolean delayed;
    private long notBeforeNs;
    private long delayNs;
    private boolean raiseBeforeNext;
    private long lastReportedVersion;
    private long extentBytes;
    private long thinBlockBytes;
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
        this.settings = settings.validate();
        this.ledger = ledger;
        this.identity = identity;
        this.listener = listener;
        requests = new RequestTable(settings.maxRequestsInFlight(), settings.maxItemsPerRequest());
        report = new SpaceReport(settings, ledger, requests, identity, listener);
        delayNs = settings.retryDelayNs();
    }

    // The session
    // ------------------------------------------------------------------------------------------------------

    /**
     * A session opened.
     *
     * @param newSink to its server.
     */
    public void onConnected(final FrameSink newSink) {
        if (state != ExtentState.STOPPED) {
            sink = newSink;
            state = ExtentState.CONNECT;
        }
    }

    /** The session was lost: the outcome of every request in flight is unknown. */
    public void onDisconnected() {
        sink = null;
        if (state != ExtentState.STOPPED) {
            state = ExtentState.DISCONNECTED;
        }
        report.onDisconnected();
        for (int slot = requests.oldestInFlight(); slot != RequestTable.NONE; slot = requests.oldestInFlight()) {
            raiseBeforeNext = true;
            endUnknown(slot);
        }
    }

    /**
     * No session will ever open: the server refused for good.
     *
     * @param result why.
     * @param reason what stands behind it.
     */
    public void stop(final ResultCode result, final Reason reason) {
        if (state != ExtentState.STOPPED) {
            state = ExtentState.STOPPED;
            listener.onStopped(result, reason, 0, 0);
        }
    }

    /**
     * One step of the duty cycle: timeouts, making itself known, reports.
     *
     * @param nowNs time.
     * @return how much was done; 0 for nothing.
     */
    public int poll(final long nowNs) {
        int work = endExpired(nowNs);
        final FrameSink out = sink;
        if (out != null) {
            work += switch (state) {
                case DISCONNECTED, STOPPED -> 0;
                case CONNECT -> sendConnect(out, nowNs);
                case AWAIT_CONNECT -> retryIfLate(ExtentState.CONNECT, nowNs);
                case QUERY_VERSIONS -> sendVersionsQuery(out, nowNs);
                case AWAIT_VERSIONS -> retryIfLate(ExtentState.QUERY_VERSIONS, nowNs);
                case READY -> report.poll(out, nowNs);
            };
        }
        return work;
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
                onConnectReply(connectReply.wrapAndApplyHeader(frame, offset, reader.header()), nowNs);
                return true;
            case ReservationsReplyDecoder.TEMPLATE_ID:
                onVersionsReply(reservationsReply.wrapAndApplyHeader(frame, offset, reader.header()));
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

    // Requests
    // ---------------------------------------------------------------------------------------------------------

    /**
     * Asks for locations, under the current space version.
     *
     * @param request with at least one item; unchanged, so that it may be sent again.
     * @param nowNs   time.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long reserve(final ReserveRequest request, final long nowNs) {
        final FrameSink out = sink;
        if (out == null || state != ExtentState.READY) {
            return codeWhileNotReady();
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
        final int slot = requests.find(correlationId);
        if (slot == RequestTable.NONE || !requests.isHeld(slot)) {
            return false;
        }
        ledger.add(requests.version(slot), chunk, spaceClass, 1, segmentBytes);
        return true;
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
        final int slot = requests.find(correlationId);
        if (slot == RequestTable.NONE || !requests.isHeld(slot)) {
            return false;
        }
        giveBack(requests.version(slot), spaceClass, segmentBytes, chunks, from, count, nowNs);
        return true;
    }

    /**
     * All is decided about a deferred reply: its request ends.
     *
     * @param correlationId of the request.
     * @return false if no such reply is deferred.
     */
    public boolean settle(final long correlationId) {
        final int slot = requests.find(correlationId);
        if (slot == RequestTable.NONE || !requests.isHeld(slot)) {
            return false;
        }
        requests.end(slot);
        return true;
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
        return state;
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
        return extentBytes;
    }

    /**
     * Grain of thin consumption.
     *
     * @return bytes; 0 before the server told.
     */
    public long thinBlockBytes() {
        return thinBlockBytes;
    }

    // Making itself known
    // ----------------------------------------------------------------------------------------------

    private int sendConnect(final FrameSink out, final long nowNs) {
        if (isDelayed(nowNs)) {
            return 0;
        }
        final long correlationId = identity.nextCorrelationId();
        connectEm.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(connectEm.header(), correlationId);
        connectEm.capabilities(settings.capabilities());
        return sendAwaited(out, connectEm.encodedLength(), correlationId, ExtentState.AWAIT_CONNECT, nowNs);
    }

    private int sendVersionsQuery(final FrameSink out, final long nowNs) {
        if (isDelayed(nowNs)) {
            return 0;
        }
        final long correlationId = identity.nextCorrelationId();
        reservationsQuery.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(reservationsQuery.header(), correlationId);
        reservationsQuery.em(identity.sender());
        return sendAwaited(out, reservationsQuery.encodedLength(), correlationId, ExtentState.AWAIT_VERSIONS, nowNs);
    }

    private int sendAwaited(
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

    private void onConnectReply(final ConnectEmReplyDecoder reply, final long nowNs) {
        final ReplyHeaderDecoder header = reply.header();
        if (state != ExtentState.AWAIT_CONNECT || header.correlationId() != awaitedCorrelationId) {
            unmatchedReplies++;
            return;
        }
        if (header.result() != ResultCode.OK) {
            onConnectRefused(header, reply.expected(), reply.found(), nowNs);
            return;
        }
        lastReportedVersion = reply.lastVersion();
        extentBytes = reply.extentBytes();
        thinBlockBytes = reply.thinBlockBytes();
        if (reply.reportWanted() == BooleanType.TRUE) {
            report.want();
        }
        delayNs = settings.retryDelayNs();
        if (ledger.isStarted()) {
            becomeReady(lastReportedVersion);
        } else {
            state = ExtentState.QUERY_VERSIONS;
        }
    }

    private void onConnectRefused(
            final ReplyHeaderDecoder header, final long expected, final long found, final long nowNs) {
        if (!stopIfFinal(header.result(), header.reason(), expected, found)) {
            delay(nowNs);
            state = ExtentState.CONNECT;
        }
    }

    private void onVersionsReply(final ReservationsReplyDecoder reply) {
        final long correlationId = reply.header().correlationId();
        if (state != ExtentState.AWAIT_VERSIONS || correlationId != awaitedCorrelationId) {
            unmatchedReplies++;
            return;
        }
        long highest = lastReportedVersion;
        for (final ReservationsReplyDecoder.RowsDecoder rows = reply.rows(); rows.hasNext(); ) {
            highest = Math.max(highest, rows.next().version());
        }
        becomeReady(highest);
    }

    /** All versions up to the given one were used by somebody else, or by an earlier incarnation. */
    private void becomeReady(final long usedVersion) {
        state = ExtentState.READY;
        if (!ledger.isStarted()) {
            ledger.start(usedVersion + 1);
            report.want();
        } else {
            report.raiseFloor(usedVersion - 1);
            if (raiseBeforeNext || usedVersion > ledger.version()) {
                report.raiseFloor(usedVersion);
                ledger.raise(report.nextVersion());
                report.want();
            }
        }
        raiseBeforeNext = false;
        listener.onReady(ledger.version());
    }

    // Replies
    // ----------------------------------------------------------------------------------------------------------

    private boolean onReserveReply(final ReserveForAllocationReplyDecoder reply, final long nowNs) {
        final ReplyHeaderDecoder header = reply.header();
        final long correlationId = header.correlationId();
        final ResultCode result = header.result();
        final Reason reason = header.reason();
        final int slot = requests.find(correlationId);
        if (slot == RequestTable.NONE || requests.isHeld(slot)) {
            unmatchedReplies++;
            return true;
        }
        final long expected = reply.expected();
        final long found = reply.found();
        if (reply.items().count() == 0) {
            requests.end(slot);
            listener.onRefused(correlationId, result, reason, expected, found);
        } else {
            reply.sbeRewind();
            final ReserveAction action = listener.onReserved(correlationId, requests.version(slot), reply);
            if (action == ReserveAction.RETRY) {
                return false;
            }
            reply.sbeRewind();
            apply(action, slot, reply, nowNs);
        }
        onResult(result, reason, expected, found);
        return true;
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

    private void onReply(final ReplyHeaderDecoder header, final long expected, final long found, final long nowNs) {
        final long correlationId = header.correlationId();
        final ResultCode result = header.result();
        final Reason reason = header.reason();
        final int slot = requests.find(correlationId);
        if (slot != RequestTable.NONE && !requests.isHeld(slot)) {
            final RequestKind kind = requests.kind(slot);
            requests.end(slot);
            if (kind != RequestKind.SILENT_FREE) {
                if (result == ResultCode.OK && kind == RequestKind.FREE) {
                    listener.onFreed(correlationId);
                } else {
                    listener.onRefused(correlationId, result, reason, expected, found);
                }
            }
        } else if (report.owns(correlationId)) {
            report.onReply(correlationId, result, reason, expected, found, header.position(), nowNs);
        } else if (state == ExtentState.AWAIT_CONNECT && correlationId == awaitedCorrelationId) {
            onConnectRefused(header, expected, found, nowNs);
            return;
        } else if (state == ExtentState.AWAIT_VERSIONS && correlationId == awaitedCorrelationId) {
            // A server that cannot list reservations: older ones disappear with the reports to come.
            becomeReady(lastReportedVersion);
            return;
        } else {
            unmatchedReplies++;
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
            case UNKNOWN_EM -> {
                if (state == ExtentState.READY) {
                    state = ExtentState.CONNECT;
                    report.want();
                }
            }
            case FENCED, WRONG_CLUSTER -> stopIfFinal(result, reason, expected, found);
            default -> {}
        }
    }

    private boolean stopIfFinal(final ResultCode result, final Reason reason, final long expected, final long found) {
        final boolean isFinal = result == ResultCode.FENCED
                || result == ResultCode.WRONG_CLUSTER
                || result == ResultCode.NOT_AUTHORISED
                || result == ResultCode.MALFORMED;
        if (isFinal && state != ExtentState.STOPPED) {
            state = ExtentState.STOPPED;
            listener.onStopped(result, reason, expected, found);
        }
        return isFinal;
    }

    // Small steps
    // ------------------------------------------------------------------------------------------------------

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
        if (out == null || state != ExtentState.READY) {
            return codeWhileNotReady();
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

    private int endExpired(final long nowNs) {
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

    private long codeWhileNotReady() {
        return switch (state) {
            case DISCONNECTED -> OfferCode.NOT_CONNECTED;
            case STOPPED -> OfferCode.STOPPED;
            default -> OfferCode.NOT_READY;
        };
    }

    private boolean isDelayed(final long nowNs) {
        return delayed && nowNs - notBeforeNs < 0;
    }

    private void delay(final long nowNs) {
        delayed = true;
        notBeforeNs = nowNs + delayNs;
        delayNs = Math.min(delayNs * 2, settings.maxRetryDelayNs());
    }
}
