package io.stowage.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.tools.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A member list moves the leader to another machine while a client goes on: the old one stops by itself, the others find the new one by
 * the list alone, for the names that their machines know stay as they were. Machines are loopback addresses; only the clients' names,
 * which no list changes, are pointed to the new one in the end.
 */
@Tag("long")
class MoveMemberIT {
    private static final List<String> NAMES = List.of("alpha", "beta", "gamma");
    private static final String NEW_ADDRESS = "127.0.0.9";
    private static final int SOME = 600;

    @TempDir
    private Path scratch;

    @Test
    @Timeout(900)
    void shouldMoveTheLeaderToAnotherMachineByAMemberListUnderLoad() {
        final long seed = Long.getLong("stowage.test.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat it with -Dstowage.test.seed=" + seed + ")");
        final HostsFile members = names("members-hosts");
        final HostsFile others = names("clients-hosts");
        try (MemberFleet fleet = new MemberFleet(scratch.resolve("members"), NAMES, List.of(members.machineOption()));
                FaultClients clients = new FaultClients(FaultClients.CAPACITY_BYTES, others)) {
            try (ClusterLoad load = new ClusterLoad(fleet, clients, new Random(seed))) {
                final int moved = fleet.awaitLeader();
                load.answers(SOME);
                moveAway(fleet, load, moved);
                load.reconcileAndGoOn();
                others.point(NAMES.get(moved), NEW_ADDRESS);
                seedAndStart(fleet, load, moved);
                load.reconcileAndGoOn();
                needTheNewOne(fleet, load, moved);
                load.reconcile();
            }
            fleet.awaitSame();
            fleet.stop();
            System.out.println(fleet.compareHistories().strip());
        }
    }

    private static void moveAway(final MemberFleet fleet, final ClusterLoad load, final int moved) {
        final int other = (moved + 1) % MemberFleet.MEMBERS;
        final int before = load.acknowledged();
        final ServerProcess telling = members(fleet, other, moved + "=" + NEW_ADDRESS);
        load.during(telling::isAlive);
        assertThat(telling.awaitExit()).as("%s", telling.output()).isZero();
        assertThat(telling.output()).anyMatch(line -> line.contains(NAMES.get(moved)) && line.contains(NEW_ADDRESS));

        load.during(fleet.process(moved)::isAlive);
        assertThat(fleet.process(moved).awaitExit()).as(fleet.said()).isZero();
        assertThat(fleet.process(moved).output())
                .anyMatch(line -> line.contains("member " + moved + " has moved to " + NEW_ADDRESS));
        assertThat(fleet.awaitLeader()).isNotEqualTo(moved);
        System.out.println((load.acknowledged() - before) + " requests acknowledged until member " + moved
                + ", which led, had stopped by itself");

        final ServerProcess late = members(fleet, other, moved + "=127.0.0.8", "--generation", "1");
        load.during(late::isAlive);
        assertThat(late.awaitExit()).isNotZero();
        assertThat(late.output()).anyMatch(line -> line.contains("the list of generation 1 is in force"));
    }

    private static ServerProcess members(
            final MemberFleet fleet, final int asked, final String move, final String... more) {
        final List<String> args = new ArrayList<>(List.of(
                "cluster",
                "members",
                "--set",
                move,
                "--timeout",
                "60",
                "--dir",
                fleet.directory(asked).toString()));
        args.addAll(List.of(more));
        return fleet.run(args.toArray(String[]::new));
    }

    private static void seedAndStart(final MemberFleet fleet, final ClusterLoad load, final int moved) {
        fleet.empty(moved);
        final ServerProcess replacing = fleet.run(
                "cluster",
                "replace-member",
                Integer.toString(moved),
                "--was-at",
                address(moved),
                "--dir",
                fleet.directory(moved).toString());
        load.during(replacing::isAlive);
        assertThat(replacing.awaitExit()).as("%s", replacing.output()).isZero();
        System.out.println(String.join("\n", replacing.output()));

        fleet.start(moved);
        load.untilCaughtUp(moved);
    }

    /** The other follower, or the leader, is killed: nothing is acknowledged without the new one. Then it finds the new one again. */
    private static void needTheNewOne(final MemberFleet fleet, final ClusterLoad load, final int moved) {
        final int other = (moved + 1) % MemberFleet.MEMBERS;
        fleet.process(other).kill();
        load.answers(SOME);
        fleet.start(other);
        load.untilCaughtUp(other);
        load.answers(SOME);
    }

    private HostsFile names(final String file) {
        final HostsFile names = new HostsFile(scratch.resolve(file));
        for (int member = 0; member < MemberFleet.MEMBERS; member++) {
            names.point(NAMES.get(member), address(member));
        }
        return names;
    }

    private static String address(final int member) {
        return "127.0.0." + (2 + member);
    }
}
