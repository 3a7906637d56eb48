package io.stowage.sim.simulation;

import java.util.Set;
import java.util.SplittableRandom;

/** What everybody in a simulation shares: time, chance, and the counts. */
final class World {
    /** Of the log's clock when the simulation starts: 2026-01-01, milliseconds. */
    private static final long START_MS = 1_767_225_600_000L;

    private static final long NS_PER_MS = 1_000_000;

    final Tally faults = new Tally();
    final Tally seen = new Tally();
    final TouchedChunks touched = new TouchedChunks();
    private final SplittableRandom random;
    private final Mistake mistake;
    private final Set<String> without;
    private long nowNs;
    private boolean calm;

    World(final SimulationOptions options) {
        random = new SplittableRandom(options.seed());
        mistake = options.mistake();
        without = options.without();
    }

    long nowNs() {
        return nowNs;
    }

    long timestampMs() {
        return START_MS + nowNs / NS_PER_MS;
    }

    void advanceMs(final long millis) {
        nowNs += millis * NS_PER_MS;
    }

    /** Whether something happens whose chance is so many in a thousand. */
    boolean chance(final int perMille) {
        return random.nextInt(1000) < perMille;
    }

    /** The same for a kind of fault; none happens any more once all is to heal, nor those that were switched off. */
    boolean fault(final String kind, final int perMille) {
        return chance(perMille) && !calm && !without.contains(kind);
    }

    /** The same, and it is counted. */
    boolean strikes(final String kind, final int perMille) {
        final boolean struck = fault(kind, perMille);
        if (struck) {
            faults.add(kind);
        }
        return struck;
    }

    /** Whether a kind of fault may happen now. */
    boolean allows(final String kind) {
        return !calm && !without.contains(kind);
    }

    int below(final int bound) {
        return random.nextInt(bound);
    }

    long between(final long low, final long high) {
        return random.nextLong(low, high + 1);
    }

    /** No more faults. */
    void calm() {
        calm = true;
    }

    boolean isCalm() {
        return calm;
    }

    boolean makes(final Mistake one) {
        return mistake == one;
    }
}
