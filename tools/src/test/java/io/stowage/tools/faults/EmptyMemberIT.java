package io.stowage.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.tools.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The replicated log is cut below what snapshots cover, so that archives stay short while it grows; a member that comes back later
 * than that, or with an empty disk, is told what to do instead of asking for ever for what nobody has.
 */
@Tag("long")
class EmptyMemberIT {
    private static final int SOME = 500;
    private static final int MANY = 4_000;
    private static final int TIMES = 6;
    private static final Pattern LOG_START = Pattern.compile("the log now begins at position (\\d+)");
    private static final String REMEDY = "stowage cluster replace-member";

    @TempDir
    private Path scratch;

    @Test
    @Timeout(600)
    void shouldGetTheWholeLogFromTheOthersWhileTheyHaveIt() {
        try (MemberFleet fleet = new MemberFleet(scratch);
                FaultClients clients = new FaultClients();
                ClusterLoad load = new ClusterLoad(fleet, clients, random())) {
            final int emptied = (fleet.awaitLeader() + 1) % MemberFleet.MEMBERS;
            load.answers(SOME);
            fleet.process(emptied).kill();
            fleet.empty(emptied);
            fleet.start(emptied);
            load.untilCaughtUp(emptied);
            load.reconcile();
            fleet.awaitSame();
            fleet.stop();
            System.out.println(fleet.compareHistories().strip());
        }
    }

    @Test
    @Timeout(1_200)
    void shouldKeepTheLogShortAndTellAMemberThatItsPartOfItIsGone() {
        try (MemberFleet fleet = new MemberFleet(
                        scratch,
                        List.of("localhost", "localhost", "localhost"),
                        List.of(),
                        "cluster.log-term-bytes=64KiB",
                        "cluster.log-segment-bytes=256KiB",
                        "cluster.log-keep-bytes=512KiB",
                        "snapshot.interval-bytes=256KiB",
                        "snapshot.keep=2");
                FaultClients clients = new FaultClients()) {
            try (ClusterLoad load = new ClusterLoad(fleet, clients, random())) {
                final int leader = fleet.awaitLeader();
                final int away = (leader + 1) % MemberFleet.MEMBERS;
                load.answers(SOME);
                fleet.process(away).kill();
                final long end = fleet.logPosition();
                load.answers(MANY);
                // The leader keeps for a while what a member would need that it has not heard from for moments only.
                load.during(() -> logStart(fleet.process(leader)) <= end);

                requireToldWhatToDo(fleet, away, load);
                fleet.empty(away);
                requireToldWhatToDo(fleet, away, load);

                fleet.empty(away);
                final ServerProcess replacing = fleet.run(
                        "cluster",
                        "replace-member",
                        Integer.toString(away),
                        "--yes",
                        "--dir",
                        fleet.directory(away).toString());
                load.during(replacing::isAlive);
                assertThat(replacing.awaitExit()).as("%s", replacing.output()).isZero();
                fleet.start(away);
                load.untilCaughtUp(away);
                for (int i = 0; i < TIMES; i++) {
                    load.answers(MANY);
                }
                // How much that is at one moment depends on how fast its members are; that it does not grow for ever
                // does not.
                load.during(() -> !areShort(fleet));
                load.reconcile();
            }
            // Journals are short here: one that stopped far behind the others would have nothing in common with them.
            fleet.awaitSame();
            fleet.stop();
            System.out.println(fleet.compareHistories().strip());
            for (int member = 0; member < MemberFleet.MEMBERS; member++) {
                fleet.start(member);
            }
            fleet.awaitLeader();
            fleet.awaitCaughtUp();
        }
    }

    private static void requireToldWhatToDo(final MemberFleet fleet, final int member, final ClusterLoad load) {
        fleet.start(member);
        final ServerProcess started = fleet.process(member);
        load.during(() -> started.isAlive() && !fleet.isCaughtUp(member));
        assertThat(started.isAlive()).as("%s", started.said()).isFalse();
        final int status = started.awaitExit();
        assertThat(String.join("\n", started.output())).contains(REMEDY + ' ' + member);
        assertThat(status).isEqualTo(1);
    }

    /** Where a member says that its log begins; 0 before it has removed anything. */
    private static long logStart(final ServerProcess member) {
        return member.said().stream()
                .map(LOG_START::matcher)
                .filter(Matcher::find)
                .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                .max()
                .orElse(0);
    }

    private static boolean areShort(final MemberFleet fleet) {
        final long log = fleet.logPosition();
        for (int member = 0; member < MemberFleet.MEMBERS; member++) {
            if (bytes(fleet.directory(member).resolve("archive")) >= log / 2) {
                return false;
            }
        }
        return true;
    }

    private static long bytes(final Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Random random() {
        final long seed = Long.getLong("stowage.test.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat it with -Dstowage.test.seed=" + seed + ")");
        return new Random(seed);
    }
}
