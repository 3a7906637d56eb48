package io.stowage.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RegisterNodeDecoder;
import io.stowage.codecs.RegisterNodeReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.StateHashReplyDecoder;
import io.stowage.codecs.StatusReplyDecoder;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.server.replay.JournalReplay;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class MalformedFrameTest {
    private static final int SCHEMA_ID = MessageHeaderDecoder.SCHEMA_ID;
    private static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int COMMAND_LENGTH = HEADER_LENGTH + CommandHeaderDecoder.ENCODED_LENGTH;
    /** Up to here the correlation id can be read. */
    private static final int ANSWERABLE_LENGTH = HEADER_LENGTH + 24;

    @TempDir
    private Path directory;

    @Test
    void shouldAnswerWhatIsTooShort() {
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            for (int length = ANSWERABLE_LENGTH; length < COMMAND_LENGTH; length++) {
                client.send(client.frames.bare(RegisterNodeDecoder.TEMPLATE_ID, SCHEMA_ID, 40, length));
                assertReply(client, ResultCode.MALFORMED, Reason.TRUNCATED, COMMAND_LENGTH, length);
            }
        }
    }

    @Test
    void shouldAnswerBlockLengthsThatLie() {
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            client.send(client.frames.bare(RegisterNodeDecoder.TEMPLATE_ID, SCHEMA_ID, 65_535, 200));
            assertReply(client, ResultCode.MALFORMED, Reason.TRUNCATED, HEADER_LENGTH + 65_535, 200);
            client.send(client.frames.bare(RegisterNodeDecoder.TEMPLATE_ID, SCHEMA_ID, 8, 200));
            assertReply(client, ResultCode.MALFORMED, Reason.TRUNCATED, COMMAND_LENGTH, 200);
        }
    }

    @Test
    void shouldDropAndCountWhatCannotBeAnswered() {
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            for (int length = 0; length < ANSWERABLE_LENGTH; length++) {
                client.send(client.frames.bare(RegisterNodeDecoder.TEMPLATE_ID, SCHEMA_ID, 40, length));
            }
            client.awaitUntil(
                    () -> client.counter(ServerCounter.DROPPED) == ANSWERABLE_LENGTH, "the frames were not dropped");
            client.send(client.frames.statusQuery());
            client.await(StatusReplyDecoder.TEMPLATE_ID);
        }
    }

    @Test
    void shouldAnswerAnotherSchemaAndUnknownTemplates() {
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            client.send(client.frames.bare(RegisterNodeDecoder.TEMPLATE_ID, 4711, 40, COMMAND_LENGTH));
            assertReply(client, ResultCode.MALFORMED, Reason.WRONG_SCHEMA, SCHEMA_ID, 4711);
            // Replies, events and the host's own entries are not for clients to send.
            for (final int templateId : new int[] {0, 19, 149, 200, 300, 400, 401, 402, 65_535}) {
                client.send(client.frames.bare(templateId, SCHEMA_ID, 40, COMMAND_LENGTH));
                assertReply(client, ResultCode.MALFORMED, Reason.UNKNOWN_TEMPLATE, 0, templateId);
            }
        }
    }

    @Test
    void shouldAnswerACommandThatIsTooLong() {
        final int limit = TestServers.context(directory).maxCommandBytes();
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            client.send(client.frames.bare(RegisterNodeDecoder.TEMPLATE_ID, SCHEMA_ID, 40, limit + 1));
            assertReply(client, ResultCode.MALFORMED, Reason.BAD_SIZE, limit, limit + 1);
        }
    }

    @Test
    void shouldRefuseACommandForAnotherCluster() {
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            client.frames.as(new UUID(1, 1), Role.OPERATOR, 0);
            client.send(client.frames.registerNode("10.0.0.1", "n1"));
            assertReply(client, ResultCode.WRONG_CLUSTER, Reason.NONE, 0, 0);
        }
    }

    @Test
    void shouldHoldASessionToItsRoleAndItsName() {
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient em = RawClient.ipc(server).open(server.clusterId(), Role.EXTENT_MANAGER, 7, new byte[0]);
                RawClient chunk = RawClient.ipc(server).open(server.clusterId(), Role.CHUNK, 3, new byte[0])) {
            em.send(em.frames.registerNode("10.0.0.1", "n1"));
            assertReply(em, ResultCode.NOT_AUTHORISED, Reason.NONE, 0, RegisterNodeDecoder.TEMPLATE_ID);

            em.frames.as(server.clusterId(), Role.EXTENT_MANAGER, 8);
            em.send(em.frames.connectEm());
            assertReply(em, ResultCode.NOT_AUTHORISED, Reason.SENDER_MISMATCH, 7, 8);

            em.frames.as(server.clusterId(), Role.OPERATOR, 7);
            em.send(em.frames.connectEm());
            assertReply(
                    em,
                    ResultCode.NOT_AUTHORISED,
                    Reason.SENDER_MISMATCH,
                    Role.EXTENT_MANAGER.value(),
                    Role.OPERATOR.value());

            chunk.send(chunk.frames.keepAlive(4));
            assertReply(chunk, ResultCode.NOT_AUTHORISED, Reason.SENDER_MISMATCH, 3, 4);
            chunk.send(chunk.frames.keepAlive(3));
            assertReply(chunk, ResultCode.UNKNOWN_CHUNK, Reason.NONE, 0, 3);
        }
    }

    @Test
    void shouldHaveNoMembersWhereItStandsAlone() {
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            client.send(client.frames.memberList(1, "alpha"));
            assertReply(client, ResultCode.CONFLICT, Reason.NO_MEMBERS, 0, 0);
        }
    }

    @Test
    void shouldLetTheOperatorActForOthersOnlyWhereItMay() {
        final StandaloneServer.Context ctx = TestServers.context(directory);
        ctx.sessions().operatorMayActForOthers(false);
        try (StandaloneServer server = StandaloneServer.launch(ctx);
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            client.send(client.frames.keepAlive(1));
            assertReply(client, ResultCode.NOT_AUTHORISED, Reason.NONE, 0, 32);
        }
    }

    @Test
    void shouldSurviveGarbage() {
        // given
        final long seed = 20_261_122L;
        final SplittableRandom random = new SplittableRandom(seed);
        final StandaloneServer server =
                StandaloneServer.launch(TestServers.context(directory).tickIntervalMs(TimeUnit.HOURS.toMillis(1)));
        try (server;
                RawClient witness = RawClient.ipc(server).open(server.clusterId());
                RawClient attacker = RawClient.ipc(server).open(server.clusterId())) {
            final UnsafeBuffer[] good = {
                witness.frames.registerNode("10.0.0.1", "n1"),
                witness.frames.registerChunk("10.0.0.2", 10_201),
                witness.frames.keepAlive(1),
                witness.frames.statusQuery(),
                attacker.frames.sessionKeepAlive(attacker.sessionId),
                witness.frames.connect(0x100, 77, "aeron:ipc"),
                witness.frames.challengeResponse(attacker.sessionId, new byte[32])
            };

            // when
            for (int i = 0; i < 20_000; i++) {
                attacker.send(garbage(random, good));
                attacker.poll();
                if (i % 1_000 == 0) {
                    // then: everybody else is served
                    witness.send(witness.frames.statusQuery());
                    witness.await(StatusReplyDecoder.TEMPLATE_ID);
                }
            }
            witness.send(witness.frames.registerNode("10.9.9.9", "last"));
            witness.await(RegisterNodeReplyDecoder.TEMPLATE_ID);
            assertThat(witness.counter(ServerCounter.ERRORS))
                    .as("seed %s", seed)
                    .isZero();
            assertThat(witness.counter(ServerCounter.DROPPED)).isPositive();
        }
        assertThat(server.failure()).isNull();

        // and: whatever reached the log gives the same state again
        try (Engine engine = new Engine(Limits.small())) {
            JournalReplay.run(directory, engine);
            engine.verify();
            assertThat(engine.stateHash())
                    .isEqualTo(Objects.requireNonNull(server.summary()).stateHash());
        }
    }

    @Test
    void shouldChangeNothingForMalformedFrames() {
        try (StandaloneServer server = StandaloneServer.launch(
                        TestServers.context(directory).tickIntervalMs(TimeUnit.HOURS.toMillis(1)));
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            final StateHashReplyDecoder before = stateHash(client);
            for (int templateId = 0; templateId < 500; templateId++) {
                if (templateId == 3 || templateId == 5) {
                    continue;
                }
                client.send(client.frames.bare(templateId, SCHEMA_ID, 40, 31));
            }
            final StateHashReplyDecoder after = stateHash(client);
            assertThat(after.hash()).isEqualTo(before.hash());
            assertThat(after.header().position()).isEqualTo(before.header().position());
        }
    }

    /** Random bytes, a true header before random bytes, or a good frame that is cut or has some bits turned. */
    private static UnsafeBuffer garbage(final SplittableRandom random, final UnsafeBuffer[] good) {
        final int kind = random.nextInt(3);
        if (kind == 0) {
            final byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            return new UnsafeBuffer(bytes);
        }
        if (kind == 1) {
            final byte[] bytes = new byte[HEADER_LENGTH + random.nextInt(300)];
            random.nextBytes(bytes);
            final UnsafeBuffer frame = new UnsafeBuffer(bytes);
            frame.putShort(0, (short) random.nextInt(100), ByteOrder.LITTLE_ENDIAN);
            frame.putShort(2, (short) random.nextInt(300), ByteOrder.LITTLE_ENDIAN);
            frame.putShort(4, (short) SCHEMA_ID, ByteOrder.LITTLE_ENDIAN);
            return frame;
        }
        final UnsafeBuffer source = good[random.nextInt(good.length)];
        final byte[] bytes = new byte[random.nextBoolean() ? source.capacity() : random.nextInt(source.capacity() + 1)];
        source.getBytes(0, bytes);
        for (int flips = bytes.length == 0 ? 0 : random.nextInt(4); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return new UnsafeBuffer(bytes);
    }

    private static StateHashReplyDecoder stateHash(final RawClient client) {
        client.send(client.frames.stateHashQuery());
        return new StateHashReplyDecoder()
                .wrapAndApplyHeader(client.await(StateHashReplyDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
    }

    private static void assertReply(
            final RawClient client,
            final ResultCode result,
            final Reason reason,
            final long expected,
            final long found) {
        final CommandReplyDecoder reply = new CommandReplyDecoder()
                .wrapAndApplyHeader(client.await(CommandReplyDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
        assertThat(reply.header().correlationId()).isEqualTo(client.frames.lastCorrelationId());
        assertThat(reply.header().result()).isEqualTo(result);
        assertThat(reply.header().reason()).isEqualTo(reason);
        assertThat(reply.expected()).isEqualTo(expected);
        assertThat(reply.found()).isEqualTo(found);
    }
}
