package io.stowage.bench.design;

/** Random numbers that cost a few cycles and no memory (SplitMix64; Steele, Lea, Flood, 2014). */
final class Draws {
    private long state;

    Draws(final long seed) {
        state = seed;
    }

    /** A number from 0 to a bound, exclusive. */
    long below(final long bound) {
        state += 0x9e3779b97f4a7c15L;
        long bits = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
        return Math.unsignedMultiplyHigh(bits ^ (bits >>> 31), bound);
    }
}
