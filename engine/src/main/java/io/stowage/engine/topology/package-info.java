/**
 * Zones, racks, bricks, nodes and storage pools, and the commands that change them.
 *
 * <p>Called by the dispatcher; read by placement and queries.
 */
@NullMarked
package io.stowage.engine.topology;

import org.jspecify.annotations.NullMarked;
