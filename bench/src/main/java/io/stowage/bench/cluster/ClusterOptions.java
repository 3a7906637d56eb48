package io.stowage.bench.cluster;

import io.stowage.bench.fleet.FleetShape;
import io.stowage.server.IdleStrategyKind;
import io.stowage.server.journal.SyncLevel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How the clusters are loaded.
 *
 * @param members       of each cluster, 3 or 5.
 * @param seconds       of measurement in all, shared evenly by both systems and both kinds of load; warm-up comes on top.
 * @param rounds        in which the systems take turns; a turn is at most {@link #MAX_TURN_SECONDS}.
 * @param warmUpRounds  that are not measured.
 * @param window        commands in flight of the pipelined load.
 * @param chunks        of the fleet.
 * @param sync          what an acknowledged command survives: {@code BATCH} forces each write of the log in both systems.
 * @param journal       whether members of Stowage write their own journals beside the cluster's log.
 * @param idle          what all threads do when there is nothing to do.
 * @param kills         of leaders of each system.
 * @param memberOptions further options of the members' JVMs.
 * @param directory     that gets the members' folders; null: a temporary one. Deleted in the end in both cases.
 */
public record ClusterOptions(
        int members,
        int seconds,
        int rounds,
        int warmUpRounds,
        int window,
        int chunks,
        SyncLevel sync,
        boolean journal,
        IdleStrategyKind idle,
        int kills,
        List<String> memberOptions,
        @Nullable Path directory) {
    /** Default of {@link #members}. */
    public static final int MEMBERS_DEFAULT = 3;

    /** Default of {@link #seconds}. */
    public static final int SECONDS_DEFAULT = 40;

    /** Default of {@link #rounds}. */
    public static final int ROUNDS_DEFAULT = 10;

    /** Default of {@link #warmUpRounds}. */
    public static final int WARM_UP_ROUNDS_DEFAULT = 5;

    /** Default of {@link #window}. */
    public static final int WINDOW_DEFAULT = 256;

    /** Default of {@link #chunks}. */
    public static final int CHUNKS_DEFAULT = 1_000;

    /** Default of {@link #kills}. */
    public static final int KILLS_DEFAULT = 3;

    /** Longest turn: members that stand still for as long as others have theirs must not be taken for dead. */
    public static final int MAX_TURN_SECONDS = 1;

    private static final long TURNS_PER_ROUND = 4;
    private static final int MAX_SECONDS = 3_600;
    private static final int MAX_WINDOW = 4_096;
    private static final int MAX_KILLS = 1_000;

    /** Checks the options. */
    public ClusterOptions {
        memberOptions = List.copyOf(memberOptions);
        if (members != 3 && members != 5) {
            throw new IllegalArgumentException("a cluster has 3 or 5 members, not " + members);
        }
        require("seconds", seconds, 1, MAX_SECONDS);
        require("rounds", rounds, 1, MAX_SECONDS);
        require("warm-up-rounds", warmUpRounds, 0, MAX_SECONDS);
        require("window", window, 1, MAX_WINDOW);
        require("kills", kills, 0, MAX_KILLS);
        new FleetShape(chunks).limits();
        if (seconds > rounds * TURNS_PER_ROUND * MAX_TURN_SECONDS) {
            throw new IllegalArgumentException("a turn lasts " + MAX_TURN_SECONDS + " s at most: " + seconds
                    + " seconds need " + (seconds + TURNS_PER_ROUND - 1) / TURNS_PER_ROUND + " rounds, not " + rounds);
        }
    }

    /**
     * Time of one turn.
     *
     * @return nanoseconds.
     */
    public long turnNs() {
        return TimeUnit.SECONDS.toNanos(seconds) / (rounds * TURNS_PER_ROUND);
    }

    private static void require(final String name, final int value, final int minimum, final int maximum) {
        if (value < minimum || value > maximum) {
            throw new IllegalArgumentException(
                    name + " must be between " + minimum + " and " + maximum + ", not " + value);
        }
    }
}
