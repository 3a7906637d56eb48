package io.stowage.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandOverTest {
    private final HandOver handOver = new HandOver();

    @Test
    void shouldGoFromTheQuestionToTheReturn() {
        assertThat(handOver.ask()).isTrue();
        assertThat(handOver.stage()).isEqualTo(HandOver.Stage.ASKED);

        handOver.grant();
        assertThat(handOver.stage()).isEqualTo(HandOver.Stage.GRANTED);

        handOver.conclude();
        assertThat(handOver.stage()).isEqualTo(HandOver.Stage.LEAVING);

        handOver.end();
        assertThat(handOver.stage()).isEqualTo(HandOver.Stage.NONE);
    }

    @Test
    void shouldTakeOneAtATime() {
        handOver.ask();

        assertThat(handOver.ask()).isFalse();
    }

    @Test
    void shouldTellHowManyOthersAreMissing() {
        handOver.ask();
        handOver.refuse(2, 1);

        assertThat(handOver.stage()).isEqualTo(HandOver.Stage.REFUSED);
        assertThat(handOver.membersNeeded()).isEqualTo(2);
        assertThat(handOver.membersHeard()).isEqualTo(1);

        handOver.conclude();
        assertThat(handOver.stage()).isEqualTo(HandOver.Stage.NONE);
    }

    @Test
    void shouldForgetTheQuestionOfAMemberThatLeadsNoLonger() {
        handOver.ask();
        handOver.withdraw();
        handOver.grant();

        assertThat(handOver.stage()).isEqualTo(HandOver.Stage.NONE);
    }

    @Test
    void shouldNotStopAMemberOnItsWay() {
        handOver.ask();
        handOver.grant();
        handOver.conclude();
        handOver.withdraw();

        assertThat(handOver.stage()).isEqualTo(HandOver.Stage.LEAVING);
    }
}
