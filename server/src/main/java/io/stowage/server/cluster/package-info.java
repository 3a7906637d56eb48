/**
 * One member of a cluster: the engine as a service of Aeron Cluster, whose replicated log is the truth.
 *
 * <p>{@link io.stowage.server.cluster.ClusterMember} is what programs launch. Requests arrive when the log has them, so that
 * every member screens, journals and applies the same; the leader alone answers. Nothing here may depend on a clock, on the
 * outcome of a send, or on which member it is, save what is sent.
 */
@NullMarked
package io.stowage.server.cluster;

import org.jspecify.annotations.NullMarked;
