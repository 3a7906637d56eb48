package io.stowage.bench.placement.figure;

/**
 * What clusters of any fill answered to requests of any shape, until nothing fitted any more.
 *
 * @param clusters              how many, each of its own seed.
 * @param requests              that were made.
 * @param refused               of these.
 * @param refusedThoughFeasible of these, refused although enough nodes had room.
 * @param brokenRules           locations on an unusable or overfull chunk or on a node twice.
 */
public record Feasibility(int clusters, long requests, long refused, long refusedThoughFeasible, long brokenRules) {}
