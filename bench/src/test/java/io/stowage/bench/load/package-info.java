/** Tests. */
@NullMarked
package io.stowage.bench.load;

import org.jspecify.annotations.NullMarked;
