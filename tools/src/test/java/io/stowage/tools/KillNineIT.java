package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.stowage.client.SessionContext;
import io.stowage.client.blocking.BlockingOperator;
import io.stowage.codecs.Role;
import io.stowage.server.IdleStrategyKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server that is killed under load, again and again, forgets nothing that it has acknowledged and invents nothing. */
@Timeout(900)
class KillNineIT {
    private static final int ROUNDS = 20;
    private static final int EMS = 4;
    private static final int ROUNDS_PER_VERSION = 4;
    private static final int ANSWERS_MIN = 20;
    private static final int ANSWERS_MAX = 1_000;
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    private Path scratch;

    private MediaDriver driver;
    private Aeron aeron;

    @BeforeEach
    void launchDriver() {
        driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(CommonContext.generateRandomDirName())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(IdleStrategyKind.BACKOFF.create())
                .publicationTermBufferLength(1 << 20)
                .ipcTermBufferLength(1 << 20)
                .termBufferSparseFile(true));
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
    }

    @AfterEach
    void closeDriver() {
        aeron.close();
        driver.close();
    }

    @Test
    void shouldHoldEveryAcknowledgedReservationAfterTwentyKills() {
        final long seed = Long.getLong("stowage.test.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat it with -Dstowage.test.seed=" + seed + ")");
        final Random random = new Random(seed);
        final AcknowledgedSpace space = new AcknowledgedSpace();
        int acknowledged = 0;
        int unanswered = 0;
        int recovered = 0;
        long position = 0;

        for (int round = 1; round <= ROUNDS; round++) {
            try (ServerProcess server = startServer()) {
                final String channel = channel(server);

                // then: what the server before this one acknowledged is there, and nothing that nobody asked for
                recovered += check(channel, space, position, round == 1);

                // when: killed at some moment under load
                final long version = 1L + round / ROUNDS_PER_VERSION;
                try (ReservationLoad load = new ReservationLoad(session(channel), random, space, EMS, version)) {
                    load.run(ANSWERS_MIN + random.nextInt(ANSWERS_MAX - ANSWERS_MIN));
                    server.kill();
                    load.drain();
                    acknowledged += load.answers();
                    unanswered += space.inFlight();
                    position = load.lastPosition();
                }
            }
        }

        // then: the last one is checked too, ends in order when it is asked to, and leaves a journal that is whole
        try (ServerProcess server = startServer()) {
            recovered += check(channel(server), space, position, false);
            server.terminate();
            server.await("Stopped in order at position ");
            server.awaitExit();
        }
        final JsonNode journal =
                Cli.run("journal", "verify", directory(), "--json").json();
        assertThat(journal.get("ok").booleanValue()).isTrue();
        assertThat(journal.get("tornBytes").longValue()).isZero();
        assertThat(journal.get("lastPosition").longValue()).isGreaterThanOrEqualTo(position);
        assertThat(acknowledged).isGreaterThanOrEqualTo(ROUNDS * ANSWERS_MIN);
        assertThat(space.bytes()).isPositive();
        System.out.println(ROUNDS + " kills: " + acknowledged + " requests acknowledged, all of them recovered; "
                + unanswered + " were unanswered, of which the journal had " + recovered + "; " + space.bytes()
                + " bytes held at the end, journal of " + journal.get("commands") + " commands");
    }

    private int check(final String channel, final AcknowledgedSpace space, final long position, final boolean isFirst) {
        try (BlockingOperator operator = BlockingOperator.connect(session(channel), TIMEOUT_NS)) {
            if (isFirst) {
                for (int em = 1; em <= EMS; em++) {
                    operator.connectEm(em, 1).outcome().orThrow();
                }
            }
            assertThat(operator.status().position()).isGreaterThanOrEqualTo(position);
            assertThat(operator.ems())
                    .hasSize(EMS)
                    .allSatisfy(em -> assertThat(em.incarnation()).isEqualTo(1));
            return space.reconcile(operator, EMS);
        }
    }

    private String directory() {
        return scratch.resolve("server").toString();
    }

    private ServerProcess startServer() {
        final List<String> args = new ArrayList<>(List.of("up", "--dir", directory(), "--port", "0", "--no-view"));
        for (int chunk = 1; chunk <= 3; chunk++) {
            args.addAll(List.of("--chunk-dir", scratch.resolve("chunk-" + chunk).toString()));
        }
        return ServerProcess.start(args.toArray(new String[0]));
    }

    /** Where it listens; told once its chunks take space too. */
    private static String channel(final ServerProcess server) {
        final String greeting = server.await(" and UDP ");
        server.await("Allocate from another shell");
        return "aeron:udp?endpoint=" + greeting.substring(greeting.indexOf(" and UDP ") + " and UDP ".length());
    }

    private SessionContext session(final String channel) {
        return new SessionContext()
                .aeron(aeron)
                .channel(channel)
                .role(Role.OPERATOR)
                .errorHandler(expected -> {});
    }
}
