package io.stowage.bench.peers;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.StorageType;
import org.apache.hadoop.hdfs.AddBlockFlag;
import org.apache.hadoop.hdfs.DFSConfigKeys;
import org.apache.hadoop.hdfs.net.DFSNetworkTopology;
import org.apache.hadoop.hdfs.protocol.BlockStoragePolicy;
import org.apache.hadoop.hdfs.protocol.DatanodeID;
import org.apache.hadoop.hdfs.server.blockmanagement.AvailableSpaceBlockPlacementPolicy;
import org.apache.hadoop.hdfs.server.blockmanagement.BlockPlacementPolicy;
import org.apache.hadoop.hdfs.server.blockmanagement.BlockPlacementPolicyDefault;
import org.apache.hadoop.hdfs.server.blockmanagement.BlockStoragePolicySuite;
import org.apache.hadoop.hdfs.server.blockmanagement.DatanodeDescriptor;
import org.apache.hadoop.hdfs.server.blockmanagement.DatanodeStorageInfo;
import org.apache.hadoop.hdfs.server.blockmanagement.FSClusterStats;
import org.apache.hadoop.hdfs.server.blockmanagement.HdfsGateway;
import org.apache.hadoop.hdfs.server.blockmanagement.StorageTypeStats;
import org.apache.hadoop.hdfs.server.protocol.DatanodeStorage;
import org.apache.hadoop.hdfs.server.protocol.StorageReport;

/**
 * The placement of the HDFS name node: its own policy classes over its own topology and data node descriptors, each with one DISK
 * volume of the chunk's size.
 *
 * <p>The configuration is that of {@code hdfs-default.xml}, so the load of a node counts (each reports the same, which is the
 * average and lets it pass), and nodes may be stale (which the default doesn't mind). {@link Policy#AVAILABLE_SPACE} sets
 * {@code dfs.block.replicator.classname} and leaves the preference of the emptier node at its default of 0.6. The location of a
 * node is {@code /zone/rack}, so that two racks of a name in two zones are two racks; the policies compare whole locations. The
 * writer is no data node, as with a client from outside: no replica is bound to be local. No network is involved: names and
 * addresses are never resolved.
 *
 * <p>Between two heartbeats the name node counts the blocks that it has scheduled on a node, and so does this: {@link #accept}
 * schedules, {@link #report} receives.
 */
final class HdfsPeer implements Peer {
    /** Which class chooses. */
    enum Policy {
        /** What HDFS does if not told otherwise. */
        DEFAULT(BlockPlacementPolicyDefault.class),
        /** Takes two nodes and mostly the emptier one. */
        AVAILABLE_SPACE(AvailableSpaceBlockPlacementPolicy.class);

        private final Class<? extends BlockPlacementPolicy> implementation;

        Policy(final Class<? extends BlockPlacementPolicy> implementation) {
            this.implementation = implementation;
        }
    }

    /** The load of each node, in threads that move data. */
    private static final int XCEIVER_COUNT = 10;

    private static final DatanodeStorageInfo[] NONE = {};

    private final List<DatanodeDescriptor> nodes = new ArrayList<>();
    private final List<DatanodeStorage> storages = new ArrayList<>();
    private final List<Integer> scheduled = new ArrayList<>();
    private final IdentityHashMap<DatanodeDescriptor, Integer> indexOfNode = new IdentityHashMap<>();
    private final BlockStoragePolicy storagePolicy =
            BlockStoragePolicySuite.createDefaultSuite().getDefaultPolicy();
    private final EnumSet<AddBlockFlag> flags = EnumSet.noneOf(AddBlockFlag.class);
    private final HdfsGateway gateway;
    private DatanodeStorageInfo[] targets = NONE;

    HdfsPeer(final Policy policy) {
        final Configuration configuration = new Configuration();
        configuration.addResource("hdfs-default.xml");
        configuration.setClass(
                DFSConfigKeys.DFS_BLOCK_REPLICATOR_CLASSNAME_KEY, policy.implementation, BlockPlacementPolicy.class);
        gateway = new HdfsGateway(configuration, new EvenLoad(), DFSNetworkTopology.getInstance(configuration));
    }

    @Override
    public void add(final Place place, final long capacityBytes, final long usedBytes) {
        final int index = nodes.size();
        final String id = new UUID(0, index).toString();
        final String address = "10." + (index >> 16) + '.' + (index >> 8 & 0xff) + '.' + (index & 0xff);
        final DatanodeDescriptor node = new DatanodeDescriptor(
                new DatanodeID(
                        address,
                        "node" + index,
                        id,
                        DFSConfigKeys.DFS_DATANODE_DEFAULT_PORT,
                        DFSConfigKeys.DFS_DATANODE_HTTP_DEFAULT_PORT,
                        DFSConfigKeys.DFS_DATANODE_HTTPS_DEFAULT_PORT,
                        DFSConfigKeys.DFS_DATANODE_IPC_DEFAULT_PORT),
                '/' + place.zoneName() + '/' + place.rackName());
        final DatanodeStorage storage = new DatanodeStorage("DS-" + id, DatanodeStorage.State.NORMAL, StorageType.DISK);
        gateway.register(node, storage);
        node.setCapacity(capacityBytes);
        nodes.add(node);
        storages.add(storage);
        scheduled.add(0);
        indexOfNode.put(node, index);
        report(index, usedBytes);
    }

    @Override
    public void report(final int chunk, final long usedBytes) {
        final DatanodeDescriptor node = nodes.get(chunk);
        final long capacityBytes = node.getCapacity();
        final long usedInside = Math.min(usedBytes, capacityBytes);
        final StorageReport report = new StorageReport(
                storages.get(chunk), false, capacityBytes, usedInside, capacityBytes - usedInside, usedInside, 0);
        gateway.heartbeat(node, report, XCEIVER_COUNT);
        for (int i = scheduled.get(chunk); i > 0; i--) {
            gateway.received(node);
        }
        scheduled.set(chunk, 0);
    }

    @Override
    @SuppressWarnings("NullAway") // a writer outside the cluster and no exclusions are null to HDFS
    public int choose(final int replicas, final long segmentBytes) {
        targets = gateway.policy()
                .chooseTarget(
                        "/segment",
                        replicas,
                        null,
                        new ArrayList<>(replicas),
                        false,
                        null,
                        segmentBytes,
                        storagePolicy,
                        flags);
        return targets.length;
    }

    @Override
    public int chosen(final int replica) {
        final Integer index = indexOfNode.get(targets[replica].getDatanodeDescriptor());
        if (index == null) {
            throw new IllegalStateException("HDFS chose a node that was never added");
        }
        return index;
    }

    @Override
    public void accept() {
        DatanodeStorageInfo.incrementBlocksScheduled(targets);
        for (int i = 0; i < targets.length; i++) {
            final int chunk = chosen(i);
            scheduled.set(chunk, scheduled.get(chunk) + 1);
        }
    }

    @Override
    public void close() {
        // Neither threads nor files.
    }

    /** As the heartbeat manager counts it when all nodes have the same load. */
    private final class EvenLoad implements FSClusterStats {
        EvenLoad() {}

        @Override
        public int getTotalLoad() {
            return XCEIVER_COUNT * nodes.size();
        }

        @Override
        public boolean isAvoidingStaleDataNodesForWrite() {
            return DFSConfigKeys.DFS_NAMENODE_AVOID_STALE_DATANODE_FOR_WRITE_DEFAULT;
        }

        @Override
        public int getNumDatanodesInService() {
            return nodes.size();
        }

        @Override
        public double getInServiceXceiverAverage() {
            return XCEIVER_COUNT;
        }

        @Override
        public double getInServiceXceiverAverageForVolume() {
            return XCEIVER_COUNT;
        }

        @Override
        public Map<StorageType, StorageTypeStats> getStorageTypeStats() {
            return Map.of();
        }
    }
}
