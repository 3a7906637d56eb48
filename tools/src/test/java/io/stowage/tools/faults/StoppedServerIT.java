package io.stowage.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.codecs.Role;
import io.stowage.tools.ExitCode;
import io.stowage.tools.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is stopped (SIGSTOP) under load for longer than its sessions may be silent, and a second one on its directory. */
@Timeout(300)
class StoppedServerIT {
    private static final int ANSWERS = 300;
    private static final int IN_FLIGHT = 16;
    private static final int EMS = Campaign.EMS;
    private static final long SESSION_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long LIVENESS_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);

    @TempDir
    private Path scratch;

    private final AcknowledgedSpace space = new AcknowledgedSpace();

    @Test
    void shouldServeAgainAfterItWasStoppedForLongerThanASession() {
        try (FaultClients clients = new FaultClients();
                ServerProcess server = start("session.timeout=2s", "media.liveness-timeout=60s")) {
            final String channel = SmallServer.channel(server);
            final long position = loadAndStop(clients, server, channel, SESSION_TIMEOUT_NS * 2);

            // when
            server.resume();

            // then: it holds what it acknowledged, of what was in flight a first part, and takes more
            check(clients, channel, position);
            loadAgain(clients, channel);
            server.terminate();
            server.await("stopped: ");
        }
        checkAfterRestart();
    }

    @Test
    void shouldEndAndLoseNothingWhereItWasStoppedForLongerThanItsDriverWaits() {
        try (FaultClients clients = new FaultClients();
                ServerProcess server = start("session.timeout=2s", "media.liveness-timeout=5s")) {
            loadAndStop(clients, server, SmallServer.channel(server), LIVENESS_TIMEOUT_NS * 2);

            // when
            server.resume();

            // then: it says why, and what to do
            assertThat(server.awaitExit()).isEqualTo(ExitCode.FAILED);
            assertThat(server.output())
                    .anySatisfy(line -> assertThat(line)
                            .contains("this process was stopped for longer than the liveness timeout;"
                                    + " start the server again"));
        }
        checkAfterRestart();
    }

    @Test
    void shouldRefuseASecondServerOnTheDirectory() {
        try (FaultClients clients = new FaultClients();
                ServerProcess first = start("media.liveness-timeout=300s")) {
            final String channel = SmallServer.channel(first);
            try (ServerProcess second = start()) {
                assertThat(second.awaitExit()).isEqualTo(ExitCode.FAILED);
                assertThat(second.output().stream().filter(line -> line.startsWith("stowage: ")))
                        .singleElement()
                        .asString()
                        .matches("stowage: \\Q" + directory() + "\\E is in use by process " + first.pid()
                                + " since \\S+; stop it, or choose another --dir");
            }
            // A stopped owner is an owner: its lock stays with it.
            first.stop();
            try (ServerProcess third = start()) {
                assertThat(third.awaitExit()).isEqualTo(ExitCode.FAILED);
            }
            first.resume();
            try (BlockingOperator operator =
                    BlockingOperator.connect(clients.session(channel, Role.OPERATOR), FaultClients.TIMEOUT_NS)) {
                assertThat(operator.status().position()).isPositive();
            }
        }
    }

    /** Load, in the middle of which the server stands still; the position that was acknowledged last. */
    private long loadAndStop(
            final FaultClients clients, final ServerProcess server, final String channel, final long stoppedNs) {
        clients.connectChunks(channel);
        try (BlockingOperator operator =
                BlockingOperator.connect(clients.session(channel, Role.OPERATOR), FaultClients.TIMEOUT_NS)) {
            for (int em = 1; em <= EMS; em++) {
                operator.connectEm(em, 1).outcome().orThrow();
            }
        }
        try (ReservationLoad load = load(clients, channel)) {
            load.run(ANSWERS, () -> clients.poll() < 0);
            server.stop();
            load.run(Integer.MAX_VALUE, () -> space.inFlight() >= IN_FLIGHT);
            final long startNs = System.nanoTime();
            while (System.nanoTime() - startNs < stoppedNs) {
                load.drain();
            }
            assertThat(space.inFlight()).isPositive();
            return load.lastPosition();
        }
    }

    private void loadAgain(final FaultClients clients, final String channel) {
        clients.connectChunks(channel);
        try (ReservationLoad load = load(clients, channel)) {
            load.run(ANSWERS, () -> clients.poll() < 0);
            check(clients, channel, load.lastPosition());
        }
    }

    private void checkAfterRestart() {
        try (FaultClients clients = new FaultClients();
                ServerProcess server = start()) {
            check(clients, SmallServer.channel(server), 0);
        }
    }

    private void check(final FaultClients clients, final String channel, final long position) {
        try (BlockingOperator operator =
                BlockingOperator.connect(clients.session(channel, Role.OPERATOR), FaultClients.TIMEOUT_NS)) {
            assertThat(operator.status().position()).isGreaterThanOrEqualTo(position);
            space.reconcile(operator, EMS);
        }
    }

    private ReservationLoad load(final FaultClients clients, final String channel) {
        return new ReservationLoad(clients.session(channel, Role.OPERATOR), new Random(1), space, EMS, 1);
    }

    private Path directory() {
        return scratch.resolve("server");
    }

    private ServerProcess start(final String... settings) {
        final List<String> args =
                new ArrayList<>(List.of("serve", "--dir", directory().toString(), "--port", "0"));
        args.addAll(SmallServer.settings());
        args.addAll(SmallServer.options(settings));
        return ServerProcess.start(args.toArray(String[]::new));
    }
}
