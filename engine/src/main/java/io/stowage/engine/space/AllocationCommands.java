package io.stowage.engine.space;

import io.stowage.codecs.FreeForAllocationDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForAllocationReplyEncoder;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.Limits;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.extentmanager.ExtentManagerTable;
import io.stowage.engine.extentmanager.ExtentManagers;
import io.stowage.engine.table.RowTable;

/**
 * Reservations for new segments: locations and space granted together, and given back.
 *
 * <p>Each item stands alone: it is granted whole, or as far as it goes if it asks for a partial result, or not at all.
 */
public final class AllocationCommands {
    private final ExtentManagers senders;
    private final ExtentManagerTable ems;
    private final ChunkTable chunks;
    private final Reservations reservations;
    private final AllocationItem item;
    private final Replies replies;

    /** Segments that the command at hand gives back, by chunk; all zeros between commands. */
    private final int[] givenBack;

    private final ReserveForAllocationDecoder reserve = new ReserveForAllocationDecoder();
    private final FreeForAllocationDecoder free = new FreeForAllocationDecoder();
    private final ReserveForAllocationReplyEncoder reply = new ReserveForAllocationReplyEncoder();

    /**
     * Creates the handler.
     *
     * @param senders      to identify.
     * @param ems          extent managers.
     * @param chunks       chunks.
     * @param reservations to change.
     * @param item         to place with.
     * @param replies      to answer with.
     */
    public AllocationCommands(
            final ExtentManagers senders,
            final ExtentManagerTable ems,
            final ChunkTable chunks,
            final Reservations reservations,
            final AllocationItem item,
            final Replies replies) {
        this.senders = senders;
        this.ems = ems;
        this.chunks = chunks;
        this.reservations = reservations;
        this.item = item;
        this.replies = replies;
        this.givenBack = new int[chunks.capacity()];
    }

    /**
     * Grants locations and reserves their space.
     *
     * @param command to apply.
     */
    public void reserve(final CommandContext command) {
        reserve.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int em = senders.identify(command);
        final long version = reserve.version();
        if (em == RowTable.NONE || !senders.acceptsVersion(command, em, version)) {
            return;
        }
        final ReserveForAllocationDecoder.ItemsDecoder items = reserve.items();
        final int count = items.count();
        if (count == 0) {
            replies.send(command, ResultCode.MALFORMED, Reason.EMPTY, 1, 0);
            return;
        }
        if (count > Limits.MAX_ITEMS_PER_REQUEST) {
            replies.send(command, ResultCode.MALFORMED, Reason.TOO_MANY_ITEMS, Limits.MAX_ITEMS_PER_REQUEST, count);
            return;
        }
        final int slot = ems.openVersion(em, version, command.timestampMs());
        if (slot == RowTable.NONE) {
            replies.send(command, ResultCode.BUSY, Reason.VERSIONS_IN_FLIGHT, Limits.VERSIONS_IN_FLIGHT, version);
            return;
        }
        grant(command, items, em, slot);
        reservations.closeVersionIfEmpty(em, slot);
        senders.seen(command, em);
    }

    private void grant(
            final CommandContext command,
            final ReserveForAllocationDecoder.ItemsDecoder items,
            final int em,
            final int slot) {
        final int count = items.count();
        reply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        reply.expected(0).found(0);
        final ReserveForAllocationReplyEncoder.ItemsEncoder granted = reply.itemsCount(count);
        ResultCode first = ResultCode.OK;
        int succeeded = 0;
        int segmentsLeft = Limits.MAX_SEGMENTS_PER_REQUEST;
        while (items.hasNext()) {
            item.decode(items.next(), segmentsLeft);
            item.grant(em, slot);
            segmentsLeft -= item.grantedSegments();
            item.encode(granted.next());
            if (item.result() == ResultCode.OK || item.result() == ResultCode.PARTIAL) {
                succeeded++;
            }
            if (first == ResultCode.OK) {
                first = item.result();
            }
        }
        final boolean someOfMany = first != ResultCode.OK && succeeded > 0;
        Replies.fill(reply.header(), command, someOfMany ? ResultCode.PARTIAL : first, item.reason());
        replies.send(command, reply.encodedLength());
    }

    /**
     * Takes segments of a reservation of the same version back: all of them, or none.
     *
     * @param command to apply.
     */
    public void free(final CommandContext command) {
        wrapFree(command);
        final int em = senders.identify(command);
        final long version = free.version();
        if (em == RowTable.NONE || !senders.acceptsVersion(command, em, version)) {
            return;
        }
        final long bytes = free.segmentBytes();
        if (free.tierRaw() > 1 || free.provisionRaw() > 1 || free.priorityRaw() > 1) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_ENUM, 0, 0);
            return;
        }
        if (bytes < 1 || bytes > Limits.MAX_BYTES) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_SIZE, Limits.MAX_BYTES, bytes);
            return;
        }
        final int spaceClass = SpaceClass.of(free.tierRaw(), free.provisionRaw(), free.priorityRaw());
        final int slot = ems.versionSlot(em, version);
        if (!isReserved(command, em, slot, spaceClass, bytes)) {
            return;
        }
        wrapFree(command);
        for (final FreeForAllocationDecoder.ChunksDecoder each = free.chunks(); each.hasNext(); ) {
            final int chunk = chunks.findById((int) each.next().chunk());
            reservations.giveBack(em, slot, chunk, spaceClass, bytes);
        }
        if (slot != RowTable.NONE) {
            reservations.closeVersionIfEmpty(em, slot);
        }
        senders.seen(command, em);
        replies.send(command, ResultCode.OK);
    }

    /** Whether every segment that is given back was reserved; refuses the command otherwise. */
    private boolean isReserved(
            final CommandContext command, final int em, final int slot, final int spaceClass, final long bytes) {
        boolean reserved = true;
        wrapFree(command);
        for (final FreeForAllocationDecoder.ChunksDecoder each = free.chunks(); reserved && each.hasNext(); ) {
            final int chunkId = (int) each.next().chunk();
            final int chunk = chunks.findById(chunkId);
            if (chunk == RowTable.NONE) {
                replies.send(command, ResultCode.UNKNOWN_CHUNK, Reason.NONE, 0, chunkId);
                reserved = false;
            } else if (!holds(em, slot, chunk, spaceClass, bytes, ++givenBack[chunk])) {
                final long known = slot == RowTable.NONE ? 0 : reservations.reservedBytes(em, slot, chunk, spaceClass);
                replies.send(command, ResultCode.CONFLICT, Reason.NOT_RESERVED, known, bytes * givenBack[chunk]);
                reserved = false;
            }
        }
        wrapFree(command);
        for (final FreeForAllocationDecoder.ChunksDecoder each = free.chunks(); each.hasNext(); ) {
            final int chunk = chunks.findById((int) each.next().chunk());
            if (chunk != RowTable.NONE) {
                givenBack[chunk] = 0;
            }
        }
        return reserved;
    }

    /** Whether so many segments of that size can be taken out of a row and leave a row that is whole. */
    private boolean holds(
            final int em, final int slot, final int chunk, final int spaceClass, final long bytes, final int count) {
        if (slot == RowTable.NONE) {
            return false;
        }
        final long reserved = reservations.reservedBytes(em, slot, chunk, spaceClass);
        final int segments = reservations.reservedSegments(em, slot, chunk, spaceClass);
        return segments > count ? reserved > bytes * count : reserved == bytes * count && segments == count;
    }

    private void wrapFree(final CommandContext command) {
        free.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
    }
}
