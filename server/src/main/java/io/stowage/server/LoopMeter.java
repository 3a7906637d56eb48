package io.stowage.server;

import org.agrona.concurrent.NanoClock;

/**
 * Measures the batches of the loop: how large they are, and how long writing and applying them takes, replies included. Three
 * looks at the clock a batch, whatever its size. Belongs to the server's thread; allocates nothing.
 */
final class LoopMeter {
    private final NanoClock clock;
    private final BatchEvent event = new BatchEvent();
    private long beganNs;
    private long journaledNs;
    private long batchCount;
    private long commandCount;
    private long queryCount;
    private int largestBatch;
    private long journalTimeNs;
    private long longestJournalNs;
    private long applyTimeNs;
    private long longestApplyNs;

    LoopMeter(final NanoClock clock) {
        this.clock = clock;
    }

    /** A batch is about to be written. */
    void begin() {
        beganNs = clock.nanoTime();
        if (event.isEnabled()) {
            event.begin();
        }
    }

    /** It is in the journal. */
    void journaled() {
        journaledNs = clock.nanoTime();
    }

    /** It is applied, and its replies are handed over. */
    void applied(final int commands, final int requests, final long position) {
        final long journalNs = journaledNs - beganNs;
        final long applyNs = clock.nanoTime() - journaledNs;
        batchCount += commands > 0 ? 1 : 0;
        commandCount += commands;
        queryCount += requests - commands;
        largestBatch = Math.max(largestBatch, requests);
        journalTimeNs += journalNs;
        longestJournalNs = Math.max(longestJournalNs, journalNs);
        applyTimeNs += applyNs;
        longestApplyNs = Math.max(longestApplyNs, applyNs);
        if (event.isEnabled()) {
            event.end();
            if (event.shouldCommit()) {
                event.tell(commands, requests - commands, journalNs, applyNs, position);
            }
        }
    }

    /** Publishes the figures so far. */
    void publish(final ServerCounters counters) {
        counters.set(ServerCounter.COMMANDS, commandCount);
        counters.set(ServerCounter.QUERIES, queryCount);
        counters.set(ServerCounter.BATCHES, batchCount);
        counters.set(ServerCounter.BATCH_LARGEST, largestBatch);
        counters.set(ServerCounter.JOURNAL_TIME, journalTimeNs);
        counters.set(ServerCounter.JOURNAL_TIME_LONGEST, longestJournalNs);
        counters.set(ServerCounter.APPLY_TIME, applyTimeNs);
        counters.set(ServerCounter.APPLY_TIME_LONGEST, longestApplyNs);
    }
}
