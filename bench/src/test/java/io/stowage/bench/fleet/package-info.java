/** Tests. */
@NullMarked
package io.stowage.bench.fleet;

import org.jspecify.annotations.NullMarked;
