/**
 * What every off-heap table is made of: memory, rows of a fixed stride with a free list, and an index by key.
 *
 * <p>Used by the tables of the other packages of the engine only.
 */
@NullMarked
package io.stowage.engine.table;

import org.jspecify.annotations.NullMarked;
