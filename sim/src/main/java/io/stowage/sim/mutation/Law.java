package io.stowage.sim.mutation;

/** The laws that the simulator proves; a fault says which of them it breaks. */
public enum Law {
    /** Never under-count: the engine counts at least what is there. */
    S1,

    /** Never over-commit: no grant passes the limit in force at its decision. */
    S2,

    /** Healing: after all reported and kept alive, the engine says exactly what is there. */
    S3,

    /** Placement: the hard rules hold for every location that is granted. */
    S5,

    /** Determinism: the same log gives the same state. */
    S6,

    /** Fencing: nothing older than what is known, or of another cluster, changes state. */
    S7,

    /** Aggregates: every sum that is kept equals the sum of its rows. */
    S9
}
