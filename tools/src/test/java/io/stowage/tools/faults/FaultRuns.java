package io.stowage.tools.faults;

import io.stowage.faults.LoopFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.IoUtil;

/**
 * The long runs, as a program: {@code kills N}, {@code leader-kills N}, {@code members WHAT N}, {@code power-losses ext4|xfs N}, {@code
 * member-power-losses ext4|xfs N}, a seed may follow; {@code sessions N}.
 */
final class FaultRuns {
    private static final String USAGE = "usage: kills N [SEED] | leader-kills N [SEED] | members"
            + " leaders|stopped-leaders|followers|all|partition|isolation|full-disk N [SEED] | power-losses ext4|xfs N [SEED] | member-power-losses ext4|xfs N [SEED] |"
            + " sessions N";
    private static final int HEARTBEAT_SECONDS = 2;
    private static final int FULL_MEMBER = 2;
    private static final long DISK_BYTES = 256 << 20;
    private static final long FREE_BYTES = 256 << 10;

    private FaultRuns() {}

    /** Status 0 where every promise was kept; what was not is thrown. */
    public static void main(final String[] args) throws Exception {
        final Path scratch = Files.createTempDirectory("stowage-faults-");
        final String what = args.length > 1 ? args[0] : "";
        switch (what) {
            case "kills" -> run(Fault.kill(scratch.resolve("server")), "process", args, 1);
            case "leader-kills" -> killLeaders(scratch, args);
            case "members" -> harmMembers(scratch, args);
            case "sessions" ->
                System.out.println(new ManySessions(scratch, Integer.parseInt(args[1]), HEARTBEAT_SECONDS).run());
            case "member-power-losses" -> cutPowerOfMembers(scratch, args);
            case "power-losses" -> run(PowerLoss.on(scratch, args[1]), "batch", args, 2);
            default -> throw new IllegalArgumentException(USAGE);
        }
        // Only after success: what a failure left is to be looked at.
        IoUtil.delete(scratch.toFile(), true);
    }

    private static void killLeaders(final Path scratch, final String[] args) {
        final long seed = args.length > 2 ? Long.parseLong(args[2]) : System.nanoTime();
        System.out.println("seed " + seed + ", directory " + scratch);
        try (MemberFleet fleet = new MemberFleet(scratch)) {
            System.out.println(String.join(" ", args) + ": "
                    + new LeaderFaults(
                                    fleet,
                                    LeaderFaults.Fault.KILL,
                                    Integer.parseInt(args[1]),
                                    seed,
                                    System.out::println)
                            .run());
        }
    }

    private static void harmMembers(final Path scratch, final String[] args) throws IOException {
        if (args.length < 3) {
            throw new IllegalArgumentException(USAGE);
        }
        switch (args[1]) {
            case "leaders" -> harm(new MemberFleet(scratch), MemberFault.killLeader(), args);
            case "stopped-leaders" -> harm(new MemberFleet(scratch), MemberFault.stopLeader(), args);
            case "followers" -> harm(new MemberFleet(scratch), MemberFault.killFollower(), args);
            case "all" -> harm(new MemberFleet(scratch), MemberFault.killAll(), args);
            case "partition", "isolation" -> {
                try (MemberNet net = MemberNet.create(MemberFleet.MEMBERS)) {
                    final boolean isPartition = args[1].equals("partition");
                    harm(
                            MemberFleet.in(net, scratch),
                            isPartition ? MemberFault.partition(net) : MemberFault.isolation(net),
                            args);
                }
            }
            case "full-disk" ->
                harm(
                        MemberFleet.withDisk(scratch, FULL_MEMBER, DISK_BYTES),
                        MemberFault.fillDisk(FULL_MEMBER, FREE_BYTES),
                        args);
            default -> throw new IllegalArgumentException(USAGE);
        }
    }

    private static void harm(final MemberFleet members, final MemberFault fault, final String[] args) {
        final long seed = args.length > 3 ? Long.parseLong(args[3]) : System.nanoTime();
        System.out.println("seed " + seed);
        try (members) {
            System.out.println(String.join(" ", args) + ": "
                    + new MemberFaults(members, fault, Integer.parseInt(args[2]), seed, System.out::println).run());
        }
    }

    private static void cutPowerOfMembers(final Path scratch, final String[] args) throws Exception {
        if (args.length < 3) {
            throw new IllegalArgumentException(USAGE);
        }
        final long seed = args.length > 3 ? Long.parseLong(args[3]) : System.nanoTime();
        System.out.println("seed " + seed);
        try (LoopFileSystem disk = LoopFileSystem.create(scratch, args[1], MembersPowerLossIT.DISK_BYTES)) {
            System.out.println(String.join(" ", args) + ": "
                    + new MembersPowerLoss(disk, Integer.parseInt(args[2]), seed, System.out::println).run());
        }
    }

    private static void run(final Fault fault, final String sync, final String[] args, final int at) {
        if (args.length <= at) {
            throw new IllegalArgumentException(USAGE);
        }
        final int strikes = Integer.parseInt(args[at]);
        final long seed = args.length > at + 1 ? Long.parseLong(args[at + 1]) : System.nanoTime();
        System.out.println("seed " + seed + ", directory " + fault.directory());
        try (fault) {
            System.out.println(
                    String.join(" ", args) + ": " + new Campaign(fault, sync, seed, System.out::println).run(strikes));
        }
    }
}
