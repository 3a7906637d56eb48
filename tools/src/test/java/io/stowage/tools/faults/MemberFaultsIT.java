package io.stowage.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose members are killed, cut off or out of disk forgets nothing, and promises nothing twice. */
@Tag("long")
@Timeout(900)
class MemberFaultsIT {
    private static final int STRIKES = Integer.getInteger("stowage.faults.member-faults", 1);

    private static final int FULL = 2;
    private static final long DISK_BYTES = 256 << 20;
    /** Less than the journal wants to be free. */
    private static final long FREE_BYTES = 256 << 10;

    @TempDir
    private Path scratch;

    @Test
    void shouldServeOnWithoutAFollower() {
        // Nobody may take the leader for dead because the machine is slow.
        try (MemberFleet members = new MemberFleet(scratch, "cluster.election-timeout=10s")) {
            final MemberFaults.Counts counts = run(members, MemberFault.killFollower());

            assertThat(counts.leaderChanges()).isZero();
        }
    }

    @Test
    void shouldGoOnWithoutItsLeader() {
        try (MemberFleet members = new MemberFleet(scratch)) {
            final MemberFaults.Counts counts = run(members, MemberFault.killLeader());

            assertThat(counts.leaderChanges()).isEqualTo(STRIKES);
        }
    }

    @Test
    void shouldHearNothingMoreFromALeaderThatStoodStill() {
        try (MemberFleet members = new MemberFleet(scratch)) {
            final MemberFaults.Counts counts = run(members, MemberFault.stopLeader());

            assertThat(counts.leaderChanges()).isEqualTo(STRIKES);
        }
    }

    @Test
    void shouldForgetNothingWhereAllMembersAreKilledAtOnce() {
        try (MemberFleet members = new MemberFleet(scratch)) {
            run(members, MemberFault.killAll());
        }
    }

    @Test
    void shouldHearNothingFromALeaderThatIsCutOffFromTheOthers() {
        try (MemberNet net = net();
                MemberFleet members = MemberFleet.in(net, scratch)) {
            final MemberFaults.Counts counts = run(members, MemberFault.partition(net));

            assertThat(counts.leaderChanges()).isEqualTo(STRIKES);
        }
    }

    @Test
    void shouldGoOnWithoutALeaderWhoseMachineIsCutOff() {
        try (MemberNet net = net();
                MemberFleet members = MemberFleet.in(net, scratch)) {
            final MemberFaults.Counts counts = run(members, MemberFault.isolation(net));

            assertThat(counts.leaderChanges()).isEqualTo(STRIKES);
        }
    }

    @Test
    void shouldServeOnWhereOneMembersDiskIsFullAndTakeItBack() {
        try (MemberFleet members = withDisk()) {
            run(members, MemberFault.fillDisk(FULL, FREE_BYTES));
        }
    }

    private MemberFleet withDisk() {
        try {
            return MemberFleet.withDisk(scratch, FULL, DISK_BYTES);
        } catch (final IOException cannot) {
            return abort("no full disk can be made here: " + cannot.getMessage());
        }
    }

    private static MemberNet net() {
        try {
            return MemberNet.create(MemberFleet.MEMBERS);
        } catch (final IOException cannot) {
            return abort("no network of namespaces can be made here: " + cannot.getMessage());
        }
    }

    private static MemberFaults.Counts run(final MemberFleet members, final MemberFault fault) {
        final long seed = Long.getLong("stowage.test.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat it with -Dstowage.test.seed=" + seed + ")");
        final MemberFaults.Counts counts = new MemberFaults(members, fault, STRIKES, seed, System.out::println).run();
        System.out.println(counts);
        assertThat(counts.answers()).isPositive();
        assertThat(counts.refused()).as("chunks were full").isPositive();
        return counts;
    }
}
