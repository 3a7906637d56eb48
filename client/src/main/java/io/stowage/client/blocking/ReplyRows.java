package io.stowage.client.blocking;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.ChunksReplyDecoder;
import io.stowage.codecs.ConfigReplyDecoder;
import io.stowage.codecs.EmsReplyDecoder;
import io.stowage.codecs.FailureDomain;
import io.stowage.codecs.FunnelDecoder;
import io.stowage.codecs.HeadroomReplyDecoder;
import io.stowage.codecs.NodesReplyDecoder;
import io.stowage.codecs.PoolsReplyDecoder;
import io.stowage.codecs.ReservationsReplyDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SpaceReplyDecoder;
import io.stowage.codecs.TopologyReplyDecoder;
import io.stowage.codecs.wire.IpAddresses;
import java.util.ArrayList;
import java.util.List;

/** Turns the rows of replies into records. Each method reads the fields in their order on the wire. */
final class ReplyRows {
    private ReplyRows() {}

    static NodeRow node(final NodesReplyDecoder.RowsDecoder row) {
        final String ip = IpAddresses.format(row.dataIp().high(), row.dataIp().low());
        return new NodeRow(
                (int) row.node(),
                row.name(),
                ip,
                row.zone(),
                row.rack(),
                row.brick(),
                (int) row.chunks(),
                row.maintenance() == BooleanType.TRUE,
                row.maintenanceUntil());
    }

    static ChunkRow chunk(final ChunksReplyDecoder.RowsDecoder row) {
        return new ChunkRow(
                (int) row.chunk(),
                (int) row.node(),
                (int) row.pool(),
                IpAddresses.format(row.ip().high(), row.ip().low()),
                row.port(),
                row.adminState(),
                row.health(),
                row.isolation(),
                row.incarnation(),
                row.lastKeepAlive(),
                row.capacityBytes(),
                row.capacityAllocated(),
                row.performanceBytes(),
                row.performanceAllocated(),
                row.capabilities());
    }

    static SpaceRow space(final SpaceReplyDecoder.RowsDecoder row) {
        return new SpaceRow(
                (int) row.chunk(),
                row.tier(),
                row.segments(),
                row.capacity(),
                row.total(),
                row.failed(),
                row.allocated(),
                row.free(),
                row.thick(),
                row.thickPending(),
                row.thickRx(),
                row.thinUsed(),
                row.thinNewFresh(),
                row.thinNewAging(),
                row.thinPending(),
                row.thinRx(),
                row.thinNominal(),
                row.thickPrioritized(),
                row.thickPendingPrioritized(),
                row.thickRxPrioritized(),
                row.thinUsedPrioritized(),
                row.thinNewFreshPrioritized(),
                row.thinNewAgingPrioritized(),
                row.thinPendingPrioritized(),
                row.thinRxPrioritized(),
                row.thinNominalPrioritized());
    }

    static EmRow em(final EmsReplyDecoder.RowsDecoder row) {
        return new EmRow(
                (int) row.em(),
                row.incarnation(),
                row.lastVersion(),
                row.lastSeen(),
                row.pendingBytes(),
                row.reportedBytes(),
                row.rows(),
                row.versions());
    }

    static PoolRow pool(final PoolsReplyDecoder.RowsDecoder row) {
        return new PoolRow((int) row.pool(), row.name(), (int) row.chunks());
    }

    static DomainRow domain(final TopologyReplyDecoder.RowsDecoder row) {
        return new DomainRow((int) row.domain(), (int) row.parent(), row.level(), row.name(), (int) row.nodes());
    }

    static HeadroomRow headroom(final HeadroomReplyDecoder.RowsDecoder row, final FailureDomain configured) {
        return new HeadroomRow(
                row.capacityBytes(),
                row.allocatedBytes(),
                row.roomBytes(),
                row.keptBytes(),
                row.newBytes(),
                (int) row.pool(),
                (int) row.chunks(),
                (int) row.nodes(),
                (int) row.bricks(),
                (int) row.racks(),
                (int) row.zones(),
                (int) row.losableChunks(),
                (int) row.losableNodes(),
                (int) row.losableBricks(),
                (int) row.losableRacks(),
                (int) row.losableZones(),
                row.tier(),
                row.kept(),
                configured,
                row.name());
    }

    static ConfigRow config(final ConfigReplyDecoder.RowsDecoder row) {
        return new ConfigRow(row.key(), row.value(), row.minimum(), row.maximum(), row.changed() == BooleanType.TRUE);
    }

    static ReservationRow reservation(final ReservationsReplyDecoder.RowsDecoder row) {
        return new ReservationRow(row.version(), row.since(), row.bytes(), row.rxBytes(), row.segments());
    }

    static List<AllocatedItem> items(final ReserveForAllocationReplyDecoder reply) {
        final List<AllocatedItem> all = new ArrayList<>();
        for (final ReserveForAllocationReplyDecoder.ItemsDecoder items = reply.items(); items.hasNext(); ) {
            items.next();
            final long segmentBytes = items.segmentBytes();
            final Funnel funnel = funnel(items.funnel());
            final int perExtent = Math.max(1, items.segmentsPerExtent());
            final ResultCode result = items.result();
            final List<List<Integer>> locations = new ArrayList<>();
            List<Integer> extent = new ArrayList<>();
            for (final var chunks = items.chunks(); chunks.hasNext(); ) {
                extent.add((int) chunks.next().chunk());
                if (extent.size() == perExtent) {
                    locations.add(List.copyOf(extent));
                    extent = new ArrayList<>();
                }
            }
            all.add(new AllocatedItem(result, segmentBytes, List.copyOf(locations), funnel));
        }
        return List.copyOf(all);
    }

    private static Funnel funnel(final FunnelDecoder left) {
        return new Funnel(
                left.registered(),
                left.inPool(),
                left.inUse(),
                left.healthy(),
                left.notIsolated(),
                left.tier(),
                left.space(),
                left.spread());
    }
}
