/**
 * The naive twin of the engine's accounting: plain collections, every sum recomputed when asked, written from the
 * specification and not from the engine. The simulator holds both against each other.
 */
@NullMarked
package io.stowage.sim.model;

import org.jspecify.annotations.NullMarked;
