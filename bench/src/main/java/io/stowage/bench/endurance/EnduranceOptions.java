package io.stowage.bench.endurance;

import io.stowage.bench.BenchException;

/**
 * How long and on what.
 *
 * @param commands to be applied.
 * @param chunks   of the fleet.
 * @param ems      extent managers.
 * @param seed     of all that varies.
 */
public record EnduranceOptions(long commands, int chunks, int ems, long seed) {
    /** Commands of a full run. */
    public static final long COMMANDS_DEFAULT = 100_000_000;

    /** Chunks of the fleet. */
    public static final int CHUNKS_DEFAULT = 256;

    /** Extent managers. */
    public static final int EMS_DEFAULT = 64;

    private static final long COMMANDS_MIN = 1_000;

    /** Checks the options. */
    public EnduranceOptions {
        if (commands < COMMANDS_MIN) {
            throw new BenchException("commands must be at least " + COMMANDS_MIN + ", not " + commands);
        }
    }
}
