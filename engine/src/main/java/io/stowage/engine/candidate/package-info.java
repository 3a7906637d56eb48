/**
 * The chunks that can take segments, in one order in which every pool and every domain of it is an interval, with sums of
 * their capacity and maxima of their room. Derived from the tables and kept with each change; never part of a snapshot or
 * of the state hash. Told by {@code space}, {@code chunk} and {@code topology}; asked by {@code placement}.
 */
@NullMarked
package io.stowage.engine.candidate;

import org.jspecify.annotations.NullMarked;
