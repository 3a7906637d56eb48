package io.stowage.sim.simulation;

import java.util.List;
import java.util.SortedMap;

/**
 * What came of a simulation.
 *
 * @param seed       it ran with.
 * @param steps      that ran before all healed, or before the first violation.
 * @param faults     how often each kind of fault was injected.
 * @param seen       how often each thing of interest happened.
 * @param grants     segments that the engine granted.
 * @param violations of the invariants; empty: none.
 * @param stateHash  of the engine at the end.
 */
public record SimulationResult(
        long seed,
        int steps,
        SortedMap<String, Long> faults,
        SortedMap<String, Long> seen,
        long grants,
        List<String> violations,
        long stateHash) {}
