package io.stowage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.client.frame.OfferCode;
import io.stowage.client.scripted.ScriptedServer;
import io.stowage.client.scripted.SentFrames;
import io.stowage.client.scripted.ServerFrames;
import io.stowage.client.scripted.TestDriver;
import io.stowage.client.scripted.Waiting;
import io.stowage.client.space.ExtentListener;
import io.stowage.client.space.ExtentState;
import io.stowage.client.space.RepositionRequest;
import io.stowage.client.space.ReserveAction;
import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.ConnectEmDecoder;
import io.stowage.codecs.DrainMode;
import io.stowage.codecs.EmHeartbeatDecoder;
import io.stowage.codecs.MigrateStrategy;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RemoveExtentsDecoder;
import io.stowage.codecs.ReportSpaceBeginDecoder;
import io.stowage.codecs.ReportSpaceEndDecoder;
import io.stowage.codecs.ReportSpaceRowsDecoder;
import io.stowage.codecs.ReservationsQueryDecoder;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForRepositionDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ExtentManagerClientTest {
    private static final int THICK = SpaceClass.of(Tier.CAPACITY, Provision.THICK, Priority.NORMAL);
    private static final TestDriver DRIVER = new TestDriver();

    private final ScriptedServer server = new ScriptedServer(DRIVER.aeron(), "aeron:ipc").script(this::answer);
    private final Waiting waiting = new Waiting(server::poll);
    private final List<String> heard = new ArrayList<>();
    private boolean silent;
    private long lastVersion;

    private final class Listener implements ExtentListener {
        @Override
        public ReserveAction onReserved(
                final long correlationId, final long version, final ReserveForAllocationReplyDecoder reply) {
            heard.add("reserved v" + version);
            return ReserveAction.ACCEPT;
        }

        @Override
        public ReserveAction onRepositionReserved(
                final long correlationId, final long version, final ReserveForRepositionReplyDecoder reply) {
            heard.add("reposition v" + version);
            return ReserveAction.ACCEPT;
        }

        @Override
        public void onModes(final MigrateStrategy migrate, final DrainMode drain, final boolean elevate) {
            heard.add("modes " + migrate);
        }

        @Override
        public void onUnknown(final long correlationId) {
            heard.add("unknown");
        }

        @Override
        public void onReported(final long version, final long rows, final long position) {
            heard.add("reported v" + version + " rows " + rows);
        }
    }

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
        return switch (command.templateId()) {
            case ConnectEmDecoder.TEMPLATE_ID -> frames.connectEm(id, lastVersion, false);
            case EmHeartbeatDecoder.TEMPLATE_ID -> frames.heartbeat(id, 7, MigrateStrategy.LOW, false);
            case RemoveExtentsDecoder.TEMPLATE_ID -> {
                heard.add("server: extents removed");
                yield frames.command(id, ResultCode.OK, Reason.NONE, 0, 0);
            }
            case ReserveForRepositionDecoder.TEMPLATE_ID -> frames.repositionReserved(id, 256L << 20, 4);
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
            default -> throw new AssertionError("message " + command.templateId());
        };
    }

    private ExtentManagerClient.Context context() {
        return new ExtentManagerClient.Context()
                .session(new SessionContext()
                        .aeron(DRIVER.aeron())
                        .senderId(5)
                        .incarnation(1)
                        .idleStrategy(waiting)
                        .reconnectDelayNs(TimeUnit.MILLISECONDS.toNanos(1))
                        .connectTimeoutNs(TimeUnit.SECONDS.toNanos(60))
                        .errorHandler(error -> heard.add(String.valueOf(error.getMessage()))))
                .listener(new Listener());
    }

    private void pollUntil(final ExtentManagerClient client, final String line) {
        waiting.until("it hears '" + line + "', not only " + heard, () -> {
            client.poll();
            return heard.contains(line);
        });
    }

    @Test
    void shouldReserveAndReport() {
        try (ExtentManagerClient client = ExtentManagerClient.connect(context())) {
            // given
            pollUntil(client, "reported v2 rows 0");

            // when
            assertThat(client.reserveForAllocation(THICK, Purpose.NEW, 3, 1, 0)).isPositive();
            pollUntil(client, "reserved v2");
            client.reportSpace();

            // then
            pollUntil(client, "reported v3 rows 3");
            assertThat(client.ledger().bytes(2, THICK)).isEqualTo(256L << 20);
            assertThat(client.roleName()).isEqualTo("stowage-em-5");
        }
    }

    @Test
    void shouldRepositionTellDeltasAndHearModes() {
        try (ExtentManagerClient client = ExtentManagerClient.connect(context())) {
            // given
            pollUntil(client, "modes LOW");
            pollUntil(client, "reported v2 rows 0");
            assertThat(client.reserveForAllocation(THICK, Purpose.NEW, 3, 1, 0)).isPositive();
            pollUntil(client, "reserved v2");

            // when
            final RepositionRequest request =
                    new RepositionRequest().item(THICK, 3).source(1).source(2);
            assertThat(client.reserveForReposition(request)).isPositive();
            pollUntil(client, "reposition v2");
            client.endReposition(2, 4, THICK, 256L << 20, true);
            client.reportSpace();
            pollUntil(client, "reported v3 rows 4");
            client.removeSegments(2, 3, THICK, 1, 256L << 20);

            // then
            pollUntil(client, "server: extents removed");
            assertThat(client.ledger().segments(4, THICK)).isEqualTo(1);
            assertThat(client.ledger().segments(3, THICK)).isZero();
        }
    }

    @Test
    void shouldReconnectAndRaiseTheVersionAfterALostSession() {
        try (ExtentManagerClient client = ExtentManagerClient.connect(context())) {
            // given: a request that is never answered
            pollUntil(client, "reported v2 rows 0");
            silent = true;
            assertThat(client.reserveForAllocation(THICK, Purpose.NEW, 3, 1, 0)).isPositive();
            client.poll();
            server.poll();

            // when
            server.closeSessions("restarting; connect again");
            pollUntil(client, "session lost: restarting; connect again");

            // then
            assertThat(heard).contains("unknown");
            waiting.until("it is ready again", () -> {
                client.poll();
                return client.isReady();
            });
            assertThat(server.opened()).hasSize(2);
            silent = false;
            pollUntil(client, "reported v4 rows 0");
            assertThat(client.reserveForAllocation(THICK, Purpose.NEW, 3, 1, 0)).isPositive();
            pollUntil(client, "reserved v4");
        }
    }

    @Test
    void shouldStopForGoodInAnotherCluster() {
        final ExtentManagerClient.Context wrong = context();
        wrong.session(new SessionContext()
                .aeron(DRIVER.aeron())
                .senderId(5)
                .incarnation(1)
                .idleStrategy(waiting)
                .clusterId(new UUID(1, 1))
                .errorHandler(error -> {}));
        assertThatThrownBy(() -> ExtentManagerClient.connect(wrong))
                .isInstanceOf(StowageException.class)
                .hasMessageContaining("names another cluster");
    }

    @Test
    void shouldSaySoOnceItIsClosed() {
        final ExtentManagerClient client = ExtentManagerClient.connect(context());
        silent = true;
        pollUntil(client, "reported v2 rows 0");
        client.reserveForAllocation(THICK, Purpose.NEW, 3, 1, 0);
        client.close();
        client.close();
        assertThat(heard).contains("unknown");
        assertThat(client.isClosed()).isTrue();
        assertThat(client.state()).isEqualTo(ExtentState.DISCONNECTED);
        assertThat(client.reserveForAllocation(THICK, Purpose.NEW, 3, 1, 0)).isEqualTo(OfferCode.CLOSED);
        assertThat(client.poll()).isZero();
        assertThat(DRIVER.aeron().isClosed()).isFalse();
    }
}
