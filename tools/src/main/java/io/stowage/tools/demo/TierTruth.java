package io.stowage.tools.demo;

/**
 * What really lies on one tier of one chunk, as only the demo can know: told by the extent managers when their tables change, and
 * measured by the chunk. Thread-safe, for those are two threads.
 */
final class TierTruth {
    private long thickBytes;
    private long thinNominalBytes;
    private long measuredBytes;
    private long unmeasuredNominalBytes;
    private long unmeasuredWrittenBytes;
    private long measurements;

    TierTruth() {}

    synchronized void addThick(final long bytes) {
        thickBytes += bytes;
    }

    synchronized void removeThick(final long bytes) {
        thickBytes -= bytes;
    }

    /** A thin segment is there; returns the number of measurements before it, to be told when it goes. */
    synchronized long addThin(final long nominalBytes, final long writtenBytes) {
        thinNominalBytes += nominalBytes;
        unmeasuredNominalBytes += nominalBytes;
        unmeasuredWrittenBytes += writtenBytes;
        return measurements;
    }

    synchronized void removeThin(final long nominalBytes, final long writtenBytes, final long measurementsBefore) {
        thinNominalBytes -= nominalBytes;
        if (measurements > measurementsBefore) {
            measuredBytes -= writtenBytes;
        } else {
            unmeasuredNominalBytes -= nominalBytes;
            unmeasuredWrittenBytes -= writtenBytes;
        }
    }

    /** The chunk measures its thin segments. */
    synchronized long measure() {
        measuredBytes += unmeasuredWrittenBytes;
        unmeasuredWrittenBytes = 0;
        unmeasuredNominalBytes = 0;
        measurements++;
        return measuredBytes;
    }

    /** What must be counted at least: nominal bytes until a segment was measured once, and its measured bytes from then on. */
    synchronized long leastBytes() {
        return thickBytes + measuredBytes + unmeasuredNominalBytes;
    }

    synchronized long thickBytes() {
        return thickBytes;
    }

    synchronized long thinWrittenBytes() {
        return measuredBytes + unmeasuredWrittenBytes;
    }

    synchronized long thinNominalBytes() {
        return thinNominalBytes;
    }
}
