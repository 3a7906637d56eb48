package io.stowage.bench.design;

/** A structure that finds chunks with room for a segment and keeps account of what it gave. */
interface Design {
    /** Chunks of a decision, each in a zone of its own and so in a rack of its own. */
    int REPLICAS = 3;

    /**
     * Chooses chunks with room and charges each with a segment.
     *
     * @param target gets the chunks.
     * @param at     index of the first.
     * @return false if fewer zones than wanted have room; then nothing is charged.
     */
    boolean place(int[] target, int at);

    /** Gives a segment back. */
    void giveBack(int chunk);
}
