package io.stowage.bench.load;

import io.stowage.server.IdleStrategyKind;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How the server is loaded.
 *
 * @param seconds   of measurement in all, shared evenly by server and echo and by the kinds of load; warm-up comes on top.
 * @param chunks    of the fleet.
 * @param rate      commands a second of the open loop.
 * @param window    commands in flight of the pipelined load.
 * @param garbageCommands commands over which the garbage of the server's thread is counted; 0: it is not.
 * @param idle      what server, echo and client do when there is nothing to do.
 * @param directory that gets the journal; null: a temporary one. Deleted in the end in both cases.
 * @param histograms folder for the latencies as files; null: none.
 */
public record LoadOptions(
        int seconds,
        int chunks,
        int rate,
        int window,
        long garbageCommands,
        IdleStrategyKind idle,
        @Nullable Path directory,
        @Nullable Path histograms) {
    /** Default of {@link #seconds}. */
    public static final int SECONDS_DEFAULT = 30;

    /** Default of {@link #chunks}. */
    public static final int CHUNKS_DEFAULT = 1_000;

    /** Default of {@link #rate}. */
    public static final int RATE_DEFAULT = 50_000;

    /** Default of {@link #window}. */
    public static final int WINDOW_DEFAULT = 256;

    /** Default of {@link #garbageCommands}. */
    public static final long GARBAGE_COMMANDS_DEFAULT = 10_000_000;

    private static final int MIN_ROUNDS = 5;
    private static final long SLICES_PER_ROUND = 6;
    private static final int MAX_WINDOW = 4_096;

    /** Checks the options. */
    public LoadOptions {
        require("seconds", seconds, 3_600);
        require("rate", rate, 10_000_000);
        require("window", window, MAX_WINDOW);
        if (garbageCommands < 0) {
            throw new IllegalArgumentException("garbage-commands must not be negative: " + garbageCommands);
        }
    }

    /**
     * Rounds: in each, server and echo take turns, once for each kind of load.
     *
     * @return at least five.
     */
    public int rounds() {
        return (int) Math.max(MIN_ROUNDS, seconds / SLICES_PER_ROUND);
    }

    /**
     * Time of one turn.
     *
     * @return nanoseconds.
     */
    public long sliceNs() {
        return TimeUnit.SECONDS.toNanos(seconds) / (rounds() * SLICES_PER_ROUND);
    }

    private static void require(final String name, final int value, final int maximum) {
        if (value < 1 || value > maximum) {
            throw new IllegalArgumentException(name + " must be between 1 and " + maximum + ", not " + value);
        }
    }
}
