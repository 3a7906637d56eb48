/** Tests. */
@NullMarked
package io.stowage.bench.placement.peer;

import org.jspecify.annotations.NullMarked;
