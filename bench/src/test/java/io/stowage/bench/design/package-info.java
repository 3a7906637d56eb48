/** Tests. */
@NullMarked
package io.stowage.bench.design;

import org.jspecify.annotations.NullMarked;
