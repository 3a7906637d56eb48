/**
 * One engine under a long and varied load, in one process: {@code stowage bench endurance}. Extent managers and chunks behave as
 * real ones do, with lost replies, restarts and bad input, and in the end the engine's view must be the truth again.
 */
@NullMarked
package io.stowage.bench.endurance;

import org.jspecify.annotations.NullMarked;
