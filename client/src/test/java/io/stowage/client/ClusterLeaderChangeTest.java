package io.stowage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.Subscription;
import io.aeron.cluster.client.AeronCluster;
import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.chunk.ChunkListener;
import io.stowage.client.chunk.ChunkRegistration;
import io.stowage.client.chunk.ChunkSettings;
import io.stowage.client.chunk.ChunkState;
import io.stowage.client.clustered.TestCluster;
import io.stowage.client.frame.OfferCode;
import io.stowage.client.scripted.SentFrames;
import io.stowage.client.scripted.ServerFrames;
import io.stowage.client.scripted.TestDriver;
import io.stowage.client.scripted.Waiting;
import io.stowage.client.space.ExtentListener;
import io.stowage.client.space.ExtentSettings;
import io.stowage.client.space.ReserveAction;
import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.AdminState;
import io.stowage.codecs.ConnectEmDecoder;
import io.stowage.codecs.CreatePoolDecoder;
import io.stowage.codecs.EmHeartbeatDecoder;
import io.stowage.codecs.Health;
import io.stowage.codecs.Isolation;
import io.stowage.codecs.KeepAliveDecoder;
import io.stowage.codecs.MaintenanceDecoder;
import io.stowage.codecs.MigrateStrategy;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RegisterChunkDecoder;
import io.stowage.codecs.RegisterNodeDecoder;
import io.stowage.codecs.RemoveChunkDecoder;
import io.stowage.codecs.ReportSpaceBeginDecoder;
import io.stowage.codecs.ReportSpaceEndDecoder;
import io.stowage.codecs.ReportSpaceRowsDecoder;
import io.stowage.codecs.ReservationsQueryDecoder;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients see when the leader of three members stops: the same session, and every request brought to its end. */
@Timeout(300)
class ClusterLeaderChangeTest {
    private static final int THICK = SpaceClass.of(Tier.CAPACITY, Provision.THICK, Priority.NORMAL);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(120);
    private static final int NODE = 3;
    private static final int CHUNK = 7;
    private static final long FENCE = 100;

    private final TestDriver driver = new TestDriver();
    private final TestCluster cluster;
    private final Waiting waiting = new Waiting(() -> {});
    private final List<String> heard = new ArrayList<>();
    private volatile boolean silent;
    private volatile long lastVersion;

    ClusterLeaderChangeTest(@TempDir final Path directory) {
        cluster = new TestCluster(directory, 3).script(this::answer).start();
    }

    @AfterEach
    void stop() {
        CloseHelper.closeAll(cluster, driver);
    }

    private int answer(final SentFrames.Frame command, final ServerFrames frames) {
        final long id = command.correlationId();
        return switch (command.templateId()) {
            case RegisterNodeDecoder.TEMPLATE_ID -> frames.registerNode(id, NODE);
            case RegisterChunkDecoder.TEMPLATE_ID -> frames.registerChunk(id, CHUNK, NODE);
            case KeepAliveDecoder.TEMPLATE_ID -> frames.keepAlive(id, ResultCode.OK, Reason.NONE, FENCE, 0);
            case ConnectEmDecoder.TEMPLATE_ID -> frames.connectEm(id, lastVersion, false);
            case EmHeartbeatDecoder.TEMPLATE_ID -> frames.heartbeat(id, 7, MigrateStrategy.LOW, false);
            case ReservationsQueryDecoder.TEMPLATE_ID -> frames.reservations(id);
            case ReserveForAllocationDecoder.TEMPLATE_ID ->
                silent ? 0 : frames.reserved(id, 256L << 20, new int[] {1, 2, 3});
            case ReportSpaceBeginDecoder.TEMPLATE_ID, ReportSpaceRowsDecoder.TEMPLATE_ID ->
                frames.report(id, 0, ResultCode.OK, Reason.NONE, 0);
            case ReportSpaceEndDecoder.TEMPLATE_ID -> {
                lastVersion = new ReportSpaceEndDecoder()
                        .wrapAndApplyHeader(command.buffer(), 0, command.header())
                        .version();
                yield frames.report(id, lastVersion, ResultCode.OK, Reason.NONE, 0);
            }
            case CreatePoolDecoder.TEMPLATE_ID, MaintenanceDecoder.TEMPLATE_ID, RemoveChunkDecoder.TEMPLATE_ID ->
                silent ? 0 : frames.command(id, ResultCode.OK, Reason.NONE, 0, 0);
            default -> throw new AssertionError("message " + command.templateId());
        };
    }

    private SessionContext session() {
        return new SessionContext()
                .aeron(driver.aeron())
                .channel(cluster.channel())
                .idleStrategy(waiting)
                .keepAliveIntervalNs(TimeUnit.MILLISECONDS.toNanos(100))
                .connectTimeoutNs(PATIENCE_NS)
                .errorHandler(error -> heard.add(String.valueOf(error.getMessage())));
    }

    private int stopTheLeader() {
        waiting.until("there is a leader", () -> cluster.leader() >= 0);
        final int leader = cluster.leader();
        cluster.stop(leader);
        return leader;
    }

    @Test
    void shouldCarryAnOperatorToTheNextLeader() {
        final OperatorClient client = OperatorClient.asyncConnect(session(), PATIENCE_NS, new OperatorListener() {
            @Override
            public void onConnected(final StowageClient opened) {
                heard.add("connected");
            }

            @Override
            public void onDisconnected(final StowageException failure, final boolean isFinal) {
                heard.add(String.valueOf(failure.getMessage()));
            }

            @Override
            public void onLeaderChange(final int memberId) {
                heard.add("member " + memberId + " leads");
            }

            @Override
            public void onUnknown(final long correlationId) {
                heard.add("unknown " + correlationId);
            }

            @Override
            public void onReply(
                    final long correlationId,
                    final ResultCode result,
                    final Reason reason,
                    final long expected,
                    final long found,
                    final long position,
                    final int id) {
                heard.add("done " + correlationId);
            }
        });
        try {
            // given: a command that may be carried out twice, one that would take back what another operator has set
            // since, and one that would remove what was made anew; none is answered
            waiting.until("connected", () -> client.poll() >= 0 && client.isConnected());
            silent = true;
            final long pool = client.createPool("cold");
            final long maintenance = client.maintenance(NODE, 0, true);
            final long removal = client.removeChunk(CHUNK);
            assertThat(List.of(pool, maintenance, removal)).allMatch(correlationId -> correlationId > 0);

            // when
            stopTheLeader();
            silent = false;
            waiting.until(
                    "the first is done, not only " + heard, () -> client.poll() >= 0 && heard.contains("done " + pool));

            // then
            assertThat(heard)
                    .containsExactly(
                            "connected",
                            "member " + cluster.leader() + " leads",
                            "unknown " + maintenance,
                            "unknown " + removal,
                            "done " + pool);
            final long next = client.removeChunk(CHUNK);
            waiting.until("the next is done", () -> client.poll() >= 0 && heard.contains("done " + next));
        } finally {
            client.close();
        }
    }

    @Test
    void shouldSendNothingNewBeforeWhatItSendsAgain() {
        final List<Long> codes = new ArrayList<>();
        final OperatorClient[] clients = new OperatorClient[1];
        clients[0] = OperatorClient.asyncConnect(session(), PATIENCE_NS, new OperatorListener() {
            @Override
            public void onLeaderChange(final int memberId) {
                codes.add(clients[0].maintenance(NODE, 0, false));
            }

            @Override
            public void onReply(
                    final long correlationId,
                    final ResultCode result,
                    final Reason reason,
                    final long expected,
                    final long found,
                    final long position,
                    final int id) {
                heard.add("done " + correlationId);
            }
        });
        try (OperatorClient client = clients[0]) {
            // given
            waiting.until("connected", () -> client.poll() >= 0 && client.isConnected());
            silent = true;
            final long begin = client.createPool("cold");

            // when the listener wants to send something, on hearing of the next leader, before what is sent again
            stopTheLeader();
            silent = false;
            waiting.until("the first is done", () -> client.poll() >= 0 && heard.contains("done " + begin));

            // then
            assertThat(codes).containsExactly(OfferCode.BACK_PRESSURED);
            final long end = client.maintenance(NODE, 0, false);
            assertThat(end).isPositive();
            waiting.until("the next is done", () -> client.poll() >= 0 && heard.contains("done " + end));
        }
    }

    @Test
    void shouldAskOtherMembersWhereTheFirstTakesTheQuestionAndNeverAnswers() {
        // given something in front of the members that is reached and never answers, as a leader is that was cut off
        // from the others
        waiting.until("there is a leader", () -> cluster.leader() >= 0);
        final int port = freePort();
        try (Subscription silentMember = driver.aeron()
                        .addSubscription(
                                "aeron:udp?endpoint=localhost:" + port,
                                AeronCluster.Configuration.INGRESS_STREAM_ID_DEFAULT);
                AsyncConnect connect = StowageClient.asyncConnect(session()
                        .channel("cluster:0=localhost:" + port + ",1=" + cluster.ingressEndpoint(1) + ",2="
                                + cluster.ingressEndpoint(2)))) {
            final List<StowageClient> opened = new ArrayList<>();

            // when
            waiting.until("a session is open", () -> {
                final StowageClient client = connect.poll();
                if (client != null) {
                    opened.add(client);
                }
                return !opened.isEmpty();
            });

            // then
            assertThat(opened.getFirst().state()).isEqualTo(StowageClient.State.OPEN);
            opened.getFirst().close();
            assertThat(silentMember.isClosed()).isFalse();
        }
    }

    private static int freePort() {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return socket.getLocalPort();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldSayThatABlockingCallLostItsLeader() {
        try (BlockingOperator operator = BlockingOperator.connect(session(), PATIENCE_NS)) {
            silent = true;
            assertThatThrownBy(() -> operator.command(() -> {
                        final long removal = operator.client().removeChunk(CHUNK);
                        if (removal > 0) {
                            stopTheLeader();
                        }
                        return removal;
                    }))
                    .isInstanceOf(StowageException.class)
                    .hasMessage("another member of the cluster took the lead before an answer came, so the outcome is "
                            + "unknown; look at the state, then try again");
        }
    }

    @Test
    void shouldCarryAChunkToTheNextLeader() {
        final List<Long> acks = new ArrayList<>();
        final ChunkClient.Context context = new ChunkClient.Context()
                .session(session().incarnation(4))
                .settings(ChunkSettings.DEFAULTS.withKeepAliveIntervalNs(TimeUnit.MILLISECONDS.toNanos(100)))
                .registration(new ChunkRegistration("n", "10.0.0.2", "z", "r", "b", 10_200, "default", 0, 0))
                .probe(measurement -> measurement.tier(Tier.CAPACITY, 1L << 40, 0, 0, 0))
                .listener(new ChunkListener() {
                    @Override
                    public void onAck(
                            final long fence,
                            final Health health,
                            final AdminState adminState,
                            final Isolation isolation) {
                        acks.add(fence);
                    }

                    @Override
                    public void onLeaderChange(final int memberId) {
                        heard.add("member " + memberId + " leads");
                        acks.clear();
                    }
                });
        try (ChunkClient client = ChunkClient.connect(context)) {
            // given
            waiting.until("an ack", () -> client.poll() >= 0 && !acks.isEmpty());

            // when
            stopTheLeader();
            waiting.until("another member leads", () -> client.poll() >= 0 && !heard.isEmpty());

            // then
            waiting.until("an ack of the next leader", () -> client.poll() >= 0 && !acks.isEmpty());
            assertThat(heard).containsExactly("member " + cluster.leader() + " leads");
            assertThat(client.state()).isEqualTo(ChunkState.ALIVE);
            assertThat(client.chunk()).isEqualTo(CHUNK);
        }
    }

    @Test
    void shouldCarryAnExtentManagerToTheNextLeader() {
        final ExtentManagerClient.Context context = new ExtentManagerClient.Context()
                .session(session().senderId(5).incarnation(1))
                // So that the change of the leader ends the request, however long it takes, and not the time.
                .settings(new ExtentSettings().requestTimeoutNs(PATIENCE_NS))
                .listener(new ExtentListener() {
                    @Override
                    public ReserveAction onReserved(
                            final long correlationId,
                            final long version,
                            final ReserveForAllocationReplyDecoder reply) {
                        heard.add("reserved v" + version);
                        return ReserveAction.ACCEPT;
                    }

                    @Override
                    public void onLeaderChange(final int memberId) {
                        heard.add("member " + memberId + " leads");
                    }

                    @Override
                    public void onUnknown(final long correlationId) {
                        heard.add("unknown");
                    }

                    @Override
                    public void onReady(final long version) {
                        heard.add("ready v" + version);
                    }

                    @Override
                    public void onReported(final long version, final long rows, final long position) {
                        heard.add("reported v" + version + " rows " + rows);
                    }
                });
        try (ExtentManagerClient client = ExtentManagerClient.connect(context)) {
            // given: a request that is never answered
            waiting.until("it has reported", () -> client.poll() >= 0 && heard.contains("reported v2 rows 0"));
            silent = true;
            assertThat(client.reserveForAllocation(THICK, Purpose.NEW, 3, 1, 0)).isPositive();

            // when
            stopTheLeader();
            silent = false;
            waiting.until(
                    "it has reported to the next", () -> client.poll() >= 0 && heard.contains("reported v4 rows 0"));

            // then
            assertThat(heard)
                    .containsExactly(
                            "ready v1",
                            "reported v2 rows 0",
                            "member " + cluster.leader() + " leads",
                            "unknown",
                            "ready v3",
                            "reported v4 rows 0");
            assertThat(client.reserveForAllocation(THICK, Purpose.NEW, 3, 1, 0)).isPositive();
            waiting.until("it has reserved", () -> client.poll() >= 0 && heard.contains("reserved v4"));
        }
    }
}
