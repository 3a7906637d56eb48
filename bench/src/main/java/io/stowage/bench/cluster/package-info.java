/**
 * The benchmark of a cluster on loopback: members of Stowage, each a process of its own, in turns with an echo on Aeron Cluster that
 * is set alike; and the time that both are without service when their leaders are killed.
 */
@NullMarked
package io.stowage.bench.cluster;

import org.jspecify.annotations.NullMarked;
