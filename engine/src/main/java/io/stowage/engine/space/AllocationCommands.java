package io.stowage.engine.space;

import io.stowage.codecs.Reason;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForAllocationReplyEncoder;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.Limits;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.extentmanager.ExtentManagerTable;
import io.stowage.engine.extentmanager.ExtentManagers;
import io.stowage.engine.extentmanager.Readiness;
import io.stowage.engine.table.RowTable;

/**
 * Reservations for new segments: locations and space granted together.
 *
 * <p>Each item stands alone: it is granted whole, or as far as it goes if it asks for a partial result, or not at all.
 */
public final class AllocationCommands {
    private final ExtentManagers senders;
    private final ExtentManagerTable ems;
    private final Readiness readiness;
    private final Reservations reservations;
    private final AllocationItem item;
    private final Replies replies;
    private final ReserveForAllocationDecoder reserve = new ReserveForAllocationDecoder();
    private final ReserveForAllocationReplyEncoder reply = new ReserveForAllocationReplyEncoder();

    /**
     * Creates the handler.
     *
     * @param senders      to identify.
     * @param ems          extent managers.
     * @param readiness to promise space.
     * @param reservations to change.
     * @param item         to place with.
     * @param replies      to answer with.
     */
    public AllocationCommands(
            final ExtentManagers senders,
            final ExtentManagerTable ems,
            final Readiness readiness,
            final Reservations reservations,
            final AllocationItem item,
            final Replies replies) {
        this.senders = senders;
        this.ems = ems;
        this.readiness = readiness;
        this.reservations = reservations;
        this.item = item;
        this.replies = replies;
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
        if (em == RowTable.NONE || !senders.acceptsVersion(command, em, version) || !readiness.accepts(command)) {
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
        final ReserveForAllocationReplyEncoder.ItemsEncoder granted = reply.itemsCount(count);
        ResultCode first = ResultCode.OK;
        Reason why = Reason.NONE;
        long expected = 0;
        long found = 0;
        int succeeded = 0;
        int segmentsLeft = Limits.MAX_SEGMENTS_PER_REQUEST;
        while (items.hasNext()) {
            item.decode(items.next(), segmentsLeft, command.timestampMs());
            item.grant(em, slot);
            item.tell();
            segmentsLeft -= item.grantedSegments();
            item.encode(granted.next());
            if (item.result() == ResultCode.OK || item.result() == ResultCode.PARTIAL) {
                succeeded++;
            }
            if (first == ResultCode.OK) {
                first = item.result();
                why = item.reason();
                expected = item.expected();
                found = item.found();
            }
        }
        item.end();
        final boolean someOfMany = first != ResultCode.OK && succeeded > 0;
        Replies.fill(reply.header(), command, someOfMany ? ResultCode.PARTIAL : first, why);
        reply.expected(expected).found(found);
        replies.send(command, reply.encodedLength());
    }
}
