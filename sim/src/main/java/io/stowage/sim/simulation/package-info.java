/**
 * The deterministic simulator: the real engine, codecs and client protocols in one thread, in virtual time, over a network
 * that delays, drops, duplicates and cuts. One seed, one history.
 *
 * <p>{@link io.stowage.sim.simulation.Simulation} is the way in. After every step the invariants are checked against the
 * truth of the simulated tables and disks, and against the naive twin of {@code io.stowage.sim.model}.
 */
@NullMarked
package io.stowage.sim.simulation;

import org.jspecify.annotations.NullMarked;
