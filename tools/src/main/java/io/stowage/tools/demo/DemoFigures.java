package io.stowage.tools.demo;

import org.HdrHistogram.Histogram;

/** What the extent managers of the demo counted together. One thread. */
final class DemoFigures {
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Histogram rttNs = new Histogram(SIGNIFICANT_DIGITS);
    private long allocations;
    private long frees;
    private long refused;
    private long unknown;
    private long capacityBytesHeld;

    DemoFigures() {}

    void onAnswer(final long roundTripNs) {
        rttNs.recordValue(Math.max(0, roundTripNs));
    }

    void onAllocated(final long extents) {
        allocations += extents;
    }

    void onFreed() {
        frees++;
    }

    void onRefused() {
        refused++;
    }

    void onUnknown() {
        unknown++;
    }

    void onHeld(final long capacityBytes) {
        capacityBytesHeld += capacityBytes;
    }

    Histogram rttNs() {
        return rttNs;
    }

    long allocations() {
        return allocations;
    }

    long frees() {
        return frees;
    }

    long refused() {
        return refused;
    }

    /** Requests whose answer never came. */
    long unknown() {
        return unknown;
    }

    /** Nominal bytes held on the CAPACITY tier. */
    long capacityBytesHeld() {
        return capacityBytesHeld;
    }
}
