package io.stowage.client.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.client.SessionContext;
import io.stowage.client.StowageException;
import io.stowage.client.scripted.ScriptedServer;
import io.stowage.client.scripted.SentFrames;
import io.stowage.client.scripted.ServerFrames;
import io.stowage.client.scripted.TestDriver;
import io.stowage.client.scripted.Waiting;
import io.stowage.client.space.ReserveRequest;
import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.NodesQueryDecoder;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RegisterNodeDecoder;
import io.stowage.codecs.RemoveChunkDecoder;
import io.stowage.codecs.RemoveChunkEncoder;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BlockingOperatorTest {
    private static final TestDriver DRIVER = new TestDriver();
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final ScriptedServer server = new ScriptedServer(DRIVER.aeron(), "aeron:ipc").script(this::answer);
    private ResultCode removal = ResultCode.OK;
    private boolean silent;

    @AfterAll
    static void stop() {
        DRIVER.close();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    private int answer(final SentFrames.Frame command, final ServerFrames frames) {
        final long id = command.correlationId();
        assertThat(command.command().role()).isEqualTo(Role.OPERATOR);
        assertThat(command.command().clusterLow()).isEqualTo(server.cluster().getLeastSignificantBits());
        return silent
                ? 0
                : switch (command.templateId()) {
                    case RegisterNodeDecoder.TEMPLATE_ID -> frames.registerNode(id, 3);
                    case RemoveChunkDecoder.TEMPLATE_ID -> frames.command(id, removal, Reason.SEGMENTS_LEFT, 0, 12);
                    case NodesQueryDecoder.TEMPLATE_ID -> {
                        final long after = new NodesQueryDecoder()
                                .wrapAndApplyHeader(command.buffer(), 0, command.header())
                                .after();
                        yield after == 0
                                ? frames.nodes(id, true, 1, 2)
                                : after == 2 ? frames.nodes(id, true, 5) : frames.nodes(id, false, 6, 7);
                    }
                    case ReserveForAllocationDecoder.TEMPLATE_ID -> {
                        assertThat(command.command().sender()).isEqualTo(4);
                        yield frames.reserved(id, 1 << 20, new int[] {1, 2, 3});
                    }
                    default -> frames.command(id, ResultCode.NOT_AUTHORISED, Reason.NOT_AVAILABLE, 0, 0);
                };
    }

    private BlockingOperator connect(final long timeoutNs) {
        return BlockingOperator.connect(
                new SessionContext()
                        .aeron(DRIVER.aeron())
                        .idleStrategy(new Waiting(server::poll))
                        .reconnectDelayNs(TimeUnit.MILLISECONDS.toNanos(1))
                        .connectTimeoutNs(PATIENCE_NS),
                timeoutNs);
    }

    @Test
    void shouldReturnHowACommandEnded() {
        try (BlockingOperator operator = connect(PATIENCE_NS)) {
            final Created node = operator.registerNode("10.0.0.1", "n1", "z1", "r1", "");
            assertThat(node.outcome().isOk()).isTrue();
            assertThat(node.outcome().position()).isPositive();
            assertThat(node.id()).isEqualTo(3);
            removal = ResultCode.CONFLICT;
            final Outcome refused = operator.command(() -> operator.client().removeChunk(7));
            assertThat(refused.text())
                    .isEqualTo("CONFLICT: 12 segments are still there; wait until they are moved away");
            assertThatThrownBy(refused::orThrow)
                    .isInstanceOf(StowageException.class)
                    .hasMessage(refused.text());
        }
    }

    @Test
    void shouldPutPagesTogether() {
        try (BlockingOperator operator = connect(PATIENCE_NS)) {
            final List<NodeRow> nodes = operator.nodes();
            assertThat(nodes).extracting(NodeRow::node).containsExactly(1, 2, 5, 6, 7);
            assertThat(nodes.getFirst()).isEqualTo(new NodeRow(1, "n1", "10.0.0.1", "z1", "r1", "", 2, false, 0));
        }
    }

    @Test
    void shouldThrowWhenAQueryIsRefused() {
        try (BlockingOperator operator = connect(PATIENCE_NS)) {
            assertThatThrownBy(operator::status)
                    .isInstanceOf(StowageException.class)
                    .hasMessage(
                            "NOT_AUTHORISED: this version does not offer the command yet; see the list of known limits");
        }
    }

    @Test
    void shouldReserveForAnExtentManager() {
        try (BlockingOperator operator = connect(PATIENCE_NS)) {
            final Allocation allocation = operator.reserve(new ReserveRequest().item(0, Purpose.NEW, 1), 4, 1, 1);
            assertThat(allocation.outcome().isOk()).isTrue();
            assertThat(allocation.items()).hasSize(1);
            assertThat(allocation.items().getFirst().locations()).containsExactly(List.of(1, 2, 3));
        }
    }

    @Test
    void shouldSendFramesThatWereEncodedElsewhere() {
        try (BlockingOperator operator = connect(PATIENCE_NS)) {
            final ExpandableArrayBuffer frame = new ExpandableArrayBuffer();
            final RemoveChunkEncoder command =
                    new RemoveChunkEncoder().wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder());
            command.chunk(7);
            final DirectBuffer reply =
                    operator.call(frame, 0, MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength());
            final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(reply, 0);
            assertThat(header.templateId()).isEqualTo(CommandReplyDecoder.TEMPLATE_ID);
            assertThat(new CommandReplyDecoder()
                            .wrapAndApplyHeader(reply, 0, header)
                            .found())
                    .isEqualTo(12);
        }
    }

    @Test
    void shouldSayThatTheOutcomeIsUnknown() {
        try (BlockingOperator operator = connect(TimeUnit.SECONDS.toNanos(1))) {
            silent = true;
            assertThatThrownBy(() -> operator.command(() -> operator.client().removeChunk(7)))
                    .isInstanceOf(StowageException.class)
                    .hasMessage("no answer came within 1000 ms or before the session ended, so the outcome is unknown; "
                            + "look at the state, then try again");
        }
    }

    @Test
    void shouldReconnectForTheNextCall() {
        try (BlockingOperator operator = connect(PATIENCE_NS)) {
            operator.nodes();
            server.closeSessions("idle for too long; connect again");
            server.poll();
            operator.poll();
            assertThat(operator.nodes()).hasSize(5);
        }
    }

    @Test
    void shouldRefuseNamesAndAddressesThatDoNotFit() {
        try (BlockingOperator operator = connect(PATIENCE_NS)) {
            final String name = "n".repeat(65);
            assertThatThrownBy(() -> operator.createPool(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the name '" + name + "' is longer than 64 bytes; shorten it");
            assertThatThrownBy(() -> operator.registerNode("n1.example", "n1", "z", "r", ""))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'n1.example' is not an IP address; write it like 10.0.0.1 or fd00::1");
        }
    }
}
