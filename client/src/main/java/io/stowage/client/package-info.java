/**
 * The client SDK over Aeron: sessions with a server, and the clients of extent managers, chunks and operators.
 *
 * <p>Everything here is driven by its caller's duty cycle, never blocks (save the {@code connect} methods, which say so),
 * and is not thread-safe. What the clients decide stands in {@code space} and {@code chunk}, which know neither Aeron nor a
 * clock; calls that wait for their answer stand in {@code blocking}.
 */
@NullMarked
package io.stowage.client;

import org.jspecify.annotations.NullMarked;
