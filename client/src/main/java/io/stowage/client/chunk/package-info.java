/**
 * The chunk's side of the protocol: registration, and keepalives whose fence is older than their measurement.
 *
 * <p>Pure state machines: time comes in as a parameter and frames leave through a {@code FrameSink}. Not thread-safe.
 */
@NullMarked
package io.stowage.client.chunk;

import org.jspecify.annotations.NullMarked;
