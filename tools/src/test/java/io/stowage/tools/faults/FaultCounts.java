package io.stowage.tools.faults;

import java.util.List;
import java.util.Locale;

/** What a campaign saw; lines for people. */
final class FaultCounts {
    private static final double NS_PER_SECOND = 1e9;

    private final long startNs = System.nanoTime();
    private int strikes;
    private int strikesInSnapshot;
    private long acknowledged;
    private long unanswered;
    private long recovered;
    private int tornTails;
    private int tornAtBlock;
    private int rolls;
    private int rollsInSnapshot;
    private int snapshots;
    private int failedSnapshots;
    private int startsFromSnapshot;
    private int leftOut;

    /** The fault struck; under load, and maybe while a snapshot was written. */
    void onStrike(final int answers, final int inFlight, final boolean isInSnapshot) {
        strikes++;
        acknowledged += answers;
        unanswered += inFlight;
        strikesInSnapshot += isInSnapshot ? 1 : 0;
    }

    /** So many of the unanswered requests had been done all the same. */
    void onRecovered(final int requests) {
        recovered += requests;
    }

    /** What one server said in its life. */
    void onOutput(final List<String> lines) {
        for (final String line : lines) {
            tornTails += line.contains("journal had a torn tail (") ? 1 : 0;
            snapshots += line.contains(" - snapshot at position ") ? 1 : 0;
            failedSnapshots += line.contains("no snapshot was made: ") ? 1 : 0;
            startsFromSnapshot += line.contains("loaded the snapshot at position ") ? 1 : 0;
            leftOut += line.contains(" is left out: ") ? 1 : 0;
        }
    }

    /** What lies in the directory after a fault. */
    void onFiles(final FaultTraces traces) {
        tornAtBlock += traces.cutsAtBlock();
        rolls += traces.rolls();
        rollsInSnapshot += traces.rollsInSnapshot();
    }

    int strikes() {
        return strikes;
    }

    int strikesInSnapshot() {
        return strikesInSnapshot;
    }

    long acknowledged() {
        return acknowledged;
    }

    int snapshots() {
        return snapshots;
    }

    int failedSnapshots() {
        return failedSnapshots;
    }

    int startsFromSnapshot() {
        return startsFromSnapshot;
    }

    int rolls() {
        return rolls;
    }

    int rollsInSnapshot() {
        return rollsInSnapshot;
    }

    int tornAtBlock() {
        return tornAtBlock;
    }

    int leftOut() {
        return leftOut;
    }

    @Override
    public String toString() {
        final double seconds = (System.nanoTime() - startNs) / NS_PER_SECOND;
        return String.format(
                Locale.ROOT,
                "%,d strikes in %.0f s (%.1f s each), %d of them while a snapshot was written; failed starts 0; %,d requests"
                        + " acknowledged, lost 0; %,d unanswered, of which %,d had been done; torn tails cut %d (%d at the end of a"
                        + " block); rolls %,d (%d while a snapshot was written); snapshots made %,d, failed %d; starts from a snapshot"
                        + " %d, snapshots left out %d",
                strikes,
                seconds,
                seconds / Math.max(1, strikes),
                strikesInSnapshot,
                acknowledged,
                unanswered,
                recovered,
                tornTails,
                tornAtBlock,
                rolls,
                rollsInSnapshot,
                snapshots,
                failedSnapshots,
                startsFromSnapshot,
                leftOut);
    }
}
