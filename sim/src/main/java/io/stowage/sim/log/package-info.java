/**
 * Logs in memory: the entries that an engine took, and engines built anew from them.
 *
 * <p>Scenarios and simulations keep one each; the shrinker takes them apart.
 */
@NullMarked
package io.stowage.sim.log;

import org.jspecify.annotations.NullMarked;
