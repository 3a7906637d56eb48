package io.stowage.sim.scenario;

import io.stowage.codecs.ChunksReplyDecoder;
import io.stowage.codecs.ConfigReplyDecoder;
import io.stowage.codecs.EmsReplyDecoder;
import io.stowage.codecs.HeadroomReplyDecoder;
import io.stowage.codecs.LeaseOwnerReplyDecoder;
import io.stowage.codecs.LicenceReplyDecoder;
import io.stowage.codecs.MemberListReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.NodesReplyDecoder;
import io.stowage.codecs.PoolsReplyDecoder;
import io.stowage.codecs.RemovalReplyDecoder;
import io.stowage.codecs.ReservationsReplyDecoder;
import io.stowage.codecs.SpaceReplyDecoder;
import io.stowage.codecs.StateHashReplyDecoder;
import io.stowage.codecs.StatusReplyDecoder;
import io.stowage.codecs.TopologyReplyDecoder;
import io.stowage.codecs.wire.IpAddresses;
import java.util.HexFormat;
import java.util.UUID;
import org.agrona.DirectBuffer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Replies to queries as JSON, but for space. */
final class QueryReplies {
    private QueryReplies() {}

    static ObjectNode read(final int templateId, final DirectBuffer buffer, final MessageHeaderDecoder header) {
        return switch (templateId) {
            case SpaceReplyDecoder.TEMPLATE_ID -> SpaceView.read(buffer, header);
            case ChunksReplyDecoder.TEMPLATE_ID ->
                chunks(new ChunksReplyDecoder().wrapAndApplyHeader(buffer, 0, header));
            case NodesReplyDecoder.TEMPLATE_ID -> nodes(new NodesReplyDecoder().wrapAndApplyHeader(buffer, 0, header));
            case EmsReplyDecoder.TEMPLATE_ID -> ems(new EmsReplyDecoder().wrapAndApplyHeader(buffer, 0, header));
            case PoolsReplyDecoder.TEMPLATE_ID -> pools(new PoolsReplyDecoder().wrapAndApplyHeader(buffer, 0, header));
            case TopologyReplyDecoder.TEMPLATE_ID ->
                topology(new TopologyReplyDecoder().wrapAndApplyHeader(buffer, 0, header));
            case StatusReplyDecoder.TEMPLATE_ID ->
                status(new StatusReplyDecoder().wrapAndApplyHeader(buffer, 0, header));
            case StateHashReplyDecoder.TEMPLATE_ID -> {
                final StateHashReplyDecoder reply = new StateHashReplyDecoder().wrapAndApplyHeader(buffer, 0, header);
                yield ReplyReader.begin(reply.header(), 0, 0)
                        .put("stateHash", HexFormat.of().toHexDigits(reply.hash()));
            }
            case ConfigReplyDecoder.TEMPLATE_ID ->
                config(new ConfigReplyDecoder().wrapAndApplyHeader(buffer, 0, header));
            case LicenceReplyDecoder.TEMPLATE_ID ->
                licence(new LicenceReplyDecoder().wrapAndApplyHeader(buffer, 0, header));
            case MemberListReplyDecoder.TEMPLATE_ID ->
                memberList(new MemberListReplyDecoder().wrapAndApplyHeader(buffer, 0, header));
            case HeadroomReplyDecoder.TEMPLATE_ID ->
                headroom(new HeadroomReplyDecoder().wrapAndApplyHeader(buffer, 0, header));
            case ReservationsReplyDecoder.TEMPLATE_ID ->
                reservations(new ReservationsReplyDecoder().wrapAndApplyHeader(buffer, 0, header));
            case RemovalReplyDecoder.TEMPLATE_ID ->
                removal(new RemovalReplyDecoder().wrapAndApplyHeader(buffer, 0, header));
            case LeaseOwnerReplyDecoder.TEMPLATE_ID -> {
                final LeaseOwnerReplyDecoder reply = new LeaseOwnerReplyDecoder().wrapAndApplyHeader(buffer, 0, header);
                final ObjectNode node = ReplyReader.begin(reply.header(), 0, 0);
                final ArrayNode ranked = node.putArray("ranked");
                reply.ranked().forEach(each -> ranked.add(each.chunk()));
                yield node;
            }
            default -> throw new IllegalStateException("the reply has the unknown template " + templateId);
        };
    }

    private static ObjectNode chunks(final ChunksReplyDecoder reply) {
        final ObjectNode node = ReplyReader.begin(reply.header(), 0, 0).put("next", reply.next());
        final ArrayNode rows = node.putArray("rows");
        for (final ChunksReplyDecoder.RowsDecoder row : reply.rows()) {
            rows.addObject()
                    .put("chunk", row.chunk())
                    .put("node", row.node())
                    .put("pool", row.pool())
                    .put("ip", IpAddresses.format(row.ip().high(), row.ip().low()))
                    .put("port", row.port())
                    .put("adminState", row.adminState().name())
                    .put("health", row.health().name())
                    .put("isolation", row.isolation().name())
                    .put("incarnation", row.incarnation())
                    .put("lastKeepAlive", row.lastKeepAlive())
                    .put("capacityBytes", row.capacityBytes())
                    .put("capacityAllocated", row.capacityAllocated())
                    .put("performanceBytes", row.performanceBytes())
                    .put("performanceAllocated", row.performanceAllocated())
                    .put("capabilities", row.capabilities());
        }
        return node;
    }

    private static ObjectNode nodes(final NodesReplyDecoder reply) {
        final ObjectNode node = ReplyReader.begin(reply.header(), 0, 0).put("next", reply.next());
        final ArrayNode rows = node.putArray("rows");
        for (final NodesReplyDecoder.RowsDecoder row : reply.rows()) {
            rows.addObject()
                    .put("node", row.node())
                    .put("name", row.name())
                    .put(
                            "dataIp",
                            IpAddresses.format(row.dataIp().high(), row.dataIp().low()))
                    .put("zone", row.zone())
                    .put("rack", row.rack())
                    .put("brick", row.brick())
                    .put("chunks", row.chunks())
                    .put("maintenance", SpaceReplies.isTrue(row.maintenance()))
                    .put("maintenanceUntil", row.maintenanceUntil());
        }
        return node;
    }

    private static ObjectNode ems(final EmsReplyDecoder reply) {
        final ObjectNode node = ReplyReader.begin(reply.header(), 0, 0).put("next", reply.next());
        final ArrayNode rows = node.putArray("rows");
        for (final EmsReplyDecoder.RowsDecoder row : reply.rows()) {
            rows.addObject()
                    .put("em", row.em())
                    .put("incarnation", row.incarnation())
                    .put("lastVersion", row.lastVersion())
                    .put("lastSeen", row.lastSeen())
                    .put("pendingBytes", row.pendingBytes())
                    .put("reportedBytes", row.reportedBytes())
                    .put("rows", row.rows())
                    .put("versions", row.versions());
        }
        return node;
    }

    private static ObjectNode pools(final PoolsReplyDecoder reply) {
        final ObjectNode node = ReplyReader.begin(reply.header(), 0, 0).put("next", reply.next());
        final ArrayNode rows = node.putArray("rows");
        for (final PoolsReplyDecoder.RowsDecoder row : reply.rows()) {
            rows.addObject().put("pool", row.pool()).put("name", row.name()).put("chunks", row.chunks());
        }
        return node;
    }

    private static ObjectNode topology(final TopologyReplyDecoder reply) {
        final ObjectNode node = ReplyReader.begin(reply.header(), 0, 0)
                .put("topologyVersion", reply.topologyVersion())
                .put("next", reply.next());
        final ArrayNode rows = node.putArray("rows");
        for (final TopologyReplyDecoder.RowsDecoder row : reply.rows()) {
            rows.addObject()
                    .put("domain", row.domain())
                    .put("level", row.level().name())
                    .put("name", row.name())
                    .put("parent", row.parent())
                    .put("nodes", row.nodes());
        }
        return node;
    }

    private static ObjectNode status(final StatusReplyDecoder reply) {
        return ReplyReader.begin(reply.header(), 0, 0)
                .put("cluster", new UUID(reply.clusterHigh(), reply.clusterLow()).toString())
                .put("time", reply.time())
                .put("commands", reply.commands())
                .put("topologyVersion", reply.topologyVersion())
                .put("nodeMapVersion", reply.nodeMapVersion())
                .put("topologyStable", SpaceReplies.isTrue(reply.topologyStable()))
                .put("capacityBytes", reply.capacityBytes())
                .put("capacityAllocated", reply.capacityAllocated())
                .put("performanceBytes", reply.performanceBytes())
                .put("performanceAllocated", reply.performanceAllocated())
                .put("nodes", reply.nodes())
                .put("chunks", reply.chunks())
                .put("healthy", reply.healthy())
                .put("eligible", reply.eligible())
                .put("disconnected", reply.disconnected())
                .put("lost", reply.lost())
                .put("isolated", reply.isolated())
                .put("removing", reply.removing())
                .put("ems", reply.ems())
                .put("pools", reply.pools())
                .put("zones", reply.zones())
                .put("racks", reply.racks());
    }

    private static ObjectNode config(final ConfigReplyDecoder reply) {
        final ObjectNode node = ReplyReader.begin(reply.header(), 0, 0);
        final ArrayNode rows = node.putArray("rows");
        for (final ConfigReplyDecoder.RowsDecoder row : reply.rows()) {
            rows.addObject()
                    .put("key", row.key().name())
                    .put("value", row.value())
                    .put("minimum", row.minimum())
                    .put("maximum", row.maximum())
                    .put("changed", SpaceReplies.isTrue(row.changed()));
        }
        return node;
    }

    private static ObjectNode licence(final LicenceReplyDecoder reply) {
        return ReplyReader.begin(reply.header(), 0, 0)
                .put("maxNodes", reply.maxNodes())
                .put("nodes", reply.nodes())
                .put("maxChunks", reply.maxChunks())
                .put("chunks", reply.chunks())
                .put("maxRawBytes", reply.maxRawBytes())
                .put("usedRawBytes", reply.usedRawBytes())
                .put("expiry", reply.expiry());
    }

    private static ObjectNode memberList(final MemberListReplyDecoder reply) {
        final ObjectNode node = ReplyReader.begin(reply.header(), 0, 0).put("generation", reply.generation());
        final ArrayNode rows = node.putArray("rows");
        for (final MemberListReplyDecoder.RowsDecoder row : reply.rows()) {
            rows.addObject().put("member", row.member()).put("host", row.host()).put("endpoint", row.endpoint());
        }
        return node;
    }

    private static ObjectNode headroom(final HeadroomReplyDecoder reply) {
        final ObjectNode node = ReplyReader.begin(reply.header(), 0, 0)
                .put("next", reply.next())
                .put("configured", reply.configured().name());
        final ArrayNode rows = node.putArray("rows");
        for (final HeadroomReplyDecoder.RowsDecoder row : reply.rows()) {
            rows.addObject()
                    .put("pool", row.pool())
                    .put("name", row.name())
                    .put("tier", row.tier().name())
                    .put("capacityBytes", row.capacityBytes())
                    .put("allocatedBytes", row.allocatedBytes())
                    .put("roomBytes", row.roomBytes())
                    .put("kept", row.kept().name())
                    .put("keptBytes", row.keptBytes())
                    .put("newBytes", row.newBytes())
                    .put("chunks", row.chunks())
                    .put("nodes", row.nodes())
                    .put("bricks", row.bricks())
                    .put("racks", row.racks())
                    .put("zones", row.zones())
                    .put("losableChunks", row.losableChunks())
                    .put("losableNodes", row.losableNodes())
                    .put("losableBricks", row.losableBricks())
                    .put("losableRacks", row.losableRacks())
                    .put("losableZones", row.losableZones());
        }
        return node;
    }

    private static ObjectNode reservations(final ReservationsReplyDecoder reply) {
        final ObjectNode node = ReplyReader.begin(reply.header(), 0, 0);
        final ArrayNode rows = node.putArray("rows");
        for (final ReservationsReplyDecoder.RowsDecoder row : reply.rows()) {
            rows.addObject()
                    .put("version", row.version())
                    .put("since", row.since())
                    .put("bytes", row.bytes())
                    .put("rxBytes", row.rxBytes())
                    .put("segments", row.segments());
        }
        return node;
    }

    private static ObjectNode removal(final RemovalReplyDecoder reply) {
        return ReplyReader.begin(reply.header(), 0, 0)
                .put("bytes", reply.bytes())
                .put("segments", reply.segments())
                .put("pendingBytes", reply.pendingBytes())
                .put("freeElsewhere", reply.freeElsewhere())
                .put("feasible", SpaceReplies.isTrue(reply.feasible()));
    }
}
