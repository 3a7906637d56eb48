/**
 * What a change of the accounting costs, and that it costs the same in a small and in a large cluster: {@code stowage bench
 * space}.
 */
@NullMarked
package io.stowage.bench.space;

import org.jspecify.annotations.NullMarked;
