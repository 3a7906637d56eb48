package io.stowage.server.cluster;

import static io.stowage.server.cluster.StateHashVotes.Outcome.*;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StateHashVotesTest {
    private static final long POSITION = 4_096;
    private static final long MINE = 0xA;
    private static final long OTHER = 0xB;

    private final StateHashVotes votes = new StateHashVotes(3);

    @Test
    void shouldAgreeOnceWithAMajority() {
        votes.open(POSITION, MINE);

        assertThat(votes.vote(0, POSITION, MINE)).isEqualTo(OPEN);
        assertThat(votes.vote(1, POSITION, MINE)).isEqualTo(AGREED);
        assertThat(votes.vote(2, POSITION, MINE)).isEqualTo(OPEN);
    }

    @Test
    void shouldDifferFromAMajorityThatHasAnotherHash() {
        votes.open(POSITION, MINE);

        assertThat(votes.vote(0, POSITION, OTHER)).isEqualTo(OPEN);
        assertThat(votes.vote(1, POSITION, OTHER)).isEqualTo(DIFFERS);
        assertThat(votes.ownHash()).isEqualTo(MINE);
        assertThat(votes.majorityHash()).isEqualTo(OTHER);
    }

    @Test
    void shouldGoOnWhereOneOtherDiffers() {
        votes.open(POSITION, MINE);

        assertThat(votes.vote(0, POSITION, OTHER)).isEqualTo(OPEN);
        assertThat(votes.vote(1, POSITION, MINE)).isEqualTo(OPEN);
        assertThat(votes.vote(2, POSITION, MINE)).isEqualTo(AGREED);
    }

    @Test
    void shouldNoticeThatNobodyHasTheSame() {
        votes.open(POSITION, MINE);

        assertThat(votes.vote(0, POSITION, MINE)).isEqualTo(OPEN);
        assertThat(votes.vote(1, POSITION, OTHER)).isEqualTo(OPEN);
        assertThat(votes.vote(2, POSITION, OTHER + 1)).isEqualTo(SCATTERED);
    }

    @Test
    void shouldTakeTheLastWordOfAMember() {
        votes.open(POSITION, MINE);

        assertThat(votes.vote(0, POSITION, OTHER)).isEqualTo(OPEN);
        assertThat(votes.vote(0, POSITION, MINE)).isEqualTo(OPEN);
        assertThat(votes.vote(1, POSITION, MINE)).isEqualTo(AGREED);
    }

    @Test
    void shouldIgnoreWhatItCannotCompare() {
        votes.open(POSITION, MINE);
        assertThat(votes.vote(0, POSITION + 1, OTHER)).isEqualTo(IGNORED);
        assertThat(votes.vote(-1, POSITION, OTHER)).isEqualTo(IGNORED);

        for (int i = 1; i <= StateHashVotes.REMEMBERED; i++) {
            votes.open(POSITION + i, MINE);
        }
        assertThat(votes.vote(0, POSITION, OTHER)).isEqualTo(IGNORED);
        assertThat(votes.vote(0, POSITION + 1, MINE)).isEqualTo(OPEN);
    }
}
