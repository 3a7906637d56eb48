package io.stowage.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.client.chunk.ChunkListener;
import io.stowage.client.chunk.ChunkRegistration;
import io.stowage.client.chunk.ChunkSettings;
import io.stowage.client.chunk.ChunkState;
import io.stowage.client.scripted.ScriptedServer;
import io.stowage.client.scripted.SentFrames;
import io.stowage.client.scripted.ServerFrames;
import io.stowage.client.scripted.TestDriver;
import io.stowage.client.scripted.Waiting;
import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import io.stowage.codecs.Isolation;
import io.stowage.codecs.KeepAliveDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RegisterChunkDecoder;
import io.stowage.codecs.RegisterNodeDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ChunkClientTest {
    private static final TestDriver DRIVER = new TestDriver();

    private final List<Long> fences = new ArrayList<>();
    private long nextFence = 100;
    private int acks;

    @AfterAll
    static void stop() {
        DRIVER.close();
    }

    private int answer(final SentFrames.Frame command, final ServerFrames frames) {
        final long id = command.correlationId();
        return switch (command.templateId()) {
            case RegisterNodeDecoder.TEMPLATE_ID -> frames.registerNode(id, 2);
            case RegisterChunkDecoder.TEMPLATE_ID -> frames.registerChunk(id, 9, 2);
            case KeepAliveDecoder.TEMPLATE_ID -> {
                fences.add(new KeepAliveDecoder()
                        .wrapAndApplyHeader(command.buffer(), 0, command.header())
                        .fence());
                yield frames.keepAlive(id, ResultCode.OK, Reason.NONE, nextFence++, 0);
            }
            default -> throw new AssertionError("message " + command.templateId());
        };
    }

    @Test
    void shouldRegisterReopenItsSessionAndKeepAlive() {
        try (ScriptedServer server = new ScriptedServer(DRIVER.aeron(), "aeron:ipc").script(this::answer)) {
            // given
            final Waiting waiting = new Waiting(server::poll);
            final ChunkClient.Context context = new ChunkClient.Context()
                    .session(new SessionContext()
                            .aeron(DRIVER.aeron())
                            .incarnation(4)
                            .idleStrategy(waiting)
                            .connectTimeoutNs(TimeUnit.SECONDS.toNanos(60)))
                    .settings(ChunkSettings.DEFAULTS.withKeepAliveIntervalNs(TimeUnit.MILLISECONDS.toNanos(5)))
                    .registration(new ChunkRegistration("n", "10.0.0.2", "z", "r", "b", 10_200, "default", 0, 0))
                    .probe(measurement -> measurement.tier(Tier.CAPACITY, 1L << 40, 0, 0, 0))
                    .listener(new ChunkListener() {
                        @Override
                        public void onAck(
                                final long fence,
                                final Health health,
                                final AdminState adminState,
                                final Isolation isolation) {
                            acks++;
                        }
                    });

            // when
            try (ChunkClient client = ChunkClient.connect(context)) {
                waiting.until("three acks", () -> {
                    client.poll();
                    return acks >= 3;
                });

                // then
                assertThat(client.state()).isEqualTo(ChunkState.ALIVE);
                assertThat(client.chunk()).isEqualTo(9);
                assertThat(server.opened()).extracting(each -> each.sender).containsExactly(0, 9);
                assertThat(fences.subList(0, 3)).containsExactly(-1L, 100L, 101L);
            }
        }
    }
}
