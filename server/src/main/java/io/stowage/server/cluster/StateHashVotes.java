package io.stowage.server.cluster;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who found which hash at which position of the log, for the newest positions at which hashes are taken. A hash that a majority of the
 * members found is what the state should be. Single-threaded.
 */
final class StateHashVotes {
    /** Positions that are remembered: a member that is slower than that is not compared. */
    static final int REMEMBERED = 8;

    private static final long NOWHERE = -1;

    /** What a vote has led to. */
    enum Outcome {
        /** Nothing is known of that position, or of that member. */
        IGNORED,
        /** No majority yet, or it was known before. */
        OPEN,
        /** With this vote, a majority has the hash of this member. */
        AGREED,
        /** A majority has another hash than this member. */
        DIFFERS,
        /** All members have told their hash, and no majority has the same. */
        SCATTERED
    }

    private final int members;
    private final Ballot[] ballots = new Ballot[REMEMBERED];
    private int nextBallot;
    private long majorityHash;
    private long ownHash;

    /** The hashes at one position. */
    private static final class Ballot {
        private final boolean[] hasVoted;
        private final long[] hashes;
        private long position = NOWHERE;
        private long own;
        private boolean isAgreed;

        private Ballot(final int members) {
            hasVoted = new boolean[members];
            hashes = new long[members];
        }

        private void begin(final long newPosition, final long ownHash) {
            position = newPosition;
            own = ownHash;
            isAgreed = false;
            Arrays.fill(hasVoted, false);
        }

        private int votes() {
            int votes = 0;
            for (final boolean voted : hasVoted) {
                votes += voted ? 1 : 0;
            }
            return votes;
        }

        private int votesFor(final long hash) {
            int votes = 0;
            for (int i = 0; i < hashes.length; i++) {
                votes += hasVoted[i] && hashes[i] == hash ? 1 : 0;
            }
            return votes;
        }
    }

    StateHashVotes(final int members) {
        this.members = members;
        for (int i = 0; i < REMEMBERED; i++) {
            ballots[i] = new Ballot(members);
        }
    }

    /** This member has come to a position, and found a hash; it counts once it was told like the others'. */
    void open(final long position, final long hash) {
        ballots[nextBallot].begin(position, hash);
        nextBallot = (nextBallot + 1) % REMEMBERED;
    }

    /**
     * A member tells its hash; a second one of the same member takes the place of the first.
     *
     * @param member   number of the member, from 0; -1: none of them.
     * @param position of the log.
     * @param hash     of its state there.
     * @return what this has led to.
     */
    Outcome vote(final int member, final long position, final long hash) {
        final Ballot ballot = ballotAt(position);
        if (ballot == null || member < 0) {
            return Outcome.IGNORED;
        }
        ballot.hasVoted[member] = true;
        ballot.hashes[member] = hash;
        ownHash = ballot.own;
        if (ballot.votesFor(hash) > members / 2) {
            majorityHash = hash;
            if (hash != ballot.own) {
                return Outcome.DIFFERS;
            }
            final boolean isNew = !ballot.isAgreed;
            ballot.isAgreed = true;
            return isNew ? Outcome.AGREED : Outcome.OPEN;
        }
        return ballot.votes() == members && !ballot.isAgreed ? Outcome.SCATTERED : Outcome.OPEN;
    }

    /** The hash of the majority at the position of the last vote that agreed or differed. */
    long majorityHash() {
        return majorityHash;
    }

    /** This member's own hash at the position of the last vote. */
    long ownHash() {
        return ownHash;
    }

    private @Nullable Ballot ballotAt(final long position) {
        for (final Ballot ballot : ballots) {
            if (ballot.position == position) {
                return ballot;
            }
        }
        return null;
    }
}
