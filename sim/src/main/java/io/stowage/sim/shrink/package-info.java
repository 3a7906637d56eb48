/**
 * Makes failures small: a seed that breaks a law becomes a shorter run, and its log the few entries that break the law, as a
 * scenario that anybody can run.
 *
 * <p>{@link io.stowage.sim.shrink.Shrinker} is the way in. Everything is counted in steps and entries, nothing in seconds: the
 * same failure shrinks to the same scenario anywhere.
 */
@NullMarked
package io.stowage.sim.shrink;

import org.jspecify.annotations.NullMarked;
