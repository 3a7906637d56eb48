package io.stowage.engine.query;

import io.stowage.codecs.FailureDomain;
import io.stowage.codecs.HeadroomQueryDecoder;
import io.stowage.codecs.HeadroomReplyEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Tier;
import io.stowage.engine.candidate.HeadroomMeasure;
import io.stowage.engine.candidate.TopologyOrder;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.cluster.ConfigTable;
import io.stowage.engine.cluster.Setting;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.space.ChunkSpaceTable;
import io.stowage.engine.space.SpaceClass;
import io.stowage.engine.topology.PoolTable;
import java.util.function.IntPredicate;

/** What each pool could lose. Looks at every chunk, once for each tier. */
final class HeadroomQueries {
    private static final int CHUNK = 0;
    private static final int NODE = TopologyOrder.NODE + 1;
    private static final int BRICK = TopologyOrder.BRICK + 1;
    private static final int RACK = TopologyOrder.RACK + 1;
    private static final int ZONE = TopologyOrder.ZONE + 1;

    private final Replies replies;
    private final ConfigTable config;
    private final PoolTable pools;
    private final ChunkTable chunks;
    private final ChunkSpaceTable space;
    private final HeadroomMeasure headroom;
    private final boolean[] hasCapacity;
    private final IntPredicate isTold;
    private final Page page = new Page();
    private final HeadroomQueryDecoder query = new HeadroomQueryDecoder();
    private final HeadroomReplyEncoder reply = new HeadroomReplyEncoder();

    HeadroomQueries(
            final Replies replies,
            final ConfigTable config,
            final PoolTable pools,
            final ChunkTable chunks,
            final ChunkSpaceTable space,
            final HeadroomMeasure headroom) {
        this.replies = replies;
        this.config = config;
        this.pools = pools;
        this.chunks = chunks;
        this.space = space;
        this.headroom = headroom;
        hasCapacity = new boolean[pools.capacity() * SpaceClass.TIERS];
        isTold = row -> hasCapacity[row];
    }

    void headroom(final CommandContext command) {
        query.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int rowCount = findCapacity();
        page.lay(query.after(), query.pageSize(), HeadroomReplyEncoder.RowsEncoder.sbeBlockLength(), rowCount, isTold);
        reply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(reply.header(), command, ResultCode.OK, Reason.NONE);
        reply.next(page.next()).configured(FailureDomain.get((short) config.value(Setting.REBUILD_HEADROOM)));
        final HeadroomReplyEncoder.RowsEncoder rows = reply.rowsCount(page.count());
        for (int row = page.first(), left = page.count(); left > 0; row++) {
            if (hasCapacity[row]) {
                encode(rows.next(), row / SpaceClass.TIERS, row % SpaceClass.TIERS);
                left--;
            }
        }
        replies.send(command, reply.encodedLength());
    }

    /** Notes which tiers of which pools have capacity; a row is a tier of a pool. */
    private int findCapacity() {
        final int rowCount = pools.highWater() * SpaceClass.TIERS;
        for (int row = 0; row < rowCount; row++) {
            hasCapacity[row] = false;
        }
        for (int chunk = 0; chunk < chunks.highWater(); chunk++) {
            for (int tier = 0; chunks.isUsed(chunk) && tier < SpaceClass.TIERS; tier++) {
                hasCapacity[chunks.pool(chunk) * SpaceClass.TIERS + tier] |= space.capacity(chunk, tier) > 0;
            }
        }
        return rowCount;
    }

    private void encode(final HeadroomReplyEncoder.RowsEncoder row, final int pool, final int tier) {
        headroom.measure(pool, tier);
        row.capacityBytes(headroom.capacityBytes())
                .allocatedBytes(headroom.allocatedBytes())
                .roomBytes(headroom.roomBytes())
                .keptBytes(headroom.keptBytes())
                .newBytes(headroom.newBytes())
                .pool(pools.id(pool))
                .chunks(headroom.takers(CHUNK))
                .nodes(headroom.takers(NODE))
                .bricks(headroom.takers(BRICK))
                .racks(headroom.takers(RACK))
                .zones(headroom.takers(ZONE))
                .losableChunks(headroom.losable(CHUNK))
                .losableNodes(headroom.losable(NODE))
                .losableBricks(headroom.losable(BRICK))
                .losableRacks(headroom.losable(RACK))
                .losableZones(headroom.losable(ZONE))
                .tier(Tier.get((short) tier))
                .kept(FailureDomain.get((short) headroom.level().ordinal()));
        pools.copyName(
                pool,
                replies.buffer(),
                reply.limit()
                        - HeadroomReplyEncoder.RowsEncoder.sbeBlockLength()
                        + HeadroomReplyEncoder.RowsEncoder.nameEncodingOffset());
    }
}
