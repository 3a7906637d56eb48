package io.stowage.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.tools.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A member whose machine is lost is replaced by another machine under its name, while a client goes on. Machines are loopback
 * addresses, and their names are those of a hosts file that the members read.
 */
@Tag("long")
class ReplaceMemberIT {
    private static final List<String> NAMES = List.of("alpha", "beta", "gamma");
    private static final String NEW_ADDRESS = "127.0.0.9";
    private static final int SOME = 600;

    @TempDir
    private Path scratch;

    @Test
    @Timeout(900)
    void shouldPutAnotherMachineInThePlaceOfALostOneUnderLoad() {
        final long seed = Long.getLong("stowage.test.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat it with -Dstowage.test.seed=" + seed + ")");
        final HostsFile hosts = new HostsFile(scratch.resolve("hosts"));
        for (int member = 0; member < MemberFleet.MEMBERS; member++) {
            hosts.point(NAMES.get(member), address(member));
        }
        try (MemberFleet fleet = new MemberFleet(scratch.resolve("members"), NAMES, List.of(hosts.machineOption()));
                FaultClients clients = new FaultClients(FaultClients.CAPACITY_BYTES, hosts)) {
            try (ClusterLoad load = new ClusterLoad(fleet, clients, new Random(seed))) {
                replaceUnderLoad(fleet, hosts, load);
                load.reconcile();
            }
            fleet.awaitSame();
            fleet.stop();
            System.out.println(fleet.compareHistories().strip());
        }
    }

    private static void replaceUnderLoad(final MemberFleet fleet, final HostsFile hosts, final ClusterLoad load) {
        final int leader = fleet.awaitLeader();
        final int lost = (leader + 1) % MemberFleet.MEMBERS;
        final int other = (leader + 2) % MemberFleet.MEMBERS;
        load.answers(SOME);

        fleet.process(lost).kill();
        fleet.empty(lost);
        hosts.point(NAMES.get(lost), NEW_ADDRESS);
        final ServerProcess replacing = fleet.run(
                "cluster",
                "replace-member",
                Integer.toString(lost),
                "--was-at",
                address(lost),
                "--dir",
                fleet.directory(lost).toString());
        load.during(replacing::isAlive);
        assertThat(replacing.awaitExit()).as("%s", replacing.output()).isZero();
        System.out.println(String.join("\n", replacing.output()));
        final int meanwhile = load.acknowledged();

        fleet.start(lost);
        load.untilCaughtUp(lost);
        System.out.println(meanwhile + " requests acknowledged until member " + lost + " was seeded, "
                + (load.acknowledged() - meanwhile) + " more until it had caught up");

        fleet.process(other).kill();
        load.answers(SOME);
        assertThat(fleet.awaitLeader())
                .as("leader of the old and the new member")
                .isEqualTo(leader);
        fleet.start(other);
        load.answers(SOME);
    }

    private static String address(final int member) {
        return "127.0.0." + (2 + member);
    }
}
