/** Tests. */
@NullMarked
package io.stowage.bench;

import org.jspecify.annotations.NullMarked;
