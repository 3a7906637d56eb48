/** Tests. */
@NullMarked
package io.stowage.bench.space;

import org.jspecify.annotations.NullMarked;
