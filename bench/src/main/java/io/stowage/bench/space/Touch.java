package io.stowage.bench.space;

/** Which chunks the commands of a benchmark name, one after the other. */
public enum Touch {
    /** The same 64 chunks whatever the size of the cluster: what is touched fits the same caches. */
    SAME,
    /** All chunks in random order: in a large cluster most of them are in no cache. */
    ALL;

    /** Chunks that {@link #SAME} names. */
    static final int SAME_CHUNKS = 64;
}
