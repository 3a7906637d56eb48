/**
 * The extent manager's side of space accounting: its versioned ledger, its requests in flight and its reports.
 *
 * <p>Pure state machines: time comes in as a parameter and frames leave through a {@code FrameSink}, so that the SDK over
 * Aeron and the simulator in virtual time run the very same code. Not thread-safe.
 */
@NullMarked
package io.stowage.client.space;

import org.jspecify.annotations.NullMarked;
