package io.stowage.client.space;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.FrameSink;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReportSpaceBeginEncoder;
import io.stowage.codecs.ReportSpaceEndEncoder;
import io.stowage.codecs.ReportSpaceRowsEncoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.wire.ReportChecksum;
import org.agrona.ExpandableArrayBuffer;

/**
 * Sends full space reports, one at a time: (1) raises the version to {@code x}; (2) waits until every request under a lower
 * version has ended and the queued deltas are sent; (3) folds the ledger and sends it as report {@code x}, in fragments; (4) takes the reply. A report that
 * failed is never sent again as it was: the next one is raised anew, so that its version is above whatever took effect.
 */
final class SpaceReport {
    private static final int ROWS_OVERHEAD = MessageHeaderEncoder.ENCODED_LENGTH
            + ReportSpaceRowsEncoder.BLOCK_LENGTH
            + ReportSpaceRowsEncoder.RowsEncoder.sbeHeaderSize();
    private static final int ROW_LENGTH = ReportSpaceRowsEncoder.RowsEncoder.sbeBlockLength();

    private final ExtentSettings settings;
    private final ExtentLedger ledger;
    private final RequestTable requests;
    private final CommandIdentity identity;
    private final ExtentListener listener;
    private final Deltas deltas;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(4096);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final ReportSpaceBeginEncoder begin = new ReportSpaceBeginEncoder();
    private final ReportSpaceRowsEncoder rows = new ReportSpaceRowsEncoder();
    private final ReportSpaceEndEncoder end = new ReportSpaceEndEncoder();

    private ReportState state = ReportState.IDLE;
    private boolean wanted;
    private long version;
    private long floor;
    private long acceptedVersion;
    private long firstCorrelationId;
    private long lastCorrelationId;
    private long effects;
    private long effectsAtRaise = -1;
    private int cursor;
    private int rowCount;
    private long checksum;
    private long deadlineNs;
    private boolean timed;
    private long dueNs;
    private long notBeforeNs;
    private long delayNs;

    SpaceReport(
            final ExtentSettings settings,
            final ExtentLedger ledger,
            final RequestTable requests,
            final CommandIdentity identity,
            final ExtentListener listener,
            final Deltas deltas) {
        this.deltas = deltas;
        this.settings = settings;
        this.ledger = ledger;
        this.requests = requests;
        this.identity = identity;
        this.listener = listener;
        delayNs = settings.retryDelayNs();
    }

    ReportState state() {
        return state;
    }

    boolean isWanted() {
        return wanted || deltas.needsReport();
    }

    /** Asks for a report as soon as may be; one under way does not count, for it may have been raised too early. */
    void want() {
        wanted = true;
    }

    /** Whether a report of this client took effect or is on its way, and nothing speaks against it. */
    boolean isInForce() {
        return deltas.isInStep();
    }

    /** Version of the last report that is known to have taken effect; 0: none. */
    long acceptedVersion() {
        return acceptedVersion;
    }

    /** A request was sent: the server may hold a reservation that a report would settle. */
    void onRequestSent() {
        effects++;
    }

    /** The next version must be above this one. */
    void raiseFloor(final long newFloor) {
        floor = Math.max(floor, newFloor);
    }

    /** The version that the next raise gives. */
    long nextVersion() {
        return Math.max(ledger.version(), floor) + 1;
    }

    void onDisconnected() {
        if (state != ReportState.IDLE) {
            thawIfFolded();
            state = ReportState.IDLE;
            wanted = true;
        }
        notBeforeNs = 0;
        timed = false;
        delayNs = settings.retryDelayNs();
    }

    boolean owns(final long correlationId) {
        return state != ReportState.IDLE
                && firstCorrelationId != 0
                && correlationId >= firstCorrelationId
                && correlationId <= lastCorrelationId;
    }

    int poll(final FrameSink sink, final long nowNs) {
        return switch (state) {
            case IDLE -> raiseIfDue(nowNs);
            case WAITING -> foldIfEnded();
            case BEGIN -> sendBegin(sink);
            case ROWS -> sendRows(sink);
            case END -> sendEnd(sink, nowNs);
            case AWAIT_REPLY -> failIfLate(nowNs);
        };
    }

    /** Takes a reply to one of the fragments. */
    void onReply(
            final long correlationId,
            final ResultCode result,
            final Reason reason,
            final long expected,
            final long found,
            final long position,
            final long nowNs) {
        if (result != ResultCode.OK) {
            fail(result, reason, expected, found, nowNs);
        } else if (state == ReportState.AWAIT_REPLY && correlationId == lastCorrelationId) {
            state = ReportState.IDLE;
            ledger.thaw();
            acceptedVersion = version;
            delayNs = settings.retryDelayNs();
            listener.onReported(version, rowCount, position);
        }
    }

    private int raiseIfDue(final long nowNs) {
        if (!timed) {
            timed = true;
            dueNs = nowNs + settings.reportIntervalNs();
            notBeforeNs = nowNs;
        }
        final long effectsNow = effects + ledger.changeCount();
        final boolean intervalOver = settings.reportIntervalNs() > 0 && nowNs - dueNs >= 0;
        final boolean due = isWanted() || (intervalOver && effectsNow != effectsAtRaise);
        if (!due || nowNs - notBeforeNs < 0) {
            return 0;
        }
        version = nextVersion();
        ledger.raise(version);
        wanted = false;
        effectsAtRaise = effectsNow;
        firstCorrelationId = 0;
        dueNs = nowNs + settings.reportIntervalNs();
        state = ReportState.WAITING;
        return 1 + foldIfEnded();
    }

    private int foldIfEnded() {
        if (requests.anyBelow(version) || !deltas.isSent()) {
            return 0;
        }
        ledger.fold(version);
        ledger.freeze();
        deltas.onFolded();
        cursor = 0;
        rowCount = 0;
        checksum = 0;
        state = ReportState.BEGIN;
        return 1;
    }

    private int sendBegin(final FrameSink sink) {
        final long correlationId = identity.nextCorrelationId();
        begin.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(begin.header(), correlationId);
        begin.version(version);
        if (sink.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + begin.encodedLength()) < 0) {
            return 0;
        }
        firstCorrelationId = correlationId;
        lastCorrelationId = correlationId;
        state = ReportState.ROWS;
        return 1;
    }

    private int sendRows(final FrameSink sink) {
        final SpaceRows base = ledger.base();
        final int limit =
                Math.clamp((sink.maxFrameLength() - ROWS_OVERHEAD) / ROW_LENGTH, 1, settings.maxRowsPerMessage());
        final long correlationId = identity.nextCorrelationId();
        rows.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(rows.header(), correlationId);
        rows.version(version);
        final ReportSpaceRowsEncoder.RowsEncoder row = rows.rowsCount(limit);
        int slot = cursor;
        int count = 0;
        long sum = 0;
        while (slot < base.capacity() && count < limit) {
            final long key = base.keyAt(slot);
            if (key != 0 && !base.isZeroAt(slot)) {
                sum += encodeRow(row.next(), base, slot, key);
                count++;
            }
            slot++;
        }
        row.resetCountToIndex();
        if (count > 0) {
            if (sink.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + rows.encodedLength()) < 0) {
                return 0;
            }
            lastCorrelationId = correlationId;
        }
        cursor = slot;
        rowCount += count;
        checksum += sum;
        if (cursor == base.capacity()) {
            state = ReportState.END;
        }
        return 1;
    }

    private static long encodeRow(
            final ReportSpaceRowsEncoder.RowsEncoder row, final SpaceRows base, final int slot, final long key) {
        final int chunk = SpaceRows.chunk(key);
        final int spaceClass = SpaceRows.spaceClass(key);
        final long segments = base.segmentsAt(slot);
        final long bytes = base.bytesAt(slot);
        final long rxSegments = base.rxSegmentsAt(slot);
        final long rxBytes = base.rxBytesAt(slot);
        row.bytes(bytes)
                .rxBytes(rxBytes)
                .chunk(chunk)
                .segments(segments)
                .rxSegments(rxSegments)
                .tier(SpaceClass.tier(spaceClass))
                .provision(SpaceClass.provision(spaceClass))
                .priority(SpaceClass.priority(spaceClass));
        return ReportChecksum.ofRow(chunk, spaceClass, segments, bytes, rxSegments, rxBytes);
    }

    private int sendEnd(final FrameSink sink, final long nowNs) {
        final long correlationId = identity.nextCorrelationId();
        end.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(end.header(), correlationId);
        end.version(version).checksum(checksum).rowCount(rowCount);
        if (sink.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + end.encodedLength()) < 0) {
            return 0;
        }
        lastCorrelationId = correlationId;
        deadlineNs = nowNs + settings.requestTimeoutNs();
        state = ReportState.AWAIT_REPLY;
        return 1;
    }

    private int failIfLate(final long nowNs) {
        if (nowNs - deadlineNs < 0) {
            return 0;
        }
        fail(ResultCode.NULL_VAL, Reason.NONE, 0, 0, nowNs);
        return 1;
    }

    private void fail(
            final ResultCode result, final Reason reason, final long expected, final long found, final long nowNs) {
        thawIfFolded();
        state = ReportState.IDLE;
        wanted = true;
        notBeforeNs = nowNs + delayNs;
        delayNs = Math.min(delayNs * 2, settings.maxRetryDelayNs());
        if (result == ResultCode.STALE_VERSION) {
            raiseFloor(expected);
        }
        listener.onReportFailed(version, result, reason, expected, found);
    }

    /** The report did not take effect, or nobody knows: what the server's rows are is for the next one to say. */
    private void thawIfFolded() {
        if (ledger.isFrozen()) {
            ledger.thaw();
            deltas.diverge();
        }
    }
}
