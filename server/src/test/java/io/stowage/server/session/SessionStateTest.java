package io.stowage.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.Role;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionStateTest {
    /** The table of the state's documentation, written down a second time. */
    private static final Map<SessionState, Set<SessionState>> TRANSITIONS = Map.of(
            SessionState.CONNECTING,
            Set.of(SessionState.CHALLENGED, SessionState.ENDING, SessionState.CLOSED),
            SessionState.CHALLENGED,
            Set.of(SessionState.OPEN, SessionState.ENDING, SessionState.CLOSED),
            SessionState.OPEN,
            Set.of(SessionState.ENDING, SessionState.CLOSED),
            SessionState.ENDING,
            Set.of(SessionState.CLOSED),
            SessionState.CLOSED,
            Set.of());

    @Test
    void shouldAllowExactlyTheTransitionsOfTheTable() {
        for (final SessionState from : SessionState.values()) {
            for (final SessionState to : SessionState.values()) {
                assertThat(from.mayBecome(to))
                        .as("%s to %s", from, to)
                        .isEqualTo(Objects.requireNonNull(TRANSITIONS.get(from)).contains(to));
            }
        }
    }

    @Test
    void shouldKeepTheFirstReasonAndRefuseToComeBack() {
        // given
        final ResponseChannel channel = Objects.requireNonNull(ResponseChannel.parse("aeron:ipc"));
        final Session session = new Session(
                1,
                new Origin("aeron:ipc"),
                new ConnectAttempt(1, 2, Role.OPERATOR, 0, 1, channel, 3),
                new ReplyMemory(1_024));

        // when
        assertThat(session.become(SessionState.CHALLENGED, null)).isTrue();
        assertThat(session.become(SessionState.OPEN, null)).isTrue();
        assertThat(session.become(SessionState.ENDING, EndReason.TIMED_OUT)).isTrue();
        assertThat(session.become(SessionState.OPEN, null)).isFalse();
        assertThat(session.become(SessionState.CLOSED, EndReason.RESPONSE_LOST)).isTrue();
        assertThat(session.become(SessionState.ENDING, EndReason.TOO_SLOW)).isFalse();

        // then
        assertThat(session.state()).isEqualTo(SessionState.CLOSED);
        assertThat(session.endReason()).isEqualTo(EndReason.TIMED_OUT);
    }
}
