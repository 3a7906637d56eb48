package io.stowage.probe;

/** An end in time for several questions together. Immutable. */
final class Deadline {
    private final long startNs = System.nanoTime();
    private final long totalNs;

    /**
     * Ends some time from now.
     *
     * @param totalNs how long from now
     */
    Deadline(final long totalNs) {
        this.totalNs = totalNs;
    }

    /**
     * How long the next question may take.
     *
     * @param wantedNs its own limit
     * @return that or what is left, whichever is less; 0 or less if nothing is left
     */
    long limitNs(final long wantedNs) {
        return Math.min(wantedNs, totalNs - elapsedNs());
    }

    /**
     * Whether it is over.
     *
     * @return true from the end on
     */
    boolean isOver() {
        return elapsedNs() >= totalNs;
    }

    /**
     * The time since the start.
     *
     * @return nanoseconds
     */
    long elapsedNs() {
        return System.nanoTime() - startNs;
    }
}
