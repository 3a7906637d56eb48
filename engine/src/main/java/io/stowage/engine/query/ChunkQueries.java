package io.stowage.engine.query;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.ChunksQueryDecoder;
import io.stowage.codecs.ChunksReplyEncoder;
import io.stowage.codecs.Health;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SpaceQueryDecoder;
import io.stowage.codecs.SpaceReplyEncoder;
import io.stowage.codecs.Tier;
import io.stowage.engine.chunk.ChunkStates;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.space.ChunkSpaceTable;
import io.stowage.engine.space.SpaceClass;
import io.stowage.engine.space.Term;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.topology.NodeTable;
import io.stowage.engine.topology.PoolTable;
import java.util.function.IntPredicate;

/** Chunks, and their space term by term. */
final class ChunkQueries {
    private final Replies replies;
    private final NodeTable nodes;
    private final PoolTable pools;
    private final ChunkTable chunks;
    private final ChunkSpaceTable space;
    private final IntPredicate isUsed;
    private final IntPredicate hasTier;
    private final Page page = new Page();
    private final ChunksQueryDecoder chunksQuery = new ChunksQueryDecoder();
    private final ChunksReplyEncoder chunksReply = new ChunksReplyEncoder();
    private final SpaceQueryDecoder spaceQuery = new SpaceQueryDecoder();
    private final SpaceReplyEncoder spaceReply = new SpaceReplyEncoder();

    ChunkQueries(
            final Replies replies,
            final NodeTable nodes,
            final PoolTable pools,
            final ChunkTable chunks,
            final ChunkSpaceTable space) {
        this.replies = replies;
        this.nodes = nodes;
        this.pools = pools;
        this.chunks = chunks;
        this.space = space;
        isUsed = chunks::isUsed;
        hasTier = this::hasTier;
    }

    void chunks(final CommandContext query) {
        chunksQuery.wrap(query.buffer(), query.messageOffset(), query.blockLength(), query.version());
        page.lay(
                chunksQuery.after(),
                chunksQuery.pageSize(),
                ChunksReplyEncoder.RowsEncoder.sbeBlockLength(),
                chunks.highWater(),
                isUsed);
        chunksReply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(chunksReply.header(), query, ResultCode.OK, Reason.NONE);
        chunksReply.next(page.next());
        final ChunksReplyEncoder.RowsEncoder rows = chunksReply.rowsCount(page.count());
        for (int chunk = page.first(), left = page.count(); left > 0; chunk++) {
            if (chunks.isUsed(chunk)) {
                encode(rows.next(), chunk);
                left--;
            }
        }
        replies.send(query, chunksReply.encodedLength());
    }

    private void encode(final ChunksReplyEncoder.RowsEncoder row, final int chunk) {
        final int node = chunks.node(chunk);
        row.ip().high(nodes.ipHigh(node)).low(nodes.ipLow(node));
        row.incarnation(chunks.incarnation(chunk))
                .lastKeepAlive(chunks.lastKeepAliveMs(chunk))
                .capacityBytes(space.capacity(chunk, SpaceClass.CAPACITY))
                .capacityAllocated(space.allocated(chunk, SpaceClass.CAPACITY))
                .performanceBytes(space.capacity(chunk, SpaceClass.PERFORMANCE))
                .performanceAllocated(space.allocated(chunk, SpaceClass.PERFORMANCE))
                .capabilities(chunks.capabilities(chunk))
                .chunk(chunks.id(chunk))
                .node(nodes.id(node))
                .pool(pools.id(chunks.pool(chunk)))
                .port(chunks.port(chunk))
                .adminState(AdminState.get((short) chunks.adminState(chunk)))
                .health(Health.get((short) chunks.health(chunk)))
                .isolation(ChunkStates.isolationOf(chunks.isolation(chunk)));
    }

    void space(final CommandContext query) {
        spaceQuery.wrap(query.buffer(), query.messageOffset(), query.blockLength(), query.version());
        final int entryLength = SpaceReplyEncoder.RowsEncoder.sbeBlockLength();
        final int one = (int) spaceQuery.chunk();
        if (one == 0) {
            page.lay(
                    spaceQuery.after(),
                    spaceQuery.pageSize(),
                    entryLength,
                    chunks.highWater() * SpaceClass.TIERS,
                    hasTier);
        } else {
            final int chunk = chunks.findById(one);
            if (chunk == RowTable.NONE) {
                replies.send(query, ResultCode.UNKNOWN_CHUNK, Reason.NONE, 0, one);
                return;
            }
            page.lay((long) chunk * SpaceClass.TIERS, 0, entryLength, (chunk + 1) * SpaceClass.TIERS, hasTier);
        }
        spaceReply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(spaceReply.header(), query, ResultCode.OK, Reason.NONE);
        spaceReply.next(page.next());
        final SpaceReplyEncoder.RowsEncoder rows = spaceReply.rowsCount(page.count());
        for (int index = page.first(), left = page.count(); left > 0; index++) {
            if (hasTier(index)) {
                encode(rows.next(), index / SpaceClass.TIERS, index % SpaceClass.TIERS);
                left--;
            }
        }
        replies.send(query, spaceReply.encodedLength());
    }

    /** A tier that the chunk offers, or on which something is still counted. */
    private boolean hasTier(final int index) {
        final int chunk = index / SpaceClass.TIERS;
        final int tier = index % SpaceClass.TIERS;
        return chunks.isUsed(chunk)
                && (chunks.offers(chunk, tier)
                        || space.allocated(chunk, tier) != 0
                        || space.term(chunk, tier, Term.THIN_NOMINAL) != 0);
    }

    private void encode(final SpaceReplyEncoder.RowsEncoder row, final int chunk, final int tier) {
        final long capacity = space.capacity(chunk, tier);
        final long allocated = space.allocated(chunk, tier);
        final int prioritized = SpaceClass.PRIORITIZED;
        row.capacity(capacity)
                .total(space.total(chunk, tier))
                .failed(space.failed(chunk, tier))
                .allocated(allocated)
                .free(Math.max(0, capacity - allocated))
                .thick(space.term(chunk, tier, Term.THICK))
                .thickPending(space.term(chunk, tier, Term.THICK_PENDING))
                .thickRx(space.term(chunk, tier, Term.THICK_RX))
                .thinUsed(space.term(chunk, tier, Term.THIN_USED))
                .thinNewFresh(space.term(chunk, tier, Term.THIN_NEW_FRESH))
                .thinNewAging(space.term(chunk, tier, Term.THIN_NEW_AGING))
                .thinPending(space.term(chunk, tier, Term.THIN_PENDING))
                .thinRx(space.term(chunk, tier, Term.THIN_RX))
                .thinNominal(space.term(chunk, tier, Term.THIN_NOMINAL))
                .thickPrioritized(space.term(chunk, tier, prioritized, Term.THICK))
                .thickPendingPrioritized(space.term(chunk, tier, prioritized, Term.THICK_PENDING))
                .thickRxPrioritized(space.term(chunk, tier, prioritized, Term.THICK_RX))
                .thinUsedPrioritized(space.term(chunk, tier, prioritized, Term.THIN_USED))
                .thinNewFreshPrioritized(space.term(chunk, tier, prioritized, Term.THIN_NEW_FRESH))
                .thinNewAgingPrioritized(space.term(chunk, tier, prioritized, Term.THIN_NEW_AGING))
                .thinPendingPrioritized(space.term(chunk, tier, prioritized, Term.THIN_PENDING))
                .thinRxPrioritized(space.term(chunk, tier, prioritized, Term.THIN_RX))
                .thinNominalPrioritized(space.term(chunk, tier, prioritized, Term.THIN_NOMINAL))
                .chunk(chunks.id(chunk))
                .segments(chunks.segments(chunk))
                .tier(tier == SpaceClass.CAPACITY ? Tier.CAPACITY : Tier.PERFORMANCE);
    }
}
