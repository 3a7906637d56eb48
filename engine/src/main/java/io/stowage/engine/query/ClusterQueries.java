package io.stowage.engine.query;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.ConfigReplyEncoder;
import io.stowage.codecs.LicenceReplyEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.StateHashReplyEncoder;
import io.stowage.codecs.StatusReplyEncoder;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.cluster.ClusterTable.Count;
import io.stowage.engine.cluster.ConfigTable;
import io.stowage.engine.cluster.Setting;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.extentmanager.ExtentManagerTable;
import io.stowage.engine.space.SpaceClass;
import io.stowage.engine.topology.DomainTable;
import io.stowage.engine.topology.NodeTable;
import io.stowage.engine.topology.PoolTable;
import java.util.function.LongSupplier;

/** Status, state hash, configuration and licence. */
final class ClusterQueries {
    private static final Setting[] SETTINGS = Setting.values();

    private final Replies replies;
    private final ClusterTable cluster;
    private final ConfigTable config;
    private final DomainTable domains;
    private final NodeTable nodes;
    private final PoolTable pools;
    private final ChunkTable chunks;
    private final ExtentManagerTable ems;
    private final LongSupplier stateHash;
    private final StatusReplyEncoder status = new StatusReplyEncoder();
    private final StateHashReplyEncoder hashReply = new StateHashReplyEncoder();
    private final ConfigReplyEncoder configReply = new ConfigReplyEncoder();
    private final LicenceReplyEncoder licenceReply = new LicenceReplyEncoder();

    ClusterQueries(
            final Replies replies,
            final ClusterTable cluster,
            final ConfigTable config,
            final DomainTable domains,
            final NodeTable nodes,
            final PoolTable pools,
            final ChunkTable chunks,
            final ExtentManagerTable ems,
            final LongSupplier stateHash) {
        this.replies = replies;
        this.cluster = cluster;
        this.config = config;
        this.domains = domains;
        this.nodes = nodes;
        this.pools = pools;
        this.chunks = chunks;
        this.ems = ems;
        this.stateHash = stateHash;
    }

    void status(final CommandContext query, final long commandCount) {
        status.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(status.header(), query, ResultCode.OK, Reason.NONE);
        final long stableMs = config.value(Setting.TOPOLOGY_STABLE_MS);
        final boolean stable = query.timestampMs() - cluster.topologyChangedAtMs() >= stableMs;
        status.clusterHigh(cluster.clusterHigh())
                .clusterLow(cluster.clusterLow())
                .time(query.timestampMs())
                .commands(commandCount)
                .topologyVersion(cluster.topologyVersion())
                .nodeMapVersion(cluster.nodeMapVersion())
                .capacityBytes(cluster.capacity(SpaceClass.CAPACITY))
                .capacityAllocated(cluster.allocated(SpaceClass.CAPACITY))
                .performanceBytes(cluster.capacity(SpaceClass.PERFORMANCE))
                .performanceAllocated(cluster.allocated(SpaceClass.PERFORMANCE))
                .nodes(nodes.count())
                .chunks(chunks.count())
                .healthy(cluster.count(Count.HEALTHY))
                .eligible(cluster.count(Count.ELIGIBLE))
                .disconnected(cluster.count(Count.DISCONNECTED))
                .lost(cluster.count(Count.LOST))
                .isolated(cluster.count(Count.ISOLATED))
                .removing(cluster.count(Count.REMOVING))
                .ems(ems.count())
                .pools(pools.count())
                .zones(domains.countOf(DomainTable.ZONE))
                .racks(domains.countOf(DomainTable.RACK))
                .topologyStable(stable ? BooleanType.TRUE : BooleanType.FALSE);
        replies.send(query, status.encodedLength());
    }

    void stateHash(final CommandContext query) {
        hashReply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(hashReply.header(), query, ResultCode.OK, Reason.NONE);
        hashReply.hash(stateHash.getAsLong());
        replies.send(query, hashReply.encodedLength());
    }

    void config(final CommandContext query) {
        configReply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(configReply.header(), query, ResultCode.OK, Reason.NONE);
        final ConfigReplyEncoder.RowsEncoder rows = configReply.rowsCount(SETTINGS.length);
        for (final Setting setting : SETTINGS) {
            final long value = config.value(setting);
            rows.next()
                    .value(value)
                    .minimum(setting.minimum())
                    .maximum(setting.maximum())
                    .key(setting.key())
                    .changed(value == setting.defaultValue() ? BooleanType.FALSE : BooleanType.TRUE);
        }
        replies.send(query, configReply.encodedLength());
    }

    void licence(final CommandContext query) {
        licenceReply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(licenceReply.header(), query, ResultCode.OK, Reason.NONE);
        licenceReply
                .maxRawBytes(cluster.licensedRawBytes())
                .usedRawBytes(cluster.usedRawBytes())
                .expiry(cluster.licenceExpiryMs())
                .maxNodes(cluster.licensedNodes())
                .maxChunks(cluster.licensedChunks())
                .nodes(nodes.count())
                .chunks(chunks.count());
        replies.send(query, licenceReply.encodedLength());
    }
}
