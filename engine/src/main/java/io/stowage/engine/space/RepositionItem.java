package io.stowage.engine.space;

import io.stowage.codecs.Health;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ReserveForRepositionDecoder;
import io.stowage.codecs.ReserveForRepositionReplyEncoder;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.Limits;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.placement.FunnelCount;
import io.stowage.engine.placement.Placement;
import io.stowage.engine.placement.PlacementRequest;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.topology.NodeTable;

/**
 * One segment to rebuild or move at work: decoded, its sources ranked, its destination placed, encoded. One object for
 * all items.
 *
 * <p>Sources are ranked: not isolated before isolated, then by fewest running commands, then by nearness to the
 * destination; those that do not keep alive are no sources.
 */
public final class RepositionItem {
    private static final int ISOLATED = 1 << 24;
    private static final int RUNNING = 1 << 3;

    private final ClusterTable cluster;
    private final NominalSize nominalSize;
    private final ChunkTable chunks;
    private final NodeTable nodes;
    private final Reservations reservations;
    private final Placement placement;
    private final FunnelCount funnel;
    private final PlacementRequest request = new PlacementRequest();
    private final int[] sources = new int[Limits.MAX_SEGMENTS_PER_EXTENT + 1];
    private final int[] ranks = new int[Limits.MAX_SEGMENTS_PER_EXTENT + 1];
    private int sourceCount;
    private int destination;
    private int spaceClass;
    private long segmentBytes;
    private long expected;
    private long found;
    private ResultCode result = ResultCode.OK;
    private Reason reason = Reason.NONE;

    /**
     * Ties the parts together.
     *
     * @param cluster      with the generator of what varies.
     * @param nominalSize  of segments.
     * @param chunks       chunks.
     * @param nodes        machines.
     * @param reservations to add to.
     * @param placement    to choose with.
     * @param funnel       to explain with.
     */
    public RepositionItem(
            final ClusterTable cluster,
            final NominalSize nominalSize,
            final ChunkTable chunks,
            final NodeTable nodes,
            final Reservations reservations,
            final Placement placement,
            final FunnelCount funnel) {
        this.cluster = cluster;
        this.nominalSize = nominalSize;
        this.chunks = chunks;
        this.nodes = nodes;
        this.reservations = reservations;
        this.placement = placement;
        this.funnel = funnel;
    }

    void decode(final ReserveForRepositionDecoder.ItemsDecoder item, final RepositionKind kind) {
        result = ResultCode.OK;
        reason = Reason.NONE;
        expected = 0;
        found = 0;
        destination = RowTable.NONE;
        sourceCount = 0;
        funnel.clear();
        final long wantedBytes = item.segmentBytes();
        final int replaceId = (int) item.replace();
        final int preferId = (int) item.prefer();
        final int replicas = item.replicas();
        final int data = item.ecData();
        final int parity = item.ecParity();
        final boolean enumsFit = (item.tierRaw() | item.provisionRaw() | item.priorityRaw()) <= 1;
        final int replace = chunks.findById(replaceId);
        spaceClass = SpaceClass.of(item.tierRaw() & 1, item.provisionRaw() & 1, item.priorityRaw() & 1);
        segmentBytes = wantedBytes == 0 ? nominalSize.of(data) : wantedBytes;
        request.reset(poolOf(replace), spaceClass, 1, segmentBytes, kind == RepositionKind.RECOVER, false);
        if (!enumsFit) {
            refuse(ResultCode.MALFORMED, Reason.BAD_ENUM);
        } else if (!NominalSize.isResiliency(replicas, data, parity)) {
            final int segments = replicas + data + parity;
            refuse(ResultCode.MALFORMED, Reason.BAD_RESILIENCY, Limits.MAX_SEGMENTS_PER_EXTENT, segments);
        } else if (segmentBytes < 1 || segmentBytes > Limits.MAX_BYTES) {
            refuse(ResultCode.MALFORMED, Reason.BAD_SIZE, Limits.MAX_BYTES, segmentBytes);
        } else if (replace == RowTable.NONE && kind == RepositionKind.MIGRATE) {
            refuse(ResultCode.UNKNOWN_CHUNK, Reason.UNKNOWN_CHUNK_IN_ROW, 0, Integer.toUnsignedLong(replaceId));
        }
        if (replace != RowTable.NONE) {
            request.exclude(replace);
            if (kind == RepositionKind.MIGRATE) {
                addSource(replace);
            }
        }
        decodeSources(item.sources(), replace);
        decodeExcluded(item.exclude(), replace == RowTable.NONE ? 0 : 1);
        decodePreferred(preferId);
    }

    private void decodeSources(final ReserveForRepositionDecoder.ItemsDecoder.SourcesDecoder each, final int replace) {
        final int count = each.count();
        boolean poolKnown = replace != RowTable.NONE;
        while (each.hasNext()) {
            final int id = (int) each.next().chunk();
            final int chunk = chunks.findById(id);
            if (count > Limits.MAX_SEGMENTS_PER_EXTENT) {
                refuse(ResultCode.MALFORMED, Reason.TOO_MANY_ITEMS, Limits.MAX_SEGMENTS_PER_EXTENT, count);
            } else if (chunk == RowTable.NONE) {
                refuse(ResultCode.UNKNOWN_CHUNK, Reason.UNKNOWN_CHUNK_IN_ROW, 0, Integer.toUnsignedLong(id));
            } else if (request.isExisting(chunk)) {
                refuse(ResultCode.MALFORMED, Reason.DUPLICATE_ROW, 0, Integer.toUnsignedLong(id));
            } else if (chunk != replace) {
                request.addExisting(chunk);
                addSource(chunk);
                if (!poolKnown) {
                    request.pool(chunks.pool(chunk));
                    poolKnown = true;
                }
            }
        }
    }

    /** The chunk that is replaced takes one of the places. */
    private void decodeExcluded(final ReserveForRepositionDecoder.ItemsDecoder.ExcludeDecoder each, final int taken) {
        final int count = each.count();
        while (each.hasNext()) {
            final int chunk = chunks.findById((int) each.next().chunk());
            if (count > PlacementRequest.MAX_EXCLUDED - taken) {
                refuse(ResultCode.MALFORMED, Reason.TOO_MANY_ITEMS, PlacementRequest.MAX_EXCLUDED - taken, count);
            } else if (chunk != RowTable.NONE) {
                request.exclude(chunk);
            }
        }
    }

    private void decodePreferred(final int id) {
        final int preferred = id == 0 ? RowTable.NONE : chunks.findById(id);
        request.prefer(preferred);
        if (preferred != RowTable.NONE && request.isExcluded(preferred)) {
            refuse(ResultCode.MALFORMED, Reason.PREFERS_EXCLUDED, 0, Integer.toUnsignedLong(id));
        }
    }

    /** Places the destination and reserves its rx. */
    void grant(final int em, final int slot) {
        if (result != ResultCode.OK) {
            return;
        }
        if (sourceCount == 0) {
            refuse(ResultCode.NO_SOURCE, Reason.NONE);
        } else if (!reservations.hasRoomFor(1)) {
            refuse(ResultCode.BUSY, Reason.LIMIT_REACHED);
        } else {
            final long drawn = cluster.drawn();
            placement.begin(request);
            destination = placement.next();
            if (destination == RowTable.NONE) {
                cluster.undraw(drawn);
                funnel.count(request);
                refuse(funnel.lacksDomain() ? ResultCode.NO_DOMAIN : ResultCode.NO_SPACE, Reason.NONE);
            } else {
                reservations.addRx(em, slot, destination, spaceClass, segmentBytes);
                rank();
                chunks.commandGiven(sources[0]);
                chunks.commandGiven(destination);
            }
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

    void encode(final ReserveForRepositionReplyEncoder.ItemsEncoder target) {
        final boolean granted = destination != RowTable.NONE;
        target.segmentBytes(segmentBytes)
                .source(granted ? chunks.id(sources[0]) : 0)
                .destination(granted ? chunks.id(destination) : 0);
        funnel.encode(target.funnel());
        target.result(result);
        final ReserveForRepositionReplyEncoder.ItemsEncoder.RankedEncoder ranked =
                target.rankedCount(granted ? sourceCount : 0);
        for (int i = 0; granted && i < sourceCount; i++) {
            ranked.next().chunk(chunks.id(sources[i]));
        }
    }

    ResultCode result() {
        return result;
    }

    Reason reason() {
        return reason;
    }

    long expected() {
        return expected;
    }

    long found() {
        return found;
    }

    private void addSource(final int chunk) {
        final int health = chunks.health(chunk);
        if (health == Health.HEALTHY.value() || health == Health.WARNING.value()) {
            sources[sourceCount++] = chunk;
        }
    }

    /** Insertion sort of a handful of sources by rank; equals keep the order of the request. */
    private void rank() {
        for (int i = 0; i < sourceCount; i++) {
            final int chunk = sources[i];
            final int rank = rankOf(chunk);
            int at = i;
            while (at > 0 && ranks[at - 1] > rank) {
                sources[at] = sources[at - 1];
                ranks[at] = ranks[at - 1];
                at--;
            }
            sources[at] = chunk;
            ranks[at] = rank;
        }
    }

    private int rankOf(final int chunk) {
        return (chunks.isolation(chunk) != 0 ? ISOLATED : 0)
                + Math.min(chunks.runningCommands(chunk), ISOLATED / RUNNING - 1) * RUNNING
                + distance(chunk);
    }

    private int distance(final int chunk) {
        final int from = chunks.node(chunk);
        final int to = chunks.node(destination);
        if (from == to) {
            return 0;
        }
        if (nodes.rack(from) == nodes.rack(to)) {
            return 1;
        }
        return nodes.zone(from) == nodes.zone(to) ? 2 : 3;
    }

    private int poolOf(final int chunk) {
        return chunk == RowTable.NONE ? 0 : chunks.pool(chunk);
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
