package io.stowage.sim.shrink;

import java.util.List;

/**
 * A failure made small.
 *
 * @param arguments of {@code stowage sim} that repeat the smaller run.
 * @param violation of the smaller run, with its step and its law.
 * @param scenario  lines that break the law by themselves, the last one an expectation that a right engine meets; empty: the
 *                  law cannot be shown by a log alone.
 * @param note      what there is to know about the scenario, or why there is none; one sentence.
 */
public record Shrunk(String arguments, String violation, List<String> scenario, String note) {}
