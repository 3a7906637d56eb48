/**
 * Benchmarks, each with its floor in the same run: {@code stowage bench micro} and {@code stowage bench load}.
 *
 * <p>{@code micro} holds the parts under JMH, {@code load} the server as a whole, {@code fleet} the cluster that both run on.
 * Nothing of this module is ever shipped.
 */
@NullMarked
package io.stowage.bench;

import org.jspecify.annotations.NullMarked;
