/**
 * A chunk's life: registration, keepalive, health, isolation and removal.
 *
 * <p>Called by the dispatcher and by ticks; read by placement and queries.
 */
@NullMarked
package io.stowage.engine.chunk;

import org.jspecify.annotations.NullMarked;
