package io.stowage.engine.space;

import io.stowage.codecs.Reason;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ReserveForRepositionDecoder;
import io.stowage.codecs.ReserveForRepositionReplyEncoder;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.Limits;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.extentmanager.ExtentManagerTable;
import io.stowage.engine.extentmanager.ExtentManagers;
import io.stowage.engine.extentmanager.Readiness;
import io.stowage.engine.table.RowTable;

/** Reservations for repositions: a source to read from, a destination to write to, rx held there. Each item stands alone. */
public final class RepositionCommands {
    private final ExtentManagers senders;
    private final ExtentManagerTable ems;
    private final Readiness readiness;
    private final Reservations reservations;
    private final RepositionItem item;
    private final Replies replies;
    private final ReserveForRepositionDecoder reserve = new ReserveForRepositionDecoder();
    private final ReserveForRepositionReplyEncoder reply = new ReserveForRepositionReplyEncoder();

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
    public RepositionCommands(
            final ExtentManagers senders,
            final ExtentManagerTable ems,
            final Readiness readiness,
            final Reservations reservations,
            final RepositionItem item,
            final Replies replies) {
        this.senders = senders;
        this.ems = ems;
        this.readiness = readiness;
        this.reservations = reservations;
        this.item = item;
        this.replies = replies;
    }

    /**
     * Picks source and destination and holds rx.
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
        final RepositionKind kind = reserve.kind();
        final ReserveForRepositionDecoder.ItemsDecoder items = reserve.items();
        final int count = items.count();
        if (kind != RepositionKind.RECOVER && kind != RepositionKind.MIGRATE) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_ENUM, 0, reserve.kindRaw());
            return;
        }
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
        grant(command, items, kind, em, slot);
        reservations.closeVersionIfEmpty(em, slot);
        senders.seen(command, em);
    }

    private void grant(
            final CommandContext command,
            final ReserveForRepositionDecoder.ItemsDecoder items,
            final RepositionKind kind,
            final int em,
            final int slot) {
        reply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        final ReserveForRepositionReplyEncoder.ItemsEncoder granted = reply.itemsCount(items.count());
        ResultCode first = ResultCode.OK;
        Reason why = Reason.NONE;
        long expected = 0;
        long found = 0;
        int succeeded = 0;
        while (items.hasNext()) {
            item.decode(items.next(), kind);
            item.grant(em, slot);
            item.tell();
            item.encode(granted.next());
            if (item.result() == ResultCode.OK) {
                succeeded++;
            } else if (first == ResultCode.OK) {
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
