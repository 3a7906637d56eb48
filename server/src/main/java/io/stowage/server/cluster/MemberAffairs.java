package io.stowage.server.cluster;

import io.stowage.codecs.MemberControlDecoder;
import io.stowage.engine.Engine;
import org.agrona.DirectBuffer;

/**
 * What concerns the members themselves and no state: who leads. It comes out of the log like everything else, and goes into no engine
 * and no journal. Belongs to the service's thread.
 */
final class MemberAffairs {
    private final Engine engine;
    private final ClusterReplies replies;
    private final MaintenanceWatch maintenance;
    private final LeadershipControl leadership;

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
    }

    /** Whether a message is one of members, and none of the engine. */
    boolean concerns(final int templateId) {
        return templateId == MemberControlDecoder.TEMPLATE_ID;
    }

    /** A message that concerns members, which the screen has let through. */
    void onMessage(final ClusterSession session, final DirectBuffer buffer, final int offset) {
        leadership.onCommand(session, engine.position(), buffer, offset);
    }

    /** An entry was applied. On the hot path. */
    void onApplied(final DirectBuffer buffer, final int offset, final int length) {
        if (replies.isLeading() && maintenance.wantsToYield(engine, buffer, offset, length)) {
            leadership.yieldLeadership("its node enters maintenance");
        }
    }

    void lead() {
        if (maintenance.wantsToYield(engine)) {
            leadership.yieldLeadership("it was elected while its node is in maintenance");
        }
    }

    void follow() {
        leadership.follow();
    }

    int work() {
        return leadership.work(engine.position());
    }
}
