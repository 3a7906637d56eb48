/**
 * Where a segment goes: the choice of chunks for new segments, and why there is none.
 *
 * <p>A pure function of the tables and the request. Called by the space handlers.
 */
@NullMarked
package io.stowage.engine.placement;

import org.jspecify.annotations.NullMarked;
