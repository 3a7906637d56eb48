package io.stowage.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.tools.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose members are all lost goes on from a backup, as far as that reached. */
@Tag("long")
class RestoreBackupIT {
    private static final int SOME = 600;

    @TempDir
    private Path scratch;

    @Test
    @Timeout(600)
    void shouldStartAllMembersFromOneBackupAndFromTheFolderOfOne() throws IOException {
        final long seed = Long.getLong("stowage.test.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat it with -Dstowage.test.seed=" + seed + ")");
        final Path backup = scratch.resolve("backup");
        try (MemberFleet fleet = new MemberFleet(scratch.resolve("members"));
                FaultClients clients = new FaultClients();
                ClusterLoad load = new ClusterLoad(fleet, clients, new Random(seed))) {
            load.answers(SOME);
            requireRefusedWithoutItsSecret(fleet, load);
            final ServerProcess early = backup(fleet, backup);
            load.during(early::isAlive);
            assertThat(early.awaitExit()).as("%s", early.output()).isZero();
            load.answers(SOME);
            load.reconcile();

            // The second run brings the first up to date, and nothing was acknowledged since it began.
            final ServerProcess late = backup(fleet, backup);
            assertThat(late.awaitExit()).as("%s", late.output()).isZero();
            System.out.println(String.join("\n", early.output()) + '\n' + String.join("\n", late.output()));

            startAllFrom(fleet, backup);
            load.reconcileAgain();

            // The folder of a member is as good, also one that was killed.
            final Path lastOne = scratch.resolve("last");
            final int leader = fleet.awaitLeader();
            for (int member = 0; member < MemberFleet.MEMBERS; member++) {
                fleet.process(member).kill();
            }
            copyState(fleet.directory(leader), lastOne);
            startAllFrom(fleet, lastOne);
            load.reconcileAgain();
        }
    }

    private void requireRefusedWithoutItsSecret(final MemberFleet fleet, final ClusterLoad load) {
        final Path stranger = scratch.resolve("stranger");
        fleet.command("init", "--dir", stranger.toString());
        final ServerProcess refused = fleet.run(
                "cluster",
                "backup",
                "--once",
                "--dir",
                fleet.directory(0).toString(),
                "--secrets",
                stranger.resolve("secrets").toString(),
                "--to",
                scratch.resolve("refused").toString());
        load.during(refused::isAlive);
        assertThat(refused.awaitExit()).isEqualTo(1);
        assertThat(String.join("\n", refused.output()))
                .contains("the members refuse to be copied", "name the file with the secrets of this cluster");
    }

    private static ServerProcess backup(final MemberFleet fleet, final Path to) {
        return fleet.run(
                "cluster",
                "backup",
                "--once",
                "--json",
                "--dir",
                fleet.directory(0).toString(),
                "--to",
                to.toString());
    }

    private static void startAllFrom(final MemberFleet fleet, final Path state) throws IOException {
        for (int member = 0; member < MemberFleet.MEMBERS; member++) {
            fleet.process(member).kill();
            fleet.empty(member);
            copyState(state, fleet.directory(member));
        }
        for (int member = 0; member < MemberFleet.MEMBERS; member++) {
            fleet.start(member);
        }
        fleet.awaitLeader();
    }

    private static void copyState(final Path from, final Path to) throws IOException {
        copy(from.resolve("cluster"), to.resolve("cluster"));
        copy(from.resolve("archive"), to.resolve("archive"));
    }

    private static void copy(final Path from, final Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (final Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
