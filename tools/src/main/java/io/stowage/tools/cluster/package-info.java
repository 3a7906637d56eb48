/**
 * Looking at a cluster and changing it: status, nodes, chunks, extent managers, pools, topology, configuration.
 */
@NullMarked
package io.stowage.tools.cluster;

import org.jspecify.annotations.NullMarked;
