package io.stowage.server.cluster;

import io.stowage.codecs.MemberListQueryEncoder;
import io.stowage.codecs.MemberListReplyDecoder;
import io.stowage.codecs.MemberListReplyEncoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReplyHeaderEncoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.engine.Engine;
import io.stowage.engine.ReplySink;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Member lists on their way from the log to this member's host: the engine's list is told to the media driver's names and kept in a
 * file. Whether this member has to go because of it, {@link MoveWatch} sees. Belongs to the service's thread.
 */
final class MemberMoves implements ReplySink {
    private static final Logger LOGGER = LoggerFactory.getLogger(MemberMoves.class);
    private static final int QUERY_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + MemberListQueryEncoder.BLOCK_LENGTH;
    private static final long NOBODY = 0;

    private final ClusterMemberContext ctx;
    private final MemberNames names;
    private final Engine engine;
    private final ClusterReplies replies;
    private final MemberListRules rules;
    private final UnsafeBuffer query = new UnsafeBuffer(new byte[QUERY_LENGTH]);
    private final ExpandableArrayBuffer answer = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MemberListQueryEncoder queryEncoder = new MemberListQueryEncoder();
    private final MemberListReplyDecoder reply = new MemberListReplyDecoder();
    private final MemberListReplyEncoder replyEncoder = new MemberListReplyEncoder();
    private ListedHosts found = ListedHosts.NONE;

    MemberMoves(
            final ClusterMemberContext ctx,
            final MemberNames names,
            final Engine engine,
            final ClusterReplies replies) {
        this.ctx = ctx;
        this.names = names;
        this.engine = engine;
        this.replies = replies;
        this.rules = new MemberListRules(ctx.members());
    }

    /** Whether a list is of this cluster, and goes to the engine; else it is to be refused, for the rules' reason. */
    Reason judge(final DirectBuffer buffer, final int offset, final int length) {
        return rules.judge(buffer, offset, length);
    }

    MemberListRules rules() {
        return rules;
    }

    /** The engine may have another list than before: one was applied, or a snapshot was loaded. */
    void onList() {
        final ListedHosts list = ask();
        if (!names.accept(list)) {
            return;
        }
        LOGGER.info(
                "member {} knows the member list of generation {}: {}",
                ctx.memberId(),
                list.generation(),
                list.hosts());
        try {
            MemberListFile.write(ctx.directory(), list);
        } catch (final IOException e) {
            LOGGER.error(
                    "the member list of generation {} cannot be kept in {} ({}); make room, or correct its permissions:"
                            + " before the next list this member starts with the one before",
                    list.generation(),
                    ctx.directory(),
                    e.getMessage());
        }
    }

    /** Answers who asks for the list, with what is configured beside it. */
    void answer(final long sessionId, final long correlationId) {
        final ListedHosts list = ask();
        replyEncoder.wrapAndApplyHeader(answer, 0, headerEncoder);
        final ReplyHeaderEncoder of = replyEncoder.header();
        of.correlationId(correlationId)
                .position(engine.position())
                .reason(Reason.NONE)
                .result(ResultCode.OK);
        for (int i = 0; i < ReplyHeaderEncoder.reservedLength(); i++) {
            of.reserved(i, (short) 0);
        }
        final MemberListReplyEncoder.RowsEncoder rows = replyEncoder
                .generation(list.generation())
                .rowsCount(ctx.members().size());
        for (final MemberEndpoints.Member member : ctx.members().members()) {
            rows.next().member(member.id()).host(list.host(member.id())).endpoint(endpoint(member));
        }
        replies.onReply(sessionId, answer, 0, MessageHeaderEncoder.ENCODED_LENGTH + replyEncoder.encodedLength());
    }

    /** What fits: nobody configures longer names, but nothing forbids it. */
    private static String endpoint(final MemberEndpoints.Member member) {
        final String text = member.ingress();
        return text.length() <= MemberListReplyEncoder.RowsEncoder.endpointLength() ? text : "";
    }

    private ListedHosts ask() {
        queryEncoder
                .wrapAndApplyHeader(query, 0, headerEncoder)
                .header()
                .clusterHigh(engine.clusterHigh())
                .clusterLow(engine.clusterLow())
                .role(Role.OPERATOR);
        found = ListedHosts.NONE;
        engine.onQuery(NOBODY, query, 0, QUERY_LENGTH, this);
        return found;
    }

    @Override
    public void onReply(final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
        if (Engine.templateId(buffer, offset, length) != MemberListReplyDecoder.TEMPLATE_ID) {
            return;
        }
        reply.wrapAndApplyHeader(buffer, offset, header);
        final long generation = reply.generation();
        final Map<Integer, String> hosts = new TreeMap<>();
        for (final MemberListReplyDecoder.RowsDecoder row : reply.rows()) {
            hosts.put(row.member(), row.host());
        }
        found = new ListedHosts(generation, hosts);
    }

    @Override
    public void onEvent(final Role role, final int id, final DirectBuffer buffer, final int offset, final int length) {
        throw new IllegalStateException("a query has no events");
    }
}
