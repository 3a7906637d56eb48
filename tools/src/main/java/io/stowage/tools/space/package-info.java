/**
 * Allocating and giving back by hand, on behalf of an extent manager.
 */
@NullMarked
package io.stowage.tools.space;

import org.jspecify.annotations.NullMarked;
