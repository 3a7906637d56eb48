/**
 * Data structures that the placement could stand on, each reduced to the choice and its own bookkeeping, on the same cluster
 * and with the same writes: what they cost and how evenly they fill. No engine, no classes of space, no reservations; all
 * arrays are made at the start and hold primitives only.
 */
@NullMarked
package io.stowage.bench.design;

import org.jspecify.annotations.NullMarked;
