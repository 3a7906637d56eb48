package io.stowage.engine.space;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForAllocationReplyEncoder;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.Limits;
import io.stowage.engine.candidate.RebuildHeadroom;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.placement.FunnelCount;
import io.stowage.engine.placement.Placement;
import io.stowage.engine.placement.PlacementRequest;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.topology.DomainTable;
import io.stowage.engine.topology.PoolTable;

/** One item of a reservation at work: decoded, placed extent by extent, encoded. One object for all items. */
public final class AllocationItem {
    private static final int DEFAULT_POOL_ROW = 0;

    private final ClusterTable cluster;
    private final NominalSize nominalSize;
    private final PoolTable pools;
    private final DomainTable domains;
    private final ChunkTable chunks;
    private final RebuildHeadroom headroom;
    private final Reservations reservations;
    private final Placement placement;
    private final FunnelCount funnel;
    private final PlacementRequest request = new PlacementRequest();
    private final int[] locations = new int[Limits.MAX_SEGMENTS_PER_REQUEST];
    private int granted;
    private int extents;
    private int segmentsPerExtent;
    private int spaceClass;
    private long segmentBytes;
    private boolean partial;
    private boolean leavesHeadroom;
    private long expected;

    private long found;
    private ResultCode result = ResultCode.OK;
    private Reason reason = Reason.NONE;

    /**
     * Ties the parts together.
     *
     * @param cluster      with the licence.
     * @param nominalSize  of segments.
     * @param pools        pools.
     * @param domains      zones.
     * @param chunks       chunks.
     * @param headroom     that new data leaves alone.
     * @param reservations to add to.
     * @param placement    to choose with.
     * @param funnel       to explain with.
     */
    public AllocationItem(
            final ClusterTable cluster,
            final NominalSize nominalSize,
            final PoolTable pools,
            final DomainTable domains,
            final ChunkTable chunks,
            final RebuildHeadroom headroom,
            final Reservations reservations,
            final Placement placement,
            final FunnelCount funnel) {
        this.cluster = cluster;
        this.nominalSize = nominalSize;
        this.pools = pools;
        this.domains = domains;
        this.chunks = chunks;
        this.headroom = headroom;
        this.reservations = reservations;
        this.placement = placement;
        this.funnel = funnel;
    }

    void decode(final ReserveForAllocationDecoder.ItemsDecoder item, final int segmentsLeft, final long timestampMs) {
        granted = 0;
        result = ResultCode.OK;
        reason = Reason.NONE;
        funnel.clear();
        final long wantedExtents = item.extents();
        final long wantedBytes = item.segmentBytes();
        final int preferId = (int) item.prefer();
        final int zoneId = (int) item.preferZone();
        final int poolId = (int) item.pool();
        final int replicas = item.replicas();
        final int data = item.ecData();
        final int parity = item.ecParity();
        final boolean enumsFit = item.purposeRaw() <= Purpose.TEMPORARY.value()
                && (item.tierRaw() | item.provisionRaw() | item.priorityRaw()) <= 1
                && (item.partialRaw() | item.strictSpreadRaw()) <= 1;
        final boolean protects = item.purpose() == Purpose.TEMPORARY;
        final boolean isNew = item.purpose() == Purpose.NEW;
        final boolean strict = item.strictSpread() == BooleanType.TRUE;
        partial = item.partial() == BooleanType.TRUE;
        leavesHeadroom = !protects;
        expected = 0;
        found = 0;
        spaceClass = SpaceClass.of(item.tierRaw() & 1, item.provisionRaw() & 1, item.priorityRaw() & 1);
        segmentsPerExtent = replicas + data + parity;
        segmentBytes = wantedBytes == 0 ? nominalSize.of(data) : wantedBytes;
        final int pool = poolId == 0 ? DEFAULT_POOL_ROW : pools.findById(poolId);
        final int zone = zoneId == 0 ? RowTable.NONE : domains.findById(DomainTable.ZONE, zoneId);
        request.reset(Math.max(0, pool), spaceClass, segmentsPerExtent, segmentBytes, protects, strict);
        request.preferZone(zone);
        if (!enumsFit) {
            refuse(ResultCode.MALFORMED, Reason.BAD_ENUM);
        } else if (!NominalSize.isResiliency(replicas, data, parity)) {
            refuse(ResultCode.MALFORMED, Reason.BAD_RESILIENCY, Limits.MAX_SEGMENTS_PER_EXTENT, segmentsPerExtent);
        } else if (pool == RowTable.NONE) {
            refuse(ResultCode.CONFLICT, Reason.UNKNOWN_POOL);
        } else if (segmentBytes < 1 || segmentBytes > Limits.MAX_BYTES) {
            refuse(ResultCode.MALFORMED, Reason.BAD_SIZE, Limits.MAX_BYTES, segmentBytes);
        } else if (wantedExtents < 1) {
            refuse(ResultCode.MALFORMED, Reason.BAD_SIZE, segmentsLeft / segmentsPerExtent, wantedExtents);
        } else if (wantedExtents * segmentsPerExtent > segmentsLeft) {
            refuse(ResultCode.MALFORMED, Reason.TOO_MANY_ITEMS, segmentsLeft, wantedExtents * segmentsPerExtent);
        } else if (zoneId != 0 && zone == RowTable.NONE) {
            refuse(ResultCode.CONFLICT, Reason.UNKNOWN_ZONE);
        } else if (isNew && cluster.isLicenceExpired(timestampMs)) {
            refuse(ResultCode.LICENCE_EXCEEDED, Reason.LICENCE_EXPIRED);
        }
        decodeExcluded(item.exclude());
        decodeExisting(item.existing(), protects);
        decodePreferred(preferId);
        extents = result == ResultCode.OK ? (int) wantedExtents : 0;
    }

    private void decodeExcluded(final ReserveForAllocationDecoder.ItemsDecoder.ExcludeDecoder each) {
        final int count = each.count();
        while (each.hasNext()) {
            final int chunk = chunks.findById((int) each.next().chunk());
            if (count > PlacementRequest.MAX_EXCLUDED) {
                refuse(ResultCode.MALFORMED, Reason.TOO_MANY_ITEMS, PlacementRequest.MAX_EXCLUDED, count);
            } else if (chunk != RowTable.NONE) {
                request.exclude(chunk);
            }
        }
    }

    /** A temporary replica stands in for one that may be named as well, so that it may come on top of a whole extent. */
    private void decodeExisting(
            final ReserveForAllocationDecoder.ItemsDecoder.ExistingDecoder each, final boolean protects) {
        final int count = each.count();
        while (each.hasNext()) {
            final int id = (int) each.next().chunk();
            final int chunk = chunks.findById(id);
            if (count > Limits.MAX_SEGMENTS_PER_EXTENT) {
                refuse(ResultCode.MALFORMED, Reason.TOO_MANY_ITEMS, Limits.MAX_SEGMENTS_PER_EXTENT, count);
            } else if (chunk == RowTable.NONE) {
                refuse(ResultCode.UNKNOWN_CHUNK, Reason.UNKNOWN_CHUNK_IN_ROW, 0, Integer.toUnsignedLong(id));
            } else if (request.isExisting(chunk)) {
                refuse(ResultCode.MALFORMED, Reason.DUPLICATE_ROW, 0, Integer.toUnsignedLong(id));
            } else {
                request.addExisting(chunk);
            }
        }
        final int segments = count + segmentsPerExtent;
        if (!protects && segments > Limits.MAX_SEGMENTS_PER_EXTENT) {
            refuse(ResultCode.MALFORMED, Reason.BAD_RESILIENCY, Limits.MAX_SEGMENTS_PER_EXTENT, segments);
        }
    }

    private void decodePreferred(final int id) {
        final int preferred = id == 0 ? RowTable.NONE : chunks.findById(id);
        request.prefer(preferred);
        if (preferred != RowTable.NONE && request.isExcluded(preferred)) {
            refuse(ResultCode.MALFORMED, Reason.PREFERS_EXCLUDED, 0, Integer.toUnsignedLong(id));
        }
    }

    /** Places and reserves extent by extent; an item that is not partial is taken back where it does not go through. */
    void grant(final int em, final int slot) {
        if (result != ResultCode.OK) {
            return;
        }
        final long drawn = cluster.drawn();
        final int tier = SpaceClass.tier(spaceClass);
        final int widest = widen(tier);
        for (int extent = 0; extent < extents; extent++) {
            if (!grantExtent(em, slot)) {
                if (partial && granted > 0) {
                    result = ResultCode.PARTIAL;
                } else {
                    takeBack(em, slot, 0);
                    cluster.undraw(drawn);
                    changeWidth(tier, widest);
                }
                return;
            }
        }
    }

    private boolean grantExtent(final int em, final int slot) {
        if (!reservations.hasRoomFor(segmentsPerExtent)) {
            refuse(ResultCode.BUSY, Reason.LIMIT_REACHED);
            return false;
        }
        final int start = granted;
        final int end = start + segmentsPerExtent;
        placement.begin(request);
        for (int segment = start; segment < end; segment++) {
            final int chunk = placement.next();
            if (chunk == RowTable.NONE) {
                funnel.count(request);
                refuse(funnel.lacksDomain() ? ResultCode.NO_DOMAIN : ResultCode.NO_SPACE, Reason.NONE);
                return false;
            }
            locations[segment] = chunk;
        }
        final int tier = SpaceClass.tier(spaceClass);
        final long bytes = segmentsPerExtent * segmentBytes;
        final boolean isThin = SpaceClass.isThin(spaceClass);
        final long left = leavesHeadroom ? headroom.left(request.pool(), tier, isThin) : bytes;
        if (left < bytes) {
            placement.startAgain();
            funnel.count(request);
            refuse(ResultCode.NO_SPACE, Reason.REBUILD_HEADROOM, Math.max(0, left), bytes);
            return false;
        }
        // An extent has no chunk twice, so that its segments may be counted when all are chosen.
        reservations.add(em, slot, locations, start, end, spaceClass, segmentBytes);
        granted = end;
        return true;
    }

    /**
     * Counts the extents of the item among those that must be rebuilt, before the first is placed: it leaves the room that they
     * need too. Temporary replicas go again; what they widen is not for long. Returns what the widest had before.
     */
    private int widen(final int tier) {
        final int before = pools.width(request.pool(), tier);
        if (leavesHeadroom && request.width() > before) {
            changeWidth(tier, request.width());
        }
        return before;
    }

    private void changeWidth(final int tier, final int width) {
        pools.width(request.pool(), tier, width);
        headroom.widened(request.pool(), tier);
    }

    private void takeBack(final int em, final int slot, final int start) {
        while (granted > start) {
            reservations.giveBack(em, slot, locations[--granted], spaceClass, segmentBytes);
        }
    }

    /** The last item of a command is decided. */
    void end() {
        placement.end();
    }

    /** Tells whoever traces the placement that this item is decided. */
    void tell() {
        placement.endItem(result, reason, expected, found);
    }

    void encode(final ReserveForAllocationReplyEncoder.ItemsEncoder target) {
        target.segmentBytes(segmentBytes).extents(segmentsPerExtent == 0 ? 0 : granted / segmentsPerExtent);
        funnel.encode(target.funnel());
        target.segmentsPerExtent((short) Math.min(segmentsPerExtent, 254)).result(result);
        final ReserveForAllocationReplyEncoder.ItemsEncoder.ChunksEncoder target2 = target.chunksCount(granted);
        for (int i = 0; i < granted; i++) {
            target2.next().chunk(placement.id(locations[i]));
        }
    }

    int grantedSegments() {
        return granted;
    }

    long expected() {
        return expected;
    }

    long found() {
        return found;
    }

    ResultCode result() {
        return result;
    }

    Reason reason() {
        return reason;
    }

    private void refuse(final ResultCode code, final Reason why) {
        refuse(code, why, 0, 0);
    }

    /** What is malformed counts before what the state does not allow, and what is found first before what follows. */
    private void refuse(final ResultCode code, final Reason why, final long expectedFigure, final long foundFigure) {
        final boolean isFirst = result == ResultCode.OK;
        if (isFirst || (code == ResultCode.MALFORMED && result != ResultCode.MALFORMED)) {
            result = code;
            reason = why;
            expected = expectedFigure;
            found = foundFigure;
        }
    }
}
