package io.stowage.engine.space;

import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RemoveExtentsDecoder;
import io.stowage.codecs.ReportWantedEncoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.SpaceDeltaDecoder;
import io.stowage.codecs.UpdateProvisionDecoder;
import io.stowage.engine.Limits;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.extentmanager.ExtentManagerTable;
import io.stowage.engine.extentmanager.ExtentManagers;
import io.stowage.engine.table.RowTable;

/**
 * Changes between two reports. All changes of a command are gathered first, checked together, and then applied, all or
 * none: no row may go below zero, and on no chunk, tier and priority may the bytes of a command grow in sum, for growth
 * comes by reservation. A misfit is {@code LEDGER_MISMATCH}, and a full report is asked for.
 */
public final class DeltaCommands {
    private final ExtentManagers senders;
    private final ExtentManagerTable ems;
    private final ChunkTable chunks;
    private final Deltas deltas;
    private final DeltaBatch batch;
    private final Replies replies;
    private final SpaceDeltaDecoder delta = new SpaceDeltaDecoder();
    private final UpdateProvisionDecoder provision = new UpdateProvisionDecoder();
    private final RemoveExtentsDecoder removal = new RemoveExtentsDecoder();
    private final ReportWantedEncoder reportWanted = new ReportWantedEncoder();

    /**
     * Creates the handler.
     *
     * @param senders to identify.
     * @param ems     extent managers.
     * @param chunks  chunks.
     * @param deltas  to change rows with.
     * @param replies to answer with.
     */
    public DeltaCommands(
            final ExtentManagers senders,
            final ExtentManagerTable ems,
            final ChunkTable chunks,
            final Deltas deltas,
            final Replies replies) {
        this.senders = senders;
        this.ems = ems;
        this.chunks = chunks;
        this.deltas = deltas;
        this.replies = replies;
        this.batch = new DeltaBatch(chunks.capacity());
    }

    /**
     * Signed changes of rows.
     *
     * @param command to apply.
     */
    public void spaceDelta(final CommandContext command) {
        delta.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int em = sender(command, delta.version());
        if (em == RowTable.NONE) {
            return;
        }
        batch.clear();
        for (final SpaceDeltaDecoder.RowsDecoder row = delta.rows(); row.hasNext(); ) {
            row.next();
            final long bytes = row.bytes();
            final long rxBytes = row.rxBytes();
            final int chunk = (int) row.chunk();
            final int segments = row.segments();
            final int rxSegments = row.rxSegments();
            final boolean enumsFit = (row.tierRaw() | row.provisionRaw() | row.priorityRaw()) <= 1;
            final int spaceClass = SpaceClass.of(row.tierRaw() & 1, row.provisionRaw() & 1, row.priorityRaw() & 1);
            gather(chunk, enumsFit, spaceClass, bytes, rxBytes, segments, rxSegments);
        }
        finish(command, em);
    }

    /**
     * THICK segments became THIN.
     *
     * @param command to apply.
     */
    public void updateProvision(final CommandContext command) {
        provision.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int em = sender(command, provision.version());
        if (em == RowTable.NONE) {
            return;
        }
        batch.clear();
        for (final UpdateProvisionDecoder.RowsDecoder row = provision.rows(); row.hasNext(); ) {
            row.next();
            final long bytes = row.bytes();
            final int chunk = (int) row.chunk();
            final long segments = row.segments();
            final boolean enumsFit = (row.tierRaw() | row.priorityRaw()) <= 1;
            final int thick = SpaceClass.of(row.tierRaw() & 1, 0, row.priorityRaw() & 1);
            final int thin = SpaceClass.of(row.tierRaw() & 1, 1, row.priorityRaw() & 1);
            gather(chunk, enumsFit, thick, -bytes, 0, -segments, 0);
            gather(chunk, enumsFit, thin, bytes, 0, segments, 0);
        }
        finish(command, em);
    }

    /**
     * Segments of removed extents are gone.
     *
     * @param command to apply.
     */
    public void removeExtents(final CommandContext command) {
        removal.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int em = sender(command, removal.version());
        if (em == RowTable.NONE) {
            return;
        }
        batch.clear();
        for (final RemoveExtentsDecoder.RowsDecoder row = removal.rows(); row.hasNext(); ) {
            row.next();
            final long bytes = row.bytes();
            final int chunk = (int) row.chunk();
            final long segments = row.segments();
            final boolean enumsFit = (row.tierRaw() | row.provisionRaw() | row.priorityRaw()) <= 1;
            final int spaceClass = SpaceClass.of(row.tierRaw() & 1, row.provisionRaw() & 1, row.priorityRaw() & 1);
            gather(chunk, enumsFit, spaceClass, -bytes, 0, -segments, 0);
        }
        finish(command, em);
    }

    private int sender(final CommandContext command, final long version) {
        final int em = senders.identify(command);
        return em != RowTable.NONE && senders.acceptsVersion(command, em, version) ? em : RowTable.NONE;
    }

    private void gather(
            final int chunkId,
            final boolean enumsFit,
            final int spaceClass,
            final long bytes,
            final long rxBytes,
            final long segments,
            final long rxSegments) {
        final int chunk = chunks.findById(chunkId);
        if (!enumsFit) {
            batch.fault(Reason.BAD_ENUM, 0, spaceClass);
        } else if (chunk == RowTable.NONE) {
            batch.fault(Reason.UNKNOWN_CHUNK_IN_ROW, 0, chunkId);
        } else if (isBeyond(bytes) || isBeyond(rxBytes)) {
            batch.fault(Reason.BAD_SIZE, Limits.MAX_BYTES, isBeyond(bytes) ? bytes : rxBytes);
        } else if (Math.abs(segments) > ReportCommands.MAX_SEGMENTS_PER_ROW
                || Math.abs(rxSegments) > ReportCommands.MAX_SEGMENTS_PER_ROW) {
            batch.fault(Reason.BAD_SIZE, ReportCommands.MAX_SEGMENTS_PER_ROW, segments);
        } else {
            batch.add(chunk, spaceClass, bytes, rxBytes, (int) segments, (int) rxSegments);
        }
    }

    private void finish(final CommandContext command, final int em) {
        if (batch.fault() == Reason.NONE) {
            batch.checkGrowth();
            deltas.check(em, batch);
        }
        final Reason fault = batch.fault();
        if (fault == Reason.NONE) {
            deltas.apply(em, batch);
            senders.seen(command, em);
            replies.send(command, ResultCode.OK);
        } else {
            final ResultCode result = resultOf(fault);
            replies.send(command, result, fault, batch.expected(), batch.found());
            if (result == ResultCode.LEDGER_MISMATCH) {
                askForReport(command, em);
            }
        }
    }

    private void askForReport(final CommandContext command, final int em) {
        reportWanted
                .wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader())
                .position(command.position())
                .em(ems.id(em));
        command.sink()
                .onEvent(
                        Role.EXTENT_MANAGER,
                        ems.id(em),
                        replies.buffer(),
                        0,
                        MessageHeaderEncoder.ENCODED_LENGTH + reportWanted.encodedLength());
    }

    private static ResultCode resultOf(final Reason fault) {
        return switch (fault) {
            case UNKNOWN_CHUNK_IN_ROW -> ResultCode.UNKNOWN_CHUNK;
            case NEGATIVE_RESULT, OVERFLOW -> ResultCode.LEDGER_MISMATCH;
            case LIMIT_REACHED -> ResultCode.BUSY;
            default -> ResultCode.MALFORMED;
        };
    }

    private static boolean isBeyond(final long bytes) {
        return bytes < -Limits.MAX_BYTES || bytes > Limits.MAX_BYTES;
    }
}
