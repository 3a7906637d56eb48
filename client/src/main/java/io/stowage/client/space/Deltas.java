package io.stowage.client.space;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.FrameSink;
import io.stowage.client.space.DeltaQueue.Change;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;

/**
 * Tells the server what became of segments that its rows hold, between two reports.
 *
 * <p>A segment of a version that the base does not cover has no row at the server: the version's own changes are adjusted, so
 * that it shows, or does not show, in the next report. A segment that the base covers is a change of the base and of the queue
 * at once, under one rule: <b>as long as the queue is in step, what the server's rows become when it has taken the report on
 * its way, the deltas on their way and the queue is the base with its late changes.</b> What can come between:
 *
 * <ul>
 *   <li><em>A change while a report is on its way</em>: the report's rows hold still, so it is not in them, but among the late
 *       changes, and in the queue; it is sent once the report has taken effect, under the report's version. If the report does
 *       not take effect, the queue is dropped, and the late changes are in the rows of the next.
 *   <li><em>A change before a report is folded</em>: the queue is sent before the report is begun, in the same session, so the
 *       server takes it first; its effect is in the report's rows too, which replace all. Neither the delta's reply nor its
 *       loss matters any more.
 *   <li><em>A change while the report waits for requests to end</em>: sent at once, against the report in force.
 *   <li><em>A delta whose outcome is not known</em> (no reply in time, session lost) or that was refused: it is not sent again,
 *       for it might count twice. The queue is out of step and dropped, no delta is sent, and a report is asked for, which
 *       holds the effect. Until that takes effect the server counts too much, never too little.
 *   <li><em>A delta of a lost session that the server takes late</em>: it names the version of the report that it changes. As
 *       soon as the next report took effect it is stale; before, it changes what that report replaces.
 *   <li><em>Another report in force than that of the base</em> (the server came back with an older state, or with none):
 *       noticed when the session opens; out of step.
 *   <li><em>A queue that is full</em>: out of step; one report says more than thousands of deltas.
 * </ul>
 *
 * No delta ever repeats, and each entry alone lets no chunk's bytes grow, so that no message does.
 */
final class Deltas {
    private final ExtentSettings settings;
    private final ExtentLedger ledger;
    private final RequestTable requests;
    private final CommandIdentity identity;
    private final ExtentListener listener;
    private final DeltaQueue queue;
    private final DeltaMessage message = new DeltaMessage();
    private boolean inStep;
    private boolean needsReport;

    Deltas(
            final ExtentSettings settings,
            final ExtentLedger ledger,
            final RequestTable requests,
            final CommandIdentity identity,
            final ExtentListener listener) {
        this.settings = settings;
        this.ledger = ledger;
        this.requests = requests;
        this.identity = identity;
        this.listener = listener;
        queue = new DeltaQueue(settings.maxQueuedDeltas());
    }

    void remove(
            final long version, final int chunk, final int spaceClass, final long segments, final long segmentBytes) {
        ExtentLedger.requireCount(segments);
        final long bytes = segments * segmentBytes;
        if (ledger.changeHeld(version, chunk, spaceClass, -segments, -bytes, 0, 0)) {
            enqueue(Change.REMOVED, chunk, spaceClass, segments, bytes);
        }
    }

    void makeThin(
            final long version, final int chunk, final int spaceClass, final long segments, final long segmentBytes) {
        ExtentLedger.requireCount(segments);
        if (SpaceClass.provision(spaceClass) != Provision.THICK) {
            throw new IllegalArgumentException(
                    "only THICK segments become THIN, found class " + spaceClass + ": leave thin ones as they are");
        }
        final int thin = SpaceClass.of(SpaceClass.tier(spaceClass), Provision.THIN, SpaceClass.priority(spaceClass));
        final long bytes = segments * segmentBytes;
        if (ledger.changeHeld(version, chunk, spaceClass, -segments, -bytes, 0, 0)) {
            enqueue(Change.MADE_THIN, chunk, spaceClass, segments, bytes);
        }
        ledger.changeHeld(version, chunk, thin, segments, bytes, 0, 0);
    }

    void endReposition(
            final long version,
            final int chunk,
            final int spaceClass,
            final long segmentBytes,
            final boolean succeeded) {
        final long gained = succeeded ? 1 : 0;
        if (ledger.changeHeld(version, chunk, spaceClass, gained, gained * segmentBytes, -1, -segmentBytes)) {
            enqueue(succeeded ? Change.RX_DONE : Change.RX_GONE, chunk, spaceClass, 1, segmentBytes);
        }
    }

    /** Sends what is queued, as far as the channel takes it. */
    int poll(final FrameSink out, final long nowNs) {
        int sent = 0;
        while (!queue.isEmpty() && !ledger.isFrozen() && requests.deltas() < settings.maxDeltasInFlight()) {
            final long correlationId = identity.nextCorrelationId();
            final int rowLimit = DeltaMessage.rowLimit(out.maxFrameLength(), settings.maxRowsPerMessage());
            final int length = message.encode(identity, correlationId, ledger.baseVersion(), queue, rowLimit);
            if (out.offer(message.buffer(), 0, length) < 0) {
                return sent;
            }
            requests.issue(RequestKind.DELTA, correlationId, ledger.baseVersion(), nowNs + settings.requestTimeoutNs());
            queue.drop(message.entries());
            sent++;
        }
        return sent;
    }

    /** A delta ended, with {@link ResultCode#NULL_VAL} where no reply came; one that a later report covers does not matter. */
    void onEnded(
            final long version, final ResultCode result, final Reason reason, final long expected, final long found) {
        if (result != ResultCode.OK) {
            if (version == ledger.baseVersion()) {
                diverge();
            }
            listener.onDeltaFailed(result, reason, expected, found);
        }
    }

    /** The base is to be sent as a report: what it holds need not be sent again. */
    void onFolded() {
        queue.clear();
        inStep = true;
        needsReport = false;
    }

    /** The server's rows are not known any more: the next report settles. */
    void diverge() {
        queue.clear();
        inStep = false;
        needsReport = true;
    }

    /** The server told which report is in force there. */
    void onReportInForce(final long version) {
        if (inStep && version != ledger.baseVersion()) {
            diverge();
        }
    }

    /** Whether the server's rows are known, or will be once it has taken what is on its way. */
    boolean isInStep() {
        return inStep;
    }

    boolean needsReport() {
        return needsReport;
    }

    /** Whether nothing waits to be sent. */
    boolean isSent() {
        return queue.isEmpty();
    }

    /** Entries that wait to be sent and messages that wait for their reply. */
    int pending() {
        return queue.size() + requests.deltas();
    }

    private void enqueue(
            final Change change, final int chunk, final int spaceClass, final long segments, final long bytes) {
        if (inStep && !queue.add(change, SpaceRows.key(chunk, spaceClass), segments, bytes)) {
            diverge();
        }
    }
}
