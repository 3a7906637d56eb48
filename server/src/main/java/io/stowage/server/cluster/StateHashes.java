package io.stowage.server.cluster;

import io.stowage.codecs.MemberStateHashDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.wire.FirstBlock;
import io.stowage.engine.Engine;
import io.stowage.server.ServerException;
import org.agrona.DirectBuffer;

/**
 * Holds this member's state against the others'. The hash of the state is taken by each member at the same positions, those that cross
 * a multiple of the interval, and told to all through the log. A member that finds another hash than a majority has a state that is not
 * the log's: it stops, and leaves a mark. Belongs to the service's thread.
 */
final class StateHashes {
    /** Odd, so that no two positions become the same number. */
    private static final long POSITION_FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private static final int LEAST_BLOCK_LENGTH = FirstBlock.length(MemberStateHashDecoder.class);

    private final ClusterMemberContext ctx;
    private final MemberVoice voice;
    private final Engine engine;
    private final ClusterReplies replies;
    private final StateHashVotes votes;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MemberStateHashDecoder vote = new MemberStateHashDecoder();
    private long nextPosition = Long.MAX_VALUE;
    private long voteCount;
    private long agreementCount;

    StateHashes(
            final ClusterMemberContext ctx,
            final MemberVoice voice,
            final Engine engine,
            final ClusterReplies replies) {
        this.ctx = ctx;
        this.voice = voice;
        this.engine = engine;
        this.replies = replies;
        this.votes = new StateHashVotes(ctx.members().size());
    }

    /** The log is where this member begins. */
    void begin(final long position) {
        final long interval = ctx.hashIntervalBytes();
        nextPosition =
                interval == 0 || ctx.members().size() == 1 ? Long.MAX_VALUE : (position / interval + 1) * interval;
    }

    /**
     * The log has come to a position, which all members reach with the same entry; how many of its bytes each has applied is part of what is
     * compared. On the hot path.
     */
    void onPosition(final long position) {
        if (position >= nextPosition) {
            begin(position);
            final long hash = engine.stateHash() ^ engine.position() * POSITION_FACTOR;
            votes.open(position, hash);
            voice.tell(position, hash);
        }
    }

    /** A {@code MemberStateHash}, which the screen has let through. */
    void onVote(final ClusterSession session, final DirectBuffer buffer, final int offset) {
        header.wrap(buffer, offset);
        vote.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        final long correlationId = vote.header().correlationId();
        if (header.blockLength() < LEAST_BLOCK_LENGTH) {
            if (replies.isLeading()) {
                replies.refuse(
                        session,
                        correlationId,
                        engine.position(),
                        ResultCode.MALFORMED,
                        Reason.TRUNCATED,
                        LEAST_BLOCK_LENGTH,
                        header.blockLength());
            }
            return;
        }
        if (replies.isLeading()) {
            replies.accept(session, correlationId, engine.position());
        }
        count(vote.position(), vote.hash());
    }

    /** Hashes that were compared with this member's. */
    long votes() {
        return voteCount;
    }

    /** Positions at which a majority had the hash of this member. */
    long agreements() {
        return agreementCount;
    }

    private void count(final long position, final long hash) {
        final StateHashVotes.Outcome outcome = votes.vote(ctx.members().indexOf((int) vote.member()), position, hash);
        switch (outcome) {
            case IGNORED -> {}
            case OPEN -> voteCount++;
            case AGREED -> {
                voteCount++;
                agreementCount++;
            }
            case DIFFERS ->
                throw stop(
                        DivergenceMark.ADVICE,
                        "the state of this member is not that of the majority at position " + position
                                + " of the log (its hash is " + Long.toHexString(votes.ownHash()) + ", theirs "
                                + Long.toHexString(votes.majorityHash()) + ")");
            case SCATTERED ->
                throw stop(
                        DivergenceMark.ADVICE_WITHOUT_MAJORITY,
                        "no majority of the members has the same state at position " + position
                                + " of the log (the hash of this member is " + Long.toHexString(votes.ownHash()) + ")");
        }
    }

    private ServerException stop(final String advice, final String what) {
        DivergenceMark.leave(ctx.directory(), what + "; " + advice);
        return new ServerException(what + "; " + advice);
    }
}
