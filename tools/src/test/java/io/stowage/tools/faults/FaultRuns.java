package io.stowage.tools.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.IoUtil;

/** The long runs, as a program: {@code kills N}, {@code leader-kills N}, {@code power-losses ext4|xfs N}; a seed may follow. */
final class FaultRuns {
    private static final String USAGE =
            "usage: kills N [SEED] | leader-kills N [SEED] | power-losses ext4|xfs N [SEED]";

    private FaultRuns() {}

    /** Status 0 where every promise was kept; what was not is thrown. */
    public static void main(final String[] args) throws Exception {
        final Path scratch = Files.createTempDirectory("stowage-faults-");
        final String what = args.length > 1 ? args[0] : "";
        switch (what) {
            case "kills" -> run(Fault.kill(scratch.resolve("server")), "process", args, 1);
            case "leader-kills" -> killLeaders(scratch, args);
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
