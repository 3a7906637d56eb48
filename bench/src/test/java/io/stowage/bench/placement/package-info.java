/** Tests. */
@NullMarked
package io.stowage.bench.placement;

import org.jspecify.annotations.NullMarked;
