package io.stowage.sim.simulation;

import io.stowage.sim.log.LogEntry;
import java.util.List;

/**
 * A simulation with its log.
 *
 * @param result what came of it.
 * @param log    every entry that the engine took, from its ClusterStart to the end or the first violation.
 */
public record RecordedRun(SimulationResult result, List<LogEntry> log) {}
