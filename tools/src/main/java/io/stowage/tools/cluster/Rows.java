package io.stowage.tools.cluster;

import io.stowage.client.blocking.ChunkRow;
import io.stowage.client.blocking.ClusterStatus;
import io.stowage.client.blocking.ConfigRow;
import io.stowage.client.blocking.DomainRow;
import io.stowage.client.blocking.EmRow;
import io.stowage.client.blocking.HeadroomRow;
import io.stowage.client.blocking.NodeRow;
import io.stowage.client.blocking.PoolRow;
import io.stowage.client.blocking.ReservationRow;
import io.stowage.client.blocking.SpaceRow;
import io.stowage.tools.output.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of listings as programs get them: the names are the schema's, sizes are bytes, times milliseconds since 1970. */
public final class Rows {
    private Rows() {}

    static Map<String, @Nullable Object> status(final ClusterStatus s, final List<HeadroomRow> headroom) {
        return Json.object(
                "cluster", s.clusterId(),
                "position", s.position(),
                "time", s.timeMs(),
                "commands", s.commands(),
                "topologyVersion", s.topologyVersion(),
                "nodeMapVersion", s.nodeMapVersion(),
                "topologyStable", s.topologyStable(),
                "capacityBytes", s.capacityBytes(),
                "capacityAllocated", s.capacityAllocated(),
                "performanceBytes", s.performanceBytes(),
                "performanceAllocated", s.performanceAllocated(),
                "nodes", s.nodes(),
                "chunks", s.chunks(),
                "healthy", s.healthy(),
                "eligible", s.eligible(),
                "disconnected", s.disconnected(),
                "lost", s.lost(),
                "isolated", s.isolated(),
                "removing", s.removing(),
                "ems", s.ems(),
                "pools", s.pools(),
                "zones", s.zones(),
                "racks", s.racks(),
                "headroom", headroom.stream().map(Rows::headroom).toList());
    }

    private static Map<String, @Nullable Object> headroom(final HeadroomRow h) {
        return Json.object(
                "pool", h.pool(),
                "name", h.name(),
                "tier", h.tier(),
                "capacityBytes", h.capacityBytes(),
                "allocatedBytes", h.allocatedBytes(),
                "roomBytes", h.roomBytes(),
                "configured", h.configured(),
                "kept", h.kept(),
                "keptBytes", h.keptBytes(),
                "newBytes", h.newBytes(),
                "chunks", h.chunks(),
                "nodes", h.nodes(),
                "bricks", h.bricks(),
                "racks", h.racks(),
                "zones", h.zones(),
                "losableChunks", h.losableChunks(),
                "losableNodes", h.losableNodes(),
                "losableBricks", h.losableBricks(),
                "losableRacks", h.losableRacks(),
                "losableZones", h.losableZones());
    }

    static Map<String, @Nullable Object> node(final NodeRow n) {
        return Json.object(
                "node", n.node(),
                "name", n.name(),
                "dataIp", n.dataIp(),
                "zone", n.zone(),
                "rack", n.rack(),
                "brick", n.brick(),
                "chunks", n.chunks(),
                "maintenance", n.maintenance(),
                "maintenanceUntil", n.maintenanceUntilMs());
    }

    /**
     * A chunk.
     *
     * @param c row.
     * @return its members.
     */
    public static Map<String, @Nullable Object> chunk(final ChunkRow c) {
        return Json.object(
                "chunk", c.chunk(),
                "node", c.node(),
                "pool", c.pool(),
                "ip", c.ip(),
                "port", c.port(),
                "adminState", c.adminState(),
                "health", c.health(),
                "isolation", c.isolation(),
                "incarnation", c.incarnation(),
                "lastKeepAlive", c.lastKeepAliveMs(),
                "capacityBytes", c.capacityBytes(),
                "capacityAllocated", c.capacityAllocated(),
                "performanceBytes", c.performanceBytes(),
                "performanceAllocated", c.performanceAllocated(),
                "capabilities", c.capabilities());
    }

    static Map<String, @Nullable Object> space(final SpaceRow s) {
        return Json.object(
                "chunk", s.chunk(),
                "tier", s.tier(),
                "segments", s.segments(),
                "capacity", s.capacity(),
                "total", s.total(),
                "failed", s.failed(),
                "allocated", s.allocated(),
                "free", s.free(),
                "thick", s.thick(),
                "thickPending", s.thickPending(),
                "thickRx", s.thickRx(),
                "thinUsed", s.thinUsed(),
                "thinNewFresh", s.thinNewFresh(),
                "thinNewAging", s.thinNewAging(),
                "thinPending", s.thinPending(),
                "thinRx", s.thinRx(),
                "thinNominal", s.thinNominal(),
                "thickPrioritized", s.thickPrioritized(),
                "thickPendingPrioritized", s.thickPendingPrioritized(),
                "thickRxPrioritized", s.thickRxPrioritized(),
                "thinUsedPrioritized", s.thinUsedPrioritized(),
                "thinNewFreshPrioritized", s.thinNewFreshPrioritized(),
                "thinNewAgingPrioritized", s.thinNewAgingPrioritized(),
                "thinPendingPrioritized", s.thinPendingPrioritized(),
                "thinRxPrioritized", s.thinRxPrioritized(),
                "thinNominalPrioritized", s.thinNominalPrioritized());
    }

    static Map<String, @Nullable Object> em(final EmRow e) {
        return Json.object(
                "em", e.em(),
                "incarnation", e.incarnation(),
                "lastVersion", e.lastVersion(),
                "lastSeen", e.lastSeenMs(),
                "pendingBytes", e.pendingBytes(),
                "reportedBytes", e.reportedBytes(),
                "rows", e.rows(),
                "versions", e.versions());
    }

    /**
     * Open reservations of one space version.
     *
     * @param r row.
     * @return its members.
     */
    public static Map<String, @Nullable Object> reservation(final ReservationRow r) {
        return Json.object(
                "version", r.version(),
                "since", r.sinceMs(),
                "bytes", r.bytes(),
                "rxBytes", r.rxBytes(),
                "segments", r.segments());
    }

    static Map<String, @Nullable Object> pool(final PoolRow p) {
        return Json.object("pool", p.pool(), "name", p.name(), "chunks", p.chunks());
    }

    static Map<String, @Nullable Object> domain(final DomainRow d) {
        return Json.object(
                "domain", d.domain(), "parent", d.parent(), "level", d.level(), "name", d.name(), "nodes", d.nodes());
    }

    static Map<String, @Nullable Object> config(final ConfigRow c) {
        return Json.object(
                "key",
                c.key(),
                "value",
                c.value(),
                "minimum",
                c.minimum(),
                "maximum",
                c.maximum(),
                "changed",
                c.changed());
    }
}
