/**
 * {@code stowage sim}: the deterministic simulator on the command line, one seed, a range of seeds, or fresh ones until the
 * time is over.
 */
@NullMarked
package io.stowage.tools.sim;

import org.jspecify.annotations.NullMarked;
