/**
 * How a reservation came about, told while its log entry is applied again to the state before it: what was asked, what the
 * filters left, what decided each pick. Only replaying engines do this; it costs a serving one nothing.
 *
 * <p>Called by the engine; listens to {@code placement}; read by the command line.
 */
@NullMarked
package io.stowage.engine.explain;

import org.jspecify.annotations.NullMarked;
