package io.stowage.engine.query;

import io.stowage.codecs.MemberListReplyEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.cluster.MemberListTable;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;

/** Where the members of the cluster shall run. */
final class MemberListQueries {
    private final Replies replies;
    private final MemberListTable members;
    private final MemberListReplyEncoder reply = new MemberListReplyEncoder();

    MemberListQueries(final Replies replies, final MemberListTable members) {
        this.replies = replies;
        this.members = members;
    }

    void memberList(final CommandContext query) {
        reply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(reply.header(), query, ResultCode.OK, Reason.NONE);
        reply.generation(members.generation());
        final MemberListReplyEncoder.RowsEncoder rows = reply.rowsCount(members.count());
        for (int row = 0; row < members.count(); row++) {
            rows.next().member(members.member(row)).endpoint("");
            members.copyHost(
                    row,
                    replies.buffer(),
                    reply.limit()
                            - MemberListReplyEncoder.RowsEncoder.sbeBlockLength()
                            + MemberListReplyEncoder.RowsEncoder.hostEncodingOffset());
        }
        replies.send(query, reply.encodedLength());
    }
}
