package io.stowage.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.Aeron;
import io.aeron.cluster.ClusterMembership;
import io.aeron.cluster.ElectionState;
import io.aeron.cluster.codecs.mark.ClusterComponentType;
import io.aeron.cluster.service.ClusterMarkFile;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.status.HeartbeatTimestamp;
import io.stowage.server.IdleStrategyKind;
import io.stowage.server.session.Secrets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A member is asked what it knows in the moment in which it ends: there is no answer, and whoever asked goes on. */
@Timeout(120)
class MembersQueryTest {
    private static final int ERROR_LOG_BYTES = 1 << 20;
    private static final int PAGE_BYTES = 4 << 10;
    private static final long TIMEOUT_MS = 2_000;

    /** Longer than a client of Aeron needs to see that its driver is gone. */
    private static final long LONG_MS = 30_000;

    @TempDir
    private Path directory;

    @Test
    void shouldTellWhatALeaderKnows() {
        try (TestCluster cluster = new TestCluster(directory, 3, Secrets.generate(new SecureRandom())).startAll()) {
            // given
            final int leader = cluster.awaitLeader().memberId();

            // when: it leads a moment before its election is over
            final List<ClusterMembership> answers = new ArrayList<>();
            cluster.await(
                    () -> {
                        final ClusterMembership answer = MembersQuery.ask(
                                cluster.directoryOf(leader).resolve("cluster").toFile(), LONG_MS);
                        if (answer != null) {
                            answers.add(answer);
                        }
                        return answer != null && answer.leaderMemberId != MembersQuery.NO_LEADER;
                    },
                    "no leader is known");
            final ClusterMembership membership = answers.getLast();

            // then
            assertThat(membership.memberId).isEqualTo(leader);
            assertThat(membership.leaderMemberId).isEqualTo(leader);
            assertThat(membership.activeMembers)
                    .extracting(member -> member.id())
                    .containsExactly(0, 1, 2);
            assertThat(membership.activeMembers)
                    .extracting(member -> member.ingressEndpoint())
                    .allMatch(endpoint -> endpoint.startsWith("localhost:"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ElectionState.class,
            names = {"FOLLOWER_CATCHUP", "CLOSED"})
    void shouldTakeNobodyForALeaderWhileTheMemberIsInAnElection(final ElectionState state) {
        try (MediaDriver driver = driver();
                ClusterMarkFile mark = mark(driver);
                Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
                AnsweringModule module = new AnsweringModule(aeron, state)) {
            // given a member that starts: it answers that it leads itself
            mark.signalReady(System.currentTimeMillis());
            module.start();

            // when
            final ClusterMembership membership = Objects.requireNonNull(MembersQuery.ask(directory.toFile(), LONG_MS));

            // then
            assertThat(membership.memberId).isEqualTo(AnsweringModule.MEMBER);
            assertThat(membership.leaderMemberId)
                    .isEqualTo(state == ElectionState.CLOSED ? AnsweringModule.MEMBER : MembersQuery.NO_LEADER);
        }
    }

    @Test
    void shouldHaveNoAnswerFromAMemberThatDoesNotRun() {
        assertThat(MembersQuery.ask(directory.toFile(), 10)).isNull();
    }

    @Test
    void shouldHaveNoAnswerFromAMemberThatEndsMeanwhile() throws InterruptedException {
        final MediaDriver driver = driver();
        try (ClusterMarkFile mark = mark(driver)) {
            // given a member that has no consensus module yet
            mark.signalReady(System.currentTimeMillis());

            // when it ends while somebody asks
            final Thread ending = new Thread(() -> {
                final IdleStrategy idle = IdleStrategyKind.BACKOFF.create();
                while (!isAsked(driver)) {
                    idle.idle();
                }
                driver.close();
            });
            ending.start();

            // then
            assertThat(MembersQuery.ask(directory.toFile(), LONG_MS)).isNull();
            ending.join(TimeUnit.SECONDS.toMillis(60));
            assertThat(ending.isAlive()).isFalse();
        }
    }

    private MediaDriver driver() {
        return MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(directory.resolve("aeron").toString())
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(IdleStrategyKind.BACKOFF.create())
                .dirDeleteOnStart(true));
    }

    private ClusterMarkFile mark(final MediaDriver driver) {
        final ClusterMarkFile mark = new ClusterMarkFile(
                directory.resolve(ClusterMarkFile.FILENAME).toFile(),
                ClusterComponentType.CONSENSUS_MODULE,
                ERROR_LOG_BYTES,
                System::currentTimeMillis,
                TIMEOUT_MS,
                PAGE_BYTES);
        mark.encoder().consensusModuleStreamId(AnsweringModule.QUESTIONS).serviceStreamId(AnsweringModule.ANSWERS);
        mark.encoder()
                .aeronDirectory(driver.aeronDirectoryName())
                .controlChannel(AnsweringModule.CHANNEL)
                .ingressChannel("")
                .serviceName("")
                .authenticator("");
        return mark;
    }

    /** Whether anybody is connected to a driver. */
    private static boolean isAsked(final MediaDriver driver) {
        final AtomicBoolean isAsked = new AtomicBoolean();
        driver.context().countersManager().forEach((counterId, typeId, key, label) -> {
            if (typeId == HeartbeatTimestamp.HEARTBEAT_TYPE_ID) {
                isAsked.set(true);
            }
        });
        return isAsked.get();
    }
}
