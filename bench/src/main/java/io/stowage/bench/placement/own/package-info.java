/**
 * Our own placement, driven through commands as any client would: timed, filled, and asked for what is and is not feasible.
 * Knows the engine by its entry point only.
 */
@NullMarked
package io.stowage.bench.placement.own;

import org.jspecify.annotations.NullMarked;
