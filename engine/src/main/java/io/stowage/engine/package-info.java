/**
 * The deterministic state machine: log entries in, replies out, everything it knows in off-heap tables.
 *
 * <p>{@link io.stowage.engine.Engine} is the door; hosts use it and nothing below it. The sub-packages hold one
 * capability each. Nothing here reads a clock, a file, a socket or a random source, starts a thread or writes a log.
 */
@NullMarked
package io.stowage.engine;

import org.jspecify.annotations.NullMarked;
