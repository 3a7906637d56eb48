/**
 * The check of the checks: deliberate faults in the engine and in the simulated world, each of which the simulator must find.
 *
 * <p>No switch stands in the shipped engine. {@link io.stowage.sim.mutation.FaultyEngineLoader} defines engine and simulator
 * anew and edits one method of the engine on the way in. Called by the command line and by tests.
 */
@NullMarked
package io.stowage.sim.mutation;

import org.jspecify.annotations.NullMarked;
