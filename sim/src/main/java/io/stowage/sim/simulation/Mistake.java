package io.stowage.sim.simulation;

/** What a simulation may do wrong on purpose, to show that its checks can fail. */
public enum Mistake {
    /** Everything as it should be. */
    NONE,

    /** A chunk stamps a keepalive with the newest fence when it sends, not when it measured. */
    FENCE_AT_SEND,

    /** The network delivers a request to give space back twice, which no Aeron session does. */
    FREE_TWICE,

    /** An extent manager that restarts forgets a segment that its table holds. */
    FORGOTTEN_SEGMENT
}
