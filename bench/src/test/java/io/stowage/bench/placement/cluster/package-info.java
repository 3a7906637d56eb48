/** Tests. */
@NullMarked
package io.stowage.bench.placement.cluster;

import org.jspecify.annotations.NullMarked;
