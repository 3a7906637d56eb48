/**
 * The cluster that benchmarks run on, made by real commands: zones, racks, nodes and chunks of mixed sizes, kept alive and
 * filled. The same commands go straight to an engine or over a session to a server.
 */
@NullMarked
package io.stowage.bench.fleet;

import org.jspecify.annotations.NullMarked;
