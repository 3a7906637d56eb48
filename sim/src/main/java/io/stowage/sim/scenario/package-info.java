/**
 * Scenario files: JSON Lines, one command a line, run in order against an engine in this process or a running server.
 *
 * <p>The one form that tests, bug reports and documentation share. Called by the command line and by tests; {@link
 * io.stowage.sim.scenario.ScenarioRunner} is the way in, {@link io.stowage.sim.scenario.ScenarioTarget} the seam to what
 * answers.
 */
@NullMarked
package io.stowage.sim.scenario;

import org.jspecify.annotations.NullMarked;
