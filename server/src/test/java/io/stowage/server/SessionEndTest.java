package io.stowage.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.ChallengeDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.SessionClosedDecoder;
import io.stowage.codecs.SessionEventDecoder;
import io.stowage.codecs.StatusReplyDecoder;
import io.stowage.codecs.wire.Protocol;
import io.stowage.server.journal.JournalReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SessionEndTest {
    private static final long ALL_SESSIONS = 0;

    @TempDir
    private Path directory;

    @Test
    void shouldCloseASessionThatAsksForIt() {
        // given
        final long sessionId;
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            sessionId = client.sessionId;

            // when
            client.send(client.frames.sessionClose(sessionId));

            // then
            assertClosed(RawClient.event(client.await()), sessionId, ResultCode.OK, "closed as asked");
            client.awaitUntil(client::isResponseImageGone, "the response channel is still open");
            client.awaitUntil(() -> client.counter(ServerCounter.SESSIONS_OPEN) == 0, "the session is still counted");
        }
        assertThat(closedSessions()).containsExactly(ALL_SESSIONS, sessionId);
    }

    @Test
    void shouldCloseASilentSession() {
        // given
        final StandaloneServer.Context ctx = TestServers.context(directory);
        ctx.sessions().sessionTimeoutNs(300_000_000L);
        final long sessionId;
        try (StandaloneServer server = StandaloneServer.launch(ctx);
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            sessionId = client.sessionId;

            // when, then
            assertClosed(
                    RawClient.event(client.await()),
                    sessionId,
                    ResultCode.CONFLICT,
                    "nothing was heard for the session timeout; connect again, and send SessionKeepAlive when idle");
            client.open(server.clusterId());
            assertThat(client.sessionId).isGreaterThan(sessionId);
        }
        assertThat(closedSessions()).startsWith(ALL_SESSIONS, sessionId);
    }

    @Test
    void shouldKeepASessionThatKeepsAlive() {
        // given: several time-outs long, nothing but keepalives
        final StandaloneServer.Context ctx = TestServers.context(directory);
        ctx.sessions().sessionTimeoutNs(2_000_000_000L);
        try (StandaloneServer server = StandaloneServer.launch(ctx);
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            final long start = System.nanoTime();
            client.awaitUntil(
                    () -> {
                        assertThat(client.trySend(client.frames.sessionKeepAlive(client.sessionId)))
                                .isTrue();
                        return System.nanoTime() - start > 5_000_000_000L;
                    },
                    "time stands still");

            // then
            client.send(client.frames.statusQuery());
            client.await(StatusReplyDecoder.TEMPLATE_ID);
        }
    }

    @Test
    void shouldCloseTheSessionOfAClientThatIsGone() {
        final long sessionId;
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient watcher = RawClient.ipc(server).open(server.clusterId())) {
            try (RawClient client = RawClient.ipc(server).open(server.clusterId())) {
                sessionId = client.sessionId;
                watcher.awaitUntil(() -> watcher.counter(ServerCounter.SESSIONS_OPEN) == 2, "not both are open");
            }
            watcher.awaitUntil(() -> watcher.counter(ServerCounter.SESSIONS_OPEN) == 1, "the session is still open");
            watcher.send(watcher.frames.statusQuery());
            watcher.await(StatusReplyDecoder.TEMPLATE_ID);
        }
        assertThat(closedSessions()).startsWith(ALL_SESSIONS, sessionId);
    }

    @Test
    void shouldReplaceTheSessionOfAClientThatConnectsAgain() {
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            final long first = client.sessionId;
            client.frames.as(server.clusterId(), Role.OPERATOR, 0);
            client.sendConnect(Protocol.VERSION);

            assertClosed(
                    RawClient.event(client.await()),
                    first,
                    ResultCode.CONFLICT,
                    "a new connect request took its place");
            client.await(ChallengeDecoder.TEMPLATE_ID);
        }
    }

    @Test
    void shouldTellItsClientsThatItStops() {
        final StandaloneServer server = TestServers.launch(directory);
        // A driver of its own: the server's goes with the server.
        try (RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            final Thread closer = Thread.ofPlatform().start(server::close);
            assertClosed(
                    RawClient.event(client.await()),
                    client.sessionId,
                    ResultCode.BUSY,
                    "the server is stopping; connect again later");
            client.awaitUntil(() -> !closer.isAlive(), "the server does not stop");
        } finally {
            server.close();
        }
    }

    private static void assertClosed(
            final SessionEventDecoder event, final long sessionId, final ResultCode result, final String detail) {
        assertThat(event.sessionId()).isEqualTo(sessionId);
        assertThat(event.closed()).isEqualTo(BooleanType.TRUE);
        assertThat(event.result()).isEqualTo(result);
        assertThat(event.detail()).isEqualTo(detail);
    }

    /** What the log says of ended sessions. */
    private List<Long> closedSessions() {
        final List<Long> closed = new ArrayList<>();
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        try (JournalReader reader = JournalReader.open(directory, 0)) {
            int delivered;
            do {
                delivered = reader.poll((position, timestampMs, sessionId, flags, buffer, offset, length) -> {
                    if (header.wrap(buffer, offset).templateId() == SessionClosedDecoder.TEMPLATE_ID) {
                        closed.add(new SessionClosedDecoder()
                                .wrapAndApplyHeader(buffer, offset, header)
                                .sessionId());
                    }
                });
            } while (delivered > 0);
        }
        return closed;
    }
}
