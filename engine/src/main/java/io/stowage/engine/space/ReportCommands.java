package io.stowage.engine.space;

import io.stowage.codecs.Reason;
import io.stowage.codecs.ReportSpaceBeginDecoder;
import io.stowage.codecs.ReportSpaceEndDecoder;
import io.stowage.codecs.ReportSpaceReplyEncoder;
import io.stowage.codecs.ReportSpaceRowsDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.wire.ReportChecksum;
import io.stowage.engine.Limits;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.extentmanager.ExtentManagerTable;
import io.stowage.engine.extentmanager.ExtentManagers;
import io.stowage.engine.table.RowTable;

/**
 * Full space reports in fragments: begin, rows, end. Nothing of a report is a fact before its end; a fault in any row is
 * remembered and refuses the whole at the end, as does a wrong count or checksum.
 */
public final class ReportCommands {
    /** Most segments that one row may count. */
    static final int MAX_SEGMENTS_PER_ROW = 1 << 28;

    private final ExtentManagers senders;
    private final ExtentManagerTable ems;
    private final ChunkTable chunks;
    private final StagedRowTable staged;
    private final OpenReportTable open;
    private final Reports reports;
    private final Replies replies;
    private final ReportSpaceBeginDecoder begin = new ReportSpaceBeginDecoder();
    private final ReportSpaceRowsDecoder rows = new ReportSpaceRowsDecoder();
    private final ReportSpaceEndDecoder end = new ReportSpaceEndDecoder();
    private final ReportSpaceReplyEncoder reply = new ReportSpaceReplyEncoder();

    /**
     * Creates the handler.
     *
     * @param senders to identify.
     * @param ems     extent managers.
     * @param chunks  chunks.
     * @param staged  rows that are arriving.
     * @param open    reports that are open.
     * @param reports to put in force.
     * @param replies to answer with.
     */
    public ReportCommands(
            final ExtentManagers senders,
            final ExtentManagerTable ems,
            final ChunkTable chunks,
            final StagedRowTable staged,
            final OpenReportTable open,
            final Reports reports,
            final Replies replies) {
        this.senders = senders;
        this.ems = ems;
        this.chunks = chunks;
        this.staged = staged;
        this.open = open;
        this.reports = reports;
        this.replies = replies;
    }

    /**
     * Starts a report; one that was open is discarded.
     *
     * @param command to apply.
     */
    public void begin(final CommandContext command) {
        begin.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int em = senders.identify(command);
        final long version = begin.version();
        if (em == RowTable.NONE || !senders.acceptsVersion(command, em, version)) {
            return;
        }
        if (version == ems.lastVersion(em)) {
            replies.send(command, ResultCode.STALE_VERSION, Reason.VERSION_BELOW_REPORT, version + 1, version);
            return;
        }
        reports.discard(em);
        open.open(em, version, command.sessionId());
        senders.seen(command, em);
        reply(command, ResultCode.OK, Reason.NONE, 0, 0, version, 0);
    }

    /**
     * Takes rows of the open report.
     *
     * @param command to apply.
     */
    public void rows(final CommandContext command) {
        rows.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int em = senders.identify(command);
        if (em == RowTable.NONE || !isOpen(command, em, rows.version())) {
            return;
        }
        for (final ReportSpaceRowsDecoder.RowsDecoder row = rows.rows(); row.hasNext(); ) {
            row.next();
            stage(em, row);
        }
        final Reason fault = Reason.get(open.faultReason(em));
        final long rowCount = open.rows(em);
        if (fault == Reason.NONE) {
            reply(command, ResultCode.OK, fault, 0, 0, rows.version(), rowCount);
        } else {
            final ResultCode result = resultOf(fault);
            reply(command, result, fault, open.faultExpected(em), open.faultFound(em), open.version(em), rowCount);
        }
    }

    private void stage(final int em, final ReportSpaceRowsDecoder.RowsDecoder row) {
        final long bytes = row.bytes();
        final long rxBytes = row.rxBytes();
        final int chunkId = (int) row.chunk();
        final long segments = row.segments();
        final long rxSegments = row.rxSegments();
        final int spaceClass = SpaceClass.of(row.tierRaw(), row.provisionRaw(), row.priorityRaw());
        final int chunk = chunks.findById(chunkId);
        if (row.tierRaw() > 1 || row.provisionRaw() > 1 || row.priorityRaw() > 1) {
            open.fault(em, Reason.BAD_ENUM.value(), 0, spaceClass);
        } else if (chunk == RowTable.NONE) {
            open.fault(em, Reason.UNKNOWN_CHUNK_IN_ROW.value(), 0, chunkId);
        } else if (isBeyond(bytes, Limits.MAX_BYTES) || isBeyond(rxBytes, Limits.MAX_BYTES)) {
            open.fault(em, Reason.BAD_SIZE.value(), Limits.MAX_BYTES, bytes);
        } else if (segments > MAX_SEGMENTS_PER_ROW || rxSegments > MAX_SEGMENTS_PER_ROW) {
            open.fault(em, Reason.BAD_SIZE.value(), MAX_SEGMENTS_PER_ROW, segments);
        } else if (segments == 0 != (bytes == 0) || rxSegments == 0 != (rxBytes == 0)) {
            open.fault(em, Reason.BAD_SIZE.value(), segments, bytes);
        } else if (staged.contains(em, chunk, spaceClass)) {
            open.fault(em, Reason.DUPLICATE_ROW.value(), 0, chunkId);
        } else if (staged.isFull()) {
            open.fault(em, Reason.LIMIT_REACHED.value(), staged.capacity(), staged.count());
        } else {
            staged.add(open, em, chunk, spaceClass, bytes, rxBytes, (int) segments, (int) rxSegments);
        }
        open.addRow(em, ReportChecksum.ofRow(chunkId, spaceClass, segments, bytes, rxSegments, rxBytes));
    }

    /**
     * Ends the report: it takes effect whole, or changes nothing.
     *
     * @param command to apply.
     */
    public void end(final CommandContext command) {
        end.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int em = senders.identify(command);
        if (em == RowTable.NONE || !isOpen(command, em, end.version())) {
            return;
        }
        final long version = open.version(em);
        final long rowCount = open.rows(em);
        Reason fault = Reason.get(open.faultReason(em));
        long expected = open.faultExpected(em);
        long found = open.faultFound(em);
        if (fault == Reason.NONE && rowCount != end.rowCount()) {
            fault = Reason.ROW_COUNT_MISMATCH;
            expected = rowCount;
            found = end.rowCount();
        } else if (fault == Reason.NONE && open.checksum(em) != end.checksum()) {
            fault = Reason.CHECKSUM_MISMATCH;
            expected = open.checksum(em);
            found = end.checksum();
        } else if (fault == Reason.NONE && !reports.hasRoomFor(em)) {
            fault = Reason.LIMIT_REACHED;
        }
        if (fault == Reason.NONE) {
            reports.takeEffect(em);
            senders.seen(command, em);
        } else {
            reports.discard(em);
        }
        reply(command, resultOf(fault), fault, expected, found, version, rowCount);
    }

    private boolean isOpen(final CommandContext command, final int em, final long version) {
        if (open.version(em) == 0 || open.version(em) != version || open.session(em) != command.sessionId()) {
            reply(command, ResultCode.LEDGER_MISMATCH, Reason.NO_REPORT_OPEN, open.version(em), version, version, 0);
            return false;
        }
        return true;
    }

    private static ResultCode resultOf(final Reason fault) {
        return switch (fault) {
            case NONE -> ResultCode.OK;
            case UNKNOWN_CHUNK_IN_ROW -> ResultCode.UNKNOWN_CHUNK;
            case ROW_COUNT_MISMATCH, CHECKSUM_MISMATCH -> ResultCode.LEDGER_MISMATCH;
            case LIMIT_REACHED -> ResultCode.BUSY;
            default -> ResultCode.MALFORMED;
        };
    }

    private void reply(
            final CommandContext command,
            final ResultCode result,
            final Reason reason,
            final long expected,
            final long found,
            final long version,
            final long rowCount) {
        reply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(reply.header(), command, result, reason);
        reply.expected(expected).found(found).version(version).rows(rowCount);
        replies.send(command, reply.encodedLength());
    }

    private static boolean isBeyond(final long value, final long limit) {
        return value < 0 || value > limit;
    }
}
