package io.stowage.engine.query;

import io.stowage.codecs.EmsQueryDecoder;
import io.stowage.codecs.EmsReplyEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReservationsQueryDecoder;
import io.stowage.codecs.ReservationsReplyEncoder;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.Limits;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.extentmanager.ExtentManagerTable;
import io.stowage.engine.table.RowTable;
import java.util.function.IntPredicate;

/** Extent managers, and what each has reserved by version. */
final class ExtentManagerQueries {
    private final Replies replies;
    private final ExtentManagerTable ems;
    private final IntPredicate isUsed;
    private final Page page = new Page();
    private final EmsQueryDecoder emsQuery = new EmsQueryDecoder();
    private final EmsReplyEncoder emsReply = new EmsReplyEncoder();
    private final ReservationsQueryDecoder reservationsQuery = new ReservationsQueryDecoder();
    private final ReservationsReplyEncoder reservationsReply = new ReservationsReplyEncoder();

    ExtentManagerQueries(final Replies replies, final ExtentManagerTable ems) {
        this.replies = replies;
        this.ems = ems;
        isUsed = ems::isUsed;
    }

    void ems(final CommandContext query) {
        emsQuery.wrap(query.buffer(), query.messageOffset(), query.blockLength(), query.version());
        page.lay(
                emsQuery.after(),
                emsQuery.pageSize(),
                EmsReplyEncoder.RowsEncoder.sbeBlockLength(),
                ems.highWater(),
                isUsed);
        emsReply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(emsReply.header(), query, ResultCode.OK, Reason.NONE);
        emsReply.next(page.next());
        final EmsReplyEncoder.RowsEncoder rows = emsReply.rowsCount(page.count());
        for (int em = page.first(), left = page.count(); left > 0; em++) {
            if (ems.isUsed(em)) {
                rows.next()
                        .incarnation(ems.incarnation(em))
                        .lastVersion(ems.lastVersion(em))
                        .lastSeen(ems.lastSeenMs(em))
                        .pendingBytes(ems.pendingBytes(em))
                        .reportedBytes(ems.reportedBytes(em))
                        .em(ems.id(em))
                        .rows(ems.spaceRows(em))
                        .versions(openVersions(em));
                left--;
            }
        }
        replies.send(query, emsReply.encodedLength());
    }

    void reservations(final CommandContext query) {
        reservationsQuery.wrap(query.buffer(), query.messageOffset(), query.blockLength(), query.version());
        final int em = ems.findById((int) reservationsQuery.em());
        if (em == RowTable.NONE) {
            replies.send(query, ResultCode.UNKNOWN_EM, Reason.NONE, 0, reservationsQuery.em());
            return;
        }
        reservationsReply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(reservationsReply.header(), query, ResultCode.OK, Reason.NONE);
        final ReservationsReplyEncoder.RowsEncoder rows = reservationsReply.rowsCount(openVersions(em));
        for (int slot = 0; slot < Limits.VERSIONS_IN_FLIGHT; slot++) {
            if (ems.version(em, slot) != 0) {
                rows.next()
                        .version(ems.version(em, slot))
                        .since(ems.versionSinceMs(em, slot))
                        .bytes(ems.versionBytes(em, slot))
                        .rxBytes(ems.versionRxBytes(em, slot))
                        .segments(ems.versionSegments(em, slot));
            }
        }
        replies.send(query, reservationsReply.encodedLength());
    }

    private int openVersions(final int em) {
        int open = 0;
        for (int slot = 0; slot < Limits.VERSIONS_IN_FLIGHT; slot++) {
            if (ems.version(em, slot) != 0) {
                open++;
            }
        }
        return open;
    }
}
