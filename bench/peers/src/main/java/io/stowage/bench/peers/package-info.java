/**
 * The placement policies of other systems on a cluster that the placement benchmark describes: how long a decision takes, and how
 * evenly the cluster fills up.
 *
 * <p>{@link io.stowage.bench.peers.PeerMain} is a program of its own and is called as a child process, so that nothing of Stowage
 * depends on Hadoop. {@link io.stowage.bench.peers.Peer} is all that a measurement knows of a policy.
 */
@NullMarked
package io.stowage.bench.peers;

import org.jspecify.annotations.NullMarked;
