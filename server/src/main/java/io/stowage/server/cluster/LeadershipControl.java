package io.stowage.server.cluster;

import io.stowage.codecs.MemberAction;
import io.stowage.codecs.MemberControlDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.wire.FirstBlock;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What makes a leader let another member lead: an operator's word, or the maintenance of the node on which it stands. All members see
 * the command in the log; the leader alone answers, and asks its host. No state changes, nothing is journaled. Belongs to the
 * service's thread.
 */
final class LeadershipControl {
    private static final int LEAST_BLOCK_LENGTH = FirstBlock.length(MemberControlDecoder.class);

    private static final Logger LOGGER = LoggerFactory.getLogger(LeadershipControl.class);
    private static final long NOBODY = -1;
    private static final long RETRY_INTERVAL_NS = TimeUnit.SECONDS.toNanos(10);

    private final int memberId;
    private final HandOver handOver;
    private final ClusterSessions sessions;
    private final ClusterReplies replies;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MemberControlDecoder control = new MemberControlDecoder();
    private long askingSession = NOBODY;
    private long askingCorrelation;
    /** Maintenance wants this member to hand over: until it does so, or leads no longer. */
    private boolean isWanted;

    private boolean hasTried;
    private long triedNs;

    LeadershipControl(
            final int memberId, final HandOver handOver, final ClusterSessions sessions, final ClusterReplies replies) {
        this.memberId = memberId;
        this.handOver = handOver;
        this.sessions = sessions;
        this.replies = replies;
    }

    /** A {@code MemberControl}, which the screen has let through. */
    void onCommand(final ClusterSession session, final long position, final DirectBuffer buffer, final int offset) {
        if (!replies.isLeading()) {
            return;
        }
        header.wrap(buffer, offset);
        control.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        final long correlationId = control.header().correlationId();
        if (header.blockLength() < LEAST_BLOCK_LENGTH) {
            replies.refuse(
                    session,
                    correlationId,
                    position,
                    ResultCode.MALFORMED,
                    Reason.TRUNCATED,
                    LEAST_BLOCK_LENGTH,
                    header.blockLength());
        } else if (control.action() != MemberAction.HAND_OVER) {
            replies.refuse(
                    session,
                    correlationId,
                    position,
                    ResultCode.MALFORMED,
                    Reason.BAD_ENUM,
                    MemberAction.HAND_OVER.value(),
                    control.actionRaw());
        } else if (control.member() != memberId) {
            replies.refuse(
                    session,
                    correlationId,
                    position,
                    ResultCode.CONFLICT,
                    Reason.NOT_LEADING,
                    memberId,
                    control.member());
        } else if (handOver.ask()) {
            askingSession = session.id();
            askingCorrelation = correlationId;
        } else {
            replies.refuse(session, correlationId, position, ResultCode.BUSY, Reason.NONE, 0, 0);
        }
    }

    /** Wants the host to let another one lead, on behalf of nobody who waits for an answer. */
    void yieldLeadership(final String why) {
        LOGGER.info("member {} leads and wants to hand over: {}", memberId, why);
        isWanted = true;
        hasTried = false;
    }

    /**
     * Answers what the host has decided, and asks it on behalf of maintenance: at once, and again as long as nothing has come of it, whether
     * too few others were there, an operator's question was before it, or the host took too long.
     *
     * @return 1 if there was something to answer.
     */
    int work(final long position, final long nowNs, final BooleanSupplier isStillWanted) {
        return switch (handOver.stage()) {
            case NONE -> {
                if (isWanted && (!hasTried || nowNs - triedNs >= RETRY_INTERVAL_NS)) {
                    askForMaintenance(nowNs, isStillWanted.getAsBoolean());
                }
                yield 0;
            }
            case ASKED, LEAVING -> 0;
            case GRANTED, REFUSED -> {
                answer(position);
                handOver.conclude();
                yield 1;
            }
        };
    }

    private void askForMaintenance(final long nowNs, final boolean isStillWanted) {
        isWanted = isStillWanted;
        if (isStillWanted && handOver.ask()) {
            askingSession = NOBODY;
            hasTried = true;
            triedNs = nowNs;
        }
    }

    /** This member leads no longer: nobody is answered. */
    void follow() {
        isWanted = false;
        handOver.withdraw();
    }

    private void answer(final long position) {
        final ClusterSession session = askingSession == NOBODY ? null : sessions.byId(askingSession);
        if (session == null) {
            return;
        }
        if (handOver.stage() == HandOver.Stage.GRANTED) {
            replies.accept(session, askingCorrelation, position);
        } else {
            replies.refuse(
                    session,
                    askingCorrelation,
                    position,
                    ResultCode.CONFLICT,
                    Reason.NO_SUCCESSOR,
                    handOver.membersNeeded(),
                    handOver.membersHeard());
        }
    }
}
