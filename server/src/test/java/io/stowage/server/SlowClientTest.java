package io.stowage.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.StatusReplyDecoder;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SlowClientTest {
    private static final int REPLY_QUEUE_BYTES = 64 << 10;

    @TempDir
    private Path directory;

    @Test
    void shouldCloseAClientThatNeverPollsAndServeTheOthers() {
        // given
        try (StandaloneServer server = launch();
                RawClient fast = RawClient.ipc(server).open(server.clusterId());
                RawClient slow = RawClient.ipc(server).open(server.clusterId())) {
            final UnsafeBuffer query = slow.frames.statusQuery();

            // when: it asks without ever listening, and the other one asks and listens
            int asked = 0;
            while (fast.counter(ServerCounter.SESSIONS_CLOSED_SLOW) == 0) {
                slow.trySend(query);
                if (asked++ % 16 == 0) {
                    fast.send(fast.frames.statusQuery());
                    fast.await(StatusReplyDecoder.TEMPLATE_ID);
                }
                assertThat(asked).isLessThan(1_000_000);
            }

            // then
            assertThat(fast.counter(ServerCounter.BACK_PRESSURE)).isPositive();
            slow.awaitUntil(slow::isResponseImageGone, "the slow client still has its response channel");
            fast.awaitUntil(() -> fast.counter(ServerCounter.SESSIONS_OPEN) == 1, "the slow session is still open");
            fast.send(fast.frames.statusQuery());
            fast.await(StatusReplyDecoder.TEMPLATE_ID);
        }
    }

    @Test
    void shouldDeliverInOrderToAClientThatIsSlowForAWhile() {
        // given
        try (StandaloneServer server = launch();
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            // when: more replies than the response channel holds, and not more than may wait
            final long first = client.frames.lastCorrelationId() + 1;
            int asked = 0;
            while (client.counter(ServerCounter.BACK_PRESSURE) < 50) {
                client.send(client.frames.statusQuery());
                asked++;
                final long sent = asked;
                client.awaitUntil(() -> client.counter(ServerCounter.QUERIES) == sent, "the query was not answered");
            }

            // then
            for (int i = 0; i < asked; i++) {
                final StatusReplyDecoder reply = new StatusReplyDecoder()
                        .wrapAndApplyHeader(
                                client.await(StatusReplyDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
                assertThat(reply.header().correlationId()).isEqualTo(first + i);
            }
            assertThat(client.counter(ServerCounter.SESSIONS_CLOSED_SLOW)).isZero();
        }
    }

    private StandaloneServer launch() {
        final StandaloneServer.Context ctx = TestServers.context(directory);
        ctx.sessions().responseTermBufferLength(64 << 10).replyQueueBytes(REPLY_QUEUE_BYTES);
        return StandaloneServer.launch(ctx);
    }
}
