package io.stowage.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.hdds.conf.OzoneConfiguration;
import org.apache.hadoop.hdds.protocol.DatanodeDetails;
import org.apache.hadoop.hdds.protocol.DatanodeID;
import org.apache.hadoop.hdds.protocol.proto.HddsProtos.NodeType;
import org.apache.hadoop.hdds.protocol.proto.HddsProtos.StorageTypeProto;
import org.apache.hadoop.hdds.protocol.proto.StorageContainerDatanodeProtocolProtos.MetadataStorageReportProto;
import org.apache.hadoop.hdds.protocol.proto.StorageContainerDatanodeProtocolProtos.NodeReportProto;
import org.apache.hadoop.hdds.protocol.proto.StorageContainerDatanodeProtocolProtos.PipelineReportsProto;
import org.apache.hadoop.hdds.protocol.proto.StorageContainerDatanodeProtocolProtos.StorageReportProto;
import org.apache.hadoop.hdds.scm.SCMCommonPlacementPolicy;
import org.apache.hadoop.hdds.scm.ScmConfigKeys;
import org.apache.hadoop.hdds.scm.container.placement.algorithms.SCMContainerPlacementCapacity;
import org.apache.hadoop.hdds.scm.container.placement.algorithms.SCMContainerPlacementMetrics;
import org.apache.hadoop.hdds.scm.container.placement.algorithms.SCMContainerPlacementRackAware;
import org.apache.hadoop.hdds.scm.container.placement.algorithms.SCMContainerPlacementRackScatter;
import org.apache.hadoop.hdds.scm.exceptions.SCMException;
import org.apache.hadoop.hdds.scm.ha.SCMContext;
import org.apache.hadoop.hdds.scm.net.NetConstants;
import org.apache.hadoop.hdds.scm.net.NetworkTopology;
import org.apache.hadoop.hdds.scm.net.NetworkTopologyImpl;
import org.apache.hadoop.hdds.scm.node.NodeManager;
import org.apache.hadoop.hdds.scm.node.SCMNodeManager;
import org.apache.hadoop.hdds.scm.server.SCMStorageConfig;
import org.apache.hadoop.hdds.server.events.Event;
import org.apache.hadoop.hdds.server.events.EventPublisher;
import org.apache.hadoop.hdds.upgrade.HDDSLayoutVersionManager;

/**
 * The placement of Ozone's storage container manager: its own policy classes over its own node manager and topology, where each
 * node registers with one volume of the chunk's size.
 *
 * <p>The configuration is that of {@code ozone-default.xml} but for one thing: a node counts as stale or dead only after hours, as
 * nobody sends heartbeats while a policy is timed. The policies are made as the manager makes them, with {@code fallback}, so that
 * a rule may bend before a decision fails. The location of a node is {@code /rack}, the one level that the topology of the default
 * schema and the policies are made for, with names that are unique in the cluster and all of one length: the topology takes an
 * excluded {@code /rack10} for a part of {@code /rack1}. A decision asks for the size of a segment where Ozone would ask for that of
 * a container, with no metadata, as for a container of a replicated pipeline. Nodes keep nothing back on their volumes.
 *
 * <p>Ozone 2.2.1 knows no pending writes when it chooses: between two reports a node looks as it did.
 */
final class OzonePeer implements Peer {
    /** Which class chooses. */
    enum Policy {
        /** What Ozone does if not told otherwise. */
        RACK_AWARE,
        /** What it does for erasure coding. */
        RACK_SCATTER,
        /** The emptier of two, from all nodes with room. */
        CAPACITY;

        SCMCommonPlacementPolicy create(
                final NodeManager nodes,
                final OzoneConfiguration configuration,
                final NetworkTopology topology,
                final SCMContainerPlacementMetrics metrics) {
            return switch (this) {
                case RACK_AWARE -> new SCMContainerPlacementRackAware(nodes, configuration, topology, true, metrics);
                case RACK_SCATTER ->
                    new SCMContainerPlacementRackScatter(nodes, configuration, topology, true, metrics);
                case CAPACITY -> new SCMContainerPlacementCapacity(nodes, configuration, topology, true, metrics);
            };
        }
    }

    private final List<DatanodeDetails> nodes = new ArrayList<>();
    private final List<Long> capacities = new ArrayList<>();
    private final Map<DatanodeID, Integer> indexOfNode = new HashMap<>();
    private final Map<String, String> locationOfAddress = new HashMap<>();
    private final SCMNodeManager nodeManager;
    private final SCMCommonPlacementPolicy policy;
    private List<DatanodeDetails> targets = List.of();

    OzonePeer(final Policy policy) {
        final OzoneConfiguration configuration = new OzoneConfiguration();
        configuration.set(ScmConfigKeys.OZONE_SCM_STALENODE_INTERVAL, "4h");
        configuration.set(ScmConfigKeys.OZONE_SCM_DEADNODE_INTERVAL, "8h");
        final NetworkTopology topology = new NetworkTopologyImpl(configuration);
        try {
            final Path folder = Files.createTempDirectory("stowage-peer");
            final SCMStorageConfig storage = new SCMStorageConfig(NodeType.SCM, folder.toFile(), "scm");
            Files.delete(folder);
            nodeManager = new SCMNodeManager(
                    configuration,
                    storage,
                    new NoEvents(),
                    topology,
                    SCMContext.emptyContext(),
                    new HDDSLayoutVersionManager(HDDSLayoutVersionManager.maxLayoutVersion()),
                    address -> locationOfAddress.getOrDefault(address, NetConstants.DEFAULT_RACK));
        } catch (final IOException e) {
            throw new PeerException("cannot start Ozone's node manager: " + e.getMessage(), e);
        }
        this.policy = policy.create(nodeManager, configuration, topology, SCMContainerPlacementMetrics.create());
    }

    @Override
    public void add(final Place place, final long capacityBytes, final long usedBytes) {
        final int index = nodes.size();
        final String address = "10." + (index >> 16) + '.' + (index >> 8 & 0xff) + '.' + (index & 0xff);
        locationOfAddress.put(address, '/' + place.rackName());
        final DatanodeDetails node = DatanodeDetails.newBuilder()
                .setUuid(new UUID(0, index))
                .setHostName("node" + index)
                .setIpAddress(address)
                .build();
        nodes.add(node);
        capacities.add(capacityBytes);
        indexOfNode.put(node.getID(), index);
        nodeManager.register(node, nodeReport(index, usedBytes), PipelineReportsProto.getDefaultInstance());
    }

    @Override
    public void report(final int chunk, final long usedBytes) {
        nodeManager.processNodeReport(nodes.get(chunk), nodeReport(chunk, usedBytes));
    }

    private NodeReportProto nodeReport(final int chunk, final long usedBytes) {
        final long capacityBytes = capacities.get(chunk);
        final long usedInside = Math.min(usedBytes, capacityBytes);
        final String id = nodes.get(chunk).getID().toString();
        return NodeReportProto.newBuilder()
                .addStorageReport(StorageReportProto.newBuilder()
                        .setStorageUuid(id)
                        .setStorageLocation("/data")
                        .setStorageType(StorageTypeProto.DISK)
                        .setCapacity(capacityBytes)
                        .setScmUsed(usedInside)
                        .setRemaining(capacityBytes - usedInside)
                        .setFailed(false))
                .addMetadataStorageReport(MetadataStorageReportProto.newBuilder()
                        .setStorageLocation("/metadata")
                        .setStorageType(StorageTypeProto.DISK)
                        .setCapacity(capacityBytes)
                        .setScmUsed(0)
                        .setRemaining(capacityBytes)
                        .setFailed(false))
                .build();
    }

    @Override
    @SuppressWarnings("NullAway") // no favoured nodes are null to Ozone
    public int choose(final int replicas, final long segmentBytes) {
        try {
            targets = policy.chooseDatanodes(new ArrayList<>(), new ArrayList<>(), null, replicas, 0, segmentBytes);
        } catch (final SCMException e) {
            targets = List.of();
        }
        return targets.size();
    }

    @Override
    public int chosen(final int replica) {
        final Integer index = indexOfNode.get(targets.get(replica).getID());
        if (index == null) {
            throw new IllegalStateException("Ozone chose a node that was never added");
        }
        return index;
    }

    @Override
    public void close() {
        try {
            nodeManager.close();
        } catch (final IOException e) {
            throw new PeerException("cannot stop Ozone's node manager: " + e.getMessage(), e);
        }
    }

    /** Nobody listens: no pipelines are built here. */
    private static final class NoEvents implements EventPublisher {
        NoEvents() {}

        @Override
        public <P, E extends Event<P>> void fireEvent(final E event, final P payload) {
            // Registrations only.
        }
    }
}
