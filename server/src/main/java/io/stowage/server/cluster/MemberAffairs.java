package io.stowage.server.cluster;

import io.stowage.codecs.MemberControlDecoder;
import io.stowage.codecs.MemberStateHashDecoder;
import io.stowage.engine.Engine;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;

/**
 * What concerns the members themselves: who leads, and whether their states are the same, which comes out of the log like everything
 * else and goes into no engine and no journal; and where they run, which is state. Belongs to the service's thread.
 */
final class MemberAffairs {
    private final Engine engine;
    private final ClusterReplies replies;
    private final MaintenanceWatch maintenance;
    private final LeadershipControl leadership;
    private final StateHashes hashes;
    private final MemberMoves moves;
    /** Made once: it is asked in every turn of the service. */
    private final BooleanSupplier stillToYield = this::isStillToYield;

    MemberAffairs(
            final ClusterMemberContext ctx,
            final MemberHost host,
            final Engine engine,
            final ClusterSessions sessions,
            final ClusterReplies replies) {
        this.engine = engine;
        this.replies = replies;
        this.maintenance = host.maintenance();
        this.leadership = new LeadershipControl(ctx.memberId(), host.handOver(), sessions, replies);
        this.hashes = new StateHashes(ctx, host.voice(), engine, replies);
        this.moves = new MemberMoves(ctx, host.names(), engine, replies);
    }

    /** The state is where it begins: fresh, or loaded. */
    void begin(final long logPosition) {
        hashes.begin(logPosition);
        moves.onList();
    }

    /** Where the members shall run, which is state. */
    MemberMoves moves() {
        return moves;
    }

    /** Whether a message is one of members, and none of the engine. */
    boolean concerns(final int templateId) {
        return templateId == MemberStateHashDecoder.TEMPLATE_ID || templateId == MemberControlDecoder.TEMPLATE_ID;
    }

    /** A message that concerns members, which the screen has let through. */
    void onMessage(final ClusterSession session, final int templateId, final DirectBuffer buffer, final int offset) {
        if (templateId == MemberControlDecoder.TEMPLATE_ID) {
            leadership.onCommand(session, engine.position(), buffer, offset);
        } else {
            hashes.onVote(session, buffer, offset);
        }
    }

    /** An entry was applied, which ends at a position of the cluster's log. On the hot path. */
    void onApplied(final long logPosition, final DirectBuffer buffer, final int offset, final int length) {
        hashes.onPosition(logPosition);
        if (replies.isLeading() && maintenance.wantsToYield(engine, buffer, offset, length)) {
            leadership.yieldLeadership("its node enters maintenance");
        }
    }

    /** Whether there is still a reason for what was asked for in vain. */
    private boolean isStillToYield() {
        return replies.isLeading() && maintenance.isOn(engine);
    }

    void lead() {
        if (maintenance.wantsToYield(engine)) {
            leadership.yieldLeadership("it was elected while its node is in maintenance");
        }
    }

    void follow() {
        leadership.follow();
    }

    int work(final long nowNs) {
        return leadership.work(engine.position(), nowNs, stillToYield);
    }

    /** Hashes of members' states that were compared. */
    long votes() {
        return hashes.votes();
    }

    /** Positions at which a majority had the hash of this member. */
    long agreements() {
        return hashes.agreements();
    }
}
