/**
 * The placement beside that of other systems, on the same generated clusters in one run: time, garbage, evenness, and whether
 * anything feasible is refused. {@link io.stowage.bench.placement.PlacementBenchmark} runs it,
 * {@link io.stowage.bench.placement.PlacementReport} tells it.
 */
@NullMarked
package io.stowage.bench.placement;

import org.jspecify.annotations.NullMarked;
