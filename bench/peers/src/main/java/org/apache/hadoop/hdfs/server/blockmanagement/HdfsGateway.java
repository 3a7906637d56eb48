package org.apache.hadoop.hdfs.server.blockmanagement;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.StorageType;
import org.apache.hadoop.hdfs.protocol.BlockType;
import org.apache.hadoop.hdfs.server.protocol.DatanodeStorage;
import org.apache.hadoop.hdfs.server.protocol.StorageReport;
import org.apache.hadoop.net.NetworkTopology;
import org.jspecify.annotations.NullMarked;

/**
 * What the name node does with its data nodes inside this package and shows to nobody. Each method is one call or what the code
 * around the policy does at that point.
 */
@NullMarked
public final class HdfsGateway {
    private final Host2NodesMap nodesOfHost = new Host2NodesMap();
    private final NetworkTopology topology;
    private final BlockPlacementPolicy policy;

    /**
     * With the policy that the configuration names.
     *
     * @param configuration of the name node.
     * @param statistics    of the cluster, for the load.
     * @param topology      where nodes are added.
     */
    public HdfsGateway(
            final Configuration configuration, final FSClusterStats statistics, final NetworkTopology topology) {
        this.topology = topology;
        policy = new BlockPlacementPolicies(configuration, statistics, topology, nodesOfHost)
                .getPolicy(BlockType.CONTIGUOUS);
    }

    /**
     * The policy for replicated blocks.
     *
     * @return the policy.
     */
    public BlockPlacementPolicy policy() {
        return policy;
    }

    /**
     * Registers a data node.
     *
     * @param node    to be known.
     * @param storage its only volume.
     */
    public void register(final DatanodeDescriptor node, final DatanodeStorage storage) {
        topology.add(node);
        nodesOfHost.add(node);
        node.updateStorage(storage);
        node.setAlive(true);
    }

    /**
     * Takes a heartbeat.
     *
     * @param node         that sent it.
     * @param report       of its only volume.
     * @param xceiverCount its load.
     */
    public void heartbeat(final DatanodeDescriptor node, final StorageReport report, final int xceiverCount) {
        node.updateHeartbeat(new StorageReport[] {report}, 0, 0, xceiverCount, 0, null);
    }

    /**
     * Counts a block as received that was scheduled before.
     *
     * @param node that received it.
     */
    public void received(final DatanodeDescriptor node) {
        node.decrementBlocksScheduled(StorageType.DISK);
    }
}
