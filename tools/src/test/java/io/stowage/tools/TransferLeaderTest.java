package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.engine.Limits;
import io.stowage.server.IdleStrategyKind;
import io.stowage.server.cluster.ClusterMember;
import io.stowage.server.cluster.ClusterMemberContext;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Three members in this process: another one leads when it is asked for, and only where another one can. */
@Timeout(600)
class TransferLeaderTest {
    private static final UUID CLUSTER = new UUID(0x57, 0x0A);
    private static final int MEMBERS = 3;
    private static final int PORTS_APART = 10;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(120);

    @TempDir
    private Path directory;

    private final List<ClusterMember> members = new ArrayList<>();
    private String endpoints = "";

    @BeforeEach
    void start() throws IOException {
        final int port = freePort();
        for (int id = 0; id < MEMBERS; id++) {
            endpoints += (id == 0 ? "" : ",") + id + "=localhost:" + (port + PORTS_APART * id);
        }
        for (int id = 0; id < MEMBERS; id++) {
            members.add(ClusterMember.launch(context(id)));
        }
        await(() -> members.stream().anyMatch(ClusterMember::isLeader), "no member leads");
    }

    @AfterEach
    void stop() {
        CloseHelper.closeAll(members);
    }

    @Test
    void shouldHaveAnotherMemberLead() {
        // when
        final int first = leader();
        final JsonNode told = transfer("--json").json();

        // then
        final int second = told.get("to").intValue();
        assertThat(told.get("from").intValue()).isEqualTo(first);
        assertThat(told.get("milliseconds").longValue()).isPositive();
        assertThat(second).isNotEqualTo(first);
        await(() -> leader() == second, "member " + second + " does not lead");

        // when: the third is not there to elect with
        await(() -> members.get(first).leaderMember() == second, "member " + first + " did not come back");
        members.stream()
                .filter(member -> member.memberId() != first && member.memberId() != second)
                .forEach(ClusterMember::close);
        final Cli.Result refused = transfer();

        // then
        assertThat(refused.complaint(ExitCode.FAILED))
                .isEqualTo("stowage: member " + second
                        + " goes on leading, CONFLICT: only 1 of the other members are heard of,"
                        + " and electing another leader takes 2; start the others first");
        assertThat(leader()).isEqualTo(second);
    }

    private Cli.Result transfer(final String... more) {
        final List<String> command = new ArrayList<>(
                List.of("cluster", "transfer-leader", "--connect", "cluster:" + endpoints, "--timeout", "60"));
        command.addAll(List.of("--dir", directory.toString()));
        command.addAll(List.of(more));
        return Cli.run(command.toArray(String[]::new));
    }

    private int leader() {
        return members.stream()
                .filter(ClusterMember::isLeader)
                .mapToInt(ClusterMember::memberId)
                .findFirst()
                .orElse(ClusterMember.NO_LEADER);
    }

    private ClusterMemberContext context(final int id) {
        final ClusterMemberContext context = new ClusterMemberContext()
                .directory(directory.resolve("member-" + id))
                .clusterId(CLUSTER)
                .members(endpoints)
                .memberId(id)
                .limits(Limits.small())
                .maxCommandBytes(64 << 10)
                .idleStrategy(IdleStrategyKind.BACKOFF);
        context.elections()
                .electionTimeoutNs(TimeUnit.SECONDS.toNanos(3))
                .startupCanvassTimeoutNs(TimeUnit.SECONDS.toNanos(10));
        context.log().termLength(1 << 20).segmentBytes(1 << 20);
        context.media().termBufferLength(1 << 20).livenessTimeoutNs(TimeUnit.SECONDS.toNanos(30));
        context.sessions().maxSessions(64).responseTermBufferLength(256 << 10);
        context.journal()
                .cycleBytes(4 << 20)
                .blockBytes(1 << 20)
                .maxBatchBytes(128 << 10)
                .reserveBytes(0)
                .minFreeBytes(1 << 20);
        return context;
    }

    private static void await(final BooleanSupplier condition, final String otherwise) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        final IdleStrategy idle = IdleStrategyKind.SLEEP.create();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError(otherwise);
            }
            idle.idle();
        }
    }

    /** Of a range that is most probably free behind it. */
    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort() - MEMBERS * PORTS_APART;
        }
    }
}
