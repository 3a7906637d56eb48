package io.stowage.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.codecs.Role;
import io.stowage.tools.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real server, stopped by SIGSTOP under load as a machine that is suspended, and woken by SIGCONT. */
@Timeout(600)
class StoppedServerIT {
    private static final int EMS = 2;
    private static final int ANSWERS = 500;
    /** Beyond what the clients' media driver waits for. */
    private static final long SHORT_STOP_NS = TimeUnit.SECONDS.toNanos(4);
    /** Beyond what the server's own media driver allows. */
    private static final long LONG_STOP_NS = TimeUnit.SECONDS.toNanos(8);

    private final Random random = new Random(5707);
    private final AcknowledgedSpace space = new AcknowledgedSpace();

    @TempDir
    private Path directory;

    @Test
    void shouldGoOnAfterAStopThatItsClientsTookForDeath() {
        try (FaultClients clients = new FaultClients();
                ServerProcess server = start()) {
            final String channel = SmallServer.channel(server);
            connect(clients, channel);
            reserve(clients, channel, 1, () -> stop(server, SHORT_STOP_NS));

            // then: it holds what it acknowledged, and of what was under way a first part
            reconcile(clients, channel);

            // and: it serves on
            clients.connectChunks(channel);
            reserve(clients, channel, 2, () -> {});
            reconcile(clients, channel);
            server.terminate();
            server.await("stopped: ");
        }
    }

    @Test
    void shouldEndAfterAStopThatItsMediaDriverTookForDeathAndForgetNothing() {
        try (FaultClients clients = new FaultClients()) {
            try (ServerProcess server = start("media.liveness-timeout=2s")) {
                final String channel = SmallServer.channel(server);
                connect(clients, channel);
                reserve(clients, channel, 1, () -> stop(server, LONG_STOP_NS));

                // then: it cannot go on, and says so
                assertThat(server.awaitExit()).isNotZero();
                assertThat(server.output())
                        .anySatisfy(line -> assertThat(line)
                                .contains("this process was stopped for longer", "start the server again"));
            }
            try (ServerProcess server = start()) {
                reconcile(clients, SmallServer.channel(server));
            }
        }
    }

    private void connect(final FaultClients clients, final String channel) {
        try (BlockingOperator operator = operator(clients, channel)) {
            for (int em = 1; em <= EMS; em++) {
                operator.connectEm(em, 1).outcome().orThrow();
            }
        }
        clients.connectChunks(channel);
    }

    /** Loads the server, does something to it in the midst of it, and forgets the session. */
    private void reserve(
            final FaultClients clients, final String channel, final long version, final Runnable inTheMidst) {
        try (ReservationLoad load =
                new ReservationLoad(clients.session(channel, Role.OPERATOR), random, space, EMS, version)) {
            load.run(ANSWERS, () -> clients.poll() < 0);
            inTheMidst.run();
            load.drain();
            assertThat(load.answers()).isGreaterThanOrEqualTo(ANSWERS);
        }
    }

    private void reconcile(final FaultClients clients, final String channel) {
        try (BlockingOperator operator = operator(clients, channel)) {
            space.reconcile(operator, EMS);
        }
    }

    private static BlockingOperator operator(final FaultClients clients, final String channel) {
        return BlockingOperator.connect(clients.session(channel, Role.OPERATOR), FaultClients.TIMEOUT_NS);
    }

    private static void stop(final ServerProcess server, final long forNs) {
        server.stop();
        final long endNs = System.nanoTime() + forNs;
        while (System.nanoTime() - endNs < 0) {
            LockSupport.parkNanos(endNs - System.nanoTime());
        }
        server.resume();
    }

    private ServerProcess start(final String... settings) {
        final List<String> args = new ArrayList<>(List.of("serve", "--dir", directory.toString(), "--port", "0"));
        args.addAll(SmallServer.settings(settings));
        return ServerProcess.start(args.toArray(String[]::new));
    }
}
