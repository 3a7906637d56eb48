package io.stowage.client.space;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.FrameSink;
import io.stowage.client.frame.OfferCode;
import io.stowage.codecs.Reason;
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
 * <p>What happens to the application's tables is told in these calls, each at the moment at which the tables change:
 *
 * <pre>
 *  tables                                         call                                      what the server hears
 *  took the locations of a reply                  ACCEPT, or DEFER and commit               the next report
 *  will not take them                             ABANDON, or DEFER and abandon             given back at once
 *  dropped a location that was never written      free; VERSION_ENDED: removeSegments       given back at once
 *  dropped a segment                              removeSegments                            a delta, or the next report
 *  made a thick segment thin                      makeThin                                  a delta, or the next report
 *  took the destination of a reposition           ACCEPT, or DEFER and commit               the next report
 *  never began the reposition                     freeForReposition; VERSION_ENDED:         given back at once
 *                                                 endReposition(false)
 *  finished or gave up the reposition             endReposition                             a delta, or the next report
 * </pre>
 *
 * A segment is named by its chunk, class, size and the version of the request that reserved it. Once
 * {@link ExtentListener#onReported} told a higher version, 0 will do in its place, so that tables need to keep versions only
 * for what is new. Versions mean nothing beyond the life of this object: for what the ledger was preloaded with it is 0. Whether a change goes as a delta or shows in the next report is decided here: by whether the report in
 * force holds the segment. Deltas are queued while a report is sent, while the session is lost, and under back pressure; none
 * is ever sent twice; and what cannot be told by deltas is told by a report, by itself.
 *
 * <p>Allocates nothing in the steady state. Not thread-safe.
 */
public final class ExtentProtocol {
    private final ExtentLedger ledger;
    private final RequestTable requests;
    private final SpaceReport report;
    private final EmConnector connector;
    private final Deltas deltas;
    private final Heartbeat heartbeat;
    private final RequestChannel channel;
    private final FreeRequests frees;
    private final AllocationRequests allocations;
    private final RepositionRequests repositions;
    private final RequestEnds ends;
    private final ReplyAdapter replies;

    private @Nullable FrameSink sink;

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
        requests = new RequestTable(
                settings.maxRequestsInFlight(), settings.maxDeltasInFlight(), settings.maxItemsPerRequest());
        deltas = new Deltas(settings, ledger, requests, identity, listener);
        report = new SpaceReport(settings, ledger, requests, identity, listener, deltas);
        final LastTold lastTold = new LastTold(listener);
        connector = new EmConnector(settings, ledger, identity, listener, report, deltas, lastTold);
        heartbeat = new Heartbeat(settings, identity, report, lastTold);
        channel = new RequestChannel(settings, requests, report, connector);
        frees = new FreeRequests(ledger, identity, channel, report);
        allocations = new AllocationRequests(ledger, identity, listener, requests, channel, frees);
        repositions = new RepositionRequests(ledger, identity, listener, requests, channel, frees);
        ends = new RequestEnds(ledger, listener, requests, frees, deltas);
        replies = new ReplyAdapter(
                identity, listener, connector, heartbeat, lastTold, report, ends, allocations, repositions);
    }

    /**
     * A session opened.
     *
     * @param newSink to its server.
     */
    public void onConnected(final FrameSink newSink) {
        if (connector.state() != ExtentState.STOPPED) {
            sink = newSink;
            channel.onConnected(newSink);
            connector.onConnected();
        }
    }

    /** The session was lost: the outcome of every request in flight is unknown. */
    public void onDisconnected() {
        sink = null;
        channel.onDisconnected();
        heartbeat.onDisconnected();
        report.onDisconnected();
        final boolean hadRequestsInFlight = ends.onDisconnected();
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
     * One step of the duty cycle: timeouts, making itself known, heartbeats, deltas, reports.
     *
     * @param nowNs time.
     * @return how much was done; 0 for nothing.
     */
    public int poll(final long nowNs) {
        final FrameSink out = sink;
        final int work = ends.endExpired(nowNs);
        if (out == null) {
            return work;
        }
        if (connector.state() != ExtentState.READY) {
            return work + connector.poll(out, nowNs);
        }
        return work + heartbeat.poll(out, nowNs) + deltas.poll(out, nowNs) + report.poll(out, nowNs);
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
        return replies.onFrame(frame, offset, length, nowNs);
    }

    /**
     * Asks for locations, under the current space version.
     *
     * @param request with at least one item; unchanged, so that it may be sent again.
     * @param nowNs   time.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long reserve(final ReserveRequest request, final long nowNs) {
        return allocations.reserve(request, nowNs);
    }

    /**
     * Asks for sources and destinations of segments to rebuild or move, under the current space version. The reply comes to
     * {@link ExtentListener#onRepositionReserved}.
     *
     * @param request with at least one item; unchanged, so that it may be sent again.
     * @param nowNs   time.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long reserveReposition(final RepositionRequest request, final long nowNs) {
        return repositions.reserve(request, nowNs);
    }

    /**
     * Gives back locations that the ledger took and nothing was written to: lowers the ledger under the version that
     * reserved them, and tells the server, so that the space is free at once. Only for what is still as it was reserved; what
     * was made thin or was a reposition's destination is removed instead.
     *
     * @param version      of the request that reserved them.
     * @param spaceClass   number of {@link SpaceClass}.
     * @param segmentBytes nominal bytes of each segment.
     * @param chunks       ids, one a segment.
     * @param from         first index to be used.
     * @param count        how many.
     * @param nowNs        time.
     * @return the correlation id, or a negative {@link OfferCode}; {@link OfferCode#VERSION_ENDED} once a report covers the
     *     version: {@link #removeSegments} then.
     */
    public long free(
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int count,
            final long nowNs) {
        return frees.free(false, version, spaceClass, segmentBytes, chunks, from, count, nowNs);
    }

    /**
     * Gives back destinations of repositions that the ledger took and that were never begun: nothing was written there.
     *
     * @param version      of the request that reserved them.
     * @param spaceClass   number of {@link SpaceClass}.
     * @param segmentBytes nominal bytes of each segment.
     * @param chunks       ids of the destinations, one a segment.
     * @param from         first index to be used.
     * @param count        how many.
     * @param nowNs        time.
     * @return the correlation id, or a negative {@link OfferCode}; {@link OfferCode#VERSION_ENDED} once a report covers the
     *     version: {@link #endReposition} as failed then.
     */
    public long freeForReposition(
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int count,
            final long nowNs) {
        return frees.free(true, version, spaceClass, segmentBytes, chunks, from, count, nowNs);
    }

    /**
     * The tables took a location, or a destination, of a deferred reply.
     *
     * @param correlationId of the request.
     * @param spaceClass    number of {@link SpaceClass}.
     * @param segmentBytes  nominal bytes.
     * @param chunk         id.
     * @return false if no such reply is deferred: the location must not be used.
     */
    public boolean commit(final long correlationId, final int spaceClass, final long segmentBytes, final int chunk) {
        return ends.commit(correlationId, spaceClass, segmentBytes, chunk);
    }

    /**
     * Locations, or destinations, of a deferred reply will not be in the tables: gives them back, as far as the channel takes it; else the next
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
        return ends.abandon(correlationId, spaceClass, segmentBytes, chunks, from, count, nowNs);
    }

    /**
     * All is decided about a deferred reply: its request ends.
     *
     * @param correlationId of the request.
     * @return false if no such reply is deferred.
     */
    public boolean settle(final long correlationId) {
        return ends.settle(correlationId);
    }

    /**
     * The tables dropped segments: replicas were removed or replaced, or their extents are gone.
     *
     * @param version      of the request that reserved them; 0 or any version below the last report for what was reported.
     * @param chunk        id.
     * @param spaceClass   number of {@link SpaceClass}.
     * @param segments     count.
     * @param segmentBytes nominal bytes of each.
     * @throws IllegalArgumentException if the tables hold fewer there; nothing is changed.
     * @throws IllegalStateException    if the version was never in use; nothing is changed.
     */
    public void removeSegments(
            final long version, final int chunk, final int spaceClass, final long segments, final long segmentBytes) {
        deltas.remove(version, chunk, spaceClass, segments, segmentBytes);
    }

    /**
     * THICK segments became THIN; tier and priority stay.
     *
     * @param version      of the request that reserved them; 0 or any version below the last report for what was reported.
     * @param chunk        id.
     * @param spaceClass   number of the THICK {@link SpaceClass} that they had.
     * @param segments     count.
     * @param segmentBytes nominal bytes of each.
     * @throws IllegalArgumentException if the tables hold fewer there, or the class is not THICK; nothing is changed.
     * @throws IllegalStateException    if the version was never in use; nothing is changed.
     */
    public void makeThin(
            final long version, final int chunk, final int spaceClass, final long segments, final long segmentBytes) {
        deltas.makeThin(version, chunk, spaceClass, segments, segmentBytes);
    }

    /**
     * A reposition ended at its destination: the rx there became a segment of the same class (of the same version for all that
     * follows), or is gone, when the copy failed. What became of the segment at its source is for {@link #removeSegments}.
     *
     * @param version      of the request that reserved the destination; 0 or any version below the last report for what was
     *                     reported.
     * @param chunk        id of the destination.
     * @param spaceClass   number of {@link SpaceClass}.
     * @param segmentBytes nominal bytes.
     * @param succeeded    whether the destination holds the segment now.
     * @throws IllegalArgumentException if the tables hold no such rx there; nothing is changed.
     * @throws IllegalStateException    if the version was never in use; nothing is changed.
     */
    public void endReposition(
            final long version,
            final int chunk,
            final int spaceClass,
            final long segmentBytes,
            final boolean succeeded) {
        deltas.endReposition(version, chunk, spaceClass, segmentBytes, succeeded);
    }

    /** Asks for a report as soon as may be: {@link ExtentListener#onReported} tells when it took effect. */
    public void reportSpace() {
        report.want();
    }

    /**
     * Tells with every heartbeat, and at once when it changes, whether extents miss a segment.
     *
     * @param needed true while any does.
     */
    public void needsRecover(final boolean needed) {
        heartbeat.needsRecover(needed);
    }

    /**
     * Tells with every heartbeat which map of the topology the application holds.
     *
     * @param version of the map; 0: none.
     */
    public void topologyVersion(final long version) {
        heartbeat.topologyVersion(version);
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
        return requests.requests();
    }

    /**
     * Changes of reported segments that the server may not know yet: entries that wait to be sent, and messages that wait for
     * their reply. 0 where a report is to settle them, see {@link #isReporting}.
     *
     * @return count.
     */
    public int pendingDeltas() {
        return deltas.pending();
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
        return replies.unmatched();
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
}
