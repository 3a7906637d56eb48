package io.stowage.sim.scenario;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.EmHeartbeatReplyDecoder;
import io.stowage.codecs.FunnelDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;
import org.agrona.DirectBuffer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Replies to extent managers as JSON. */
final class SpaceReplies {
    private SpaceReplies() {}

    static boolean isTrue(final BooleanType value) {
        return value == BooleanType.TRUE;
    }

    static ObjectNode allocation(final DirectBuffer buffer, final MessageHeaderDecoder header) {
        final ReserveForAllocationReplyDecoder decoder =
                new ReserveForAllocationReplyDecoder().wrapAndApplyHeader(buffer, 0, header);
        final ObjectNode reply = ReplyReader.begin(decoder.header(), decoder.expected(), decoder.found());
        final ArrayNode items = reply.putArray("items");
        for (final ReserveForAllocationReplyDecoder.ItemsDecoder item : decoder.items()) {
            final ResultCode result = item.result();
            final int segmentsPerExtent = item.segmentsPerExtent();
            final ObjectNode target = items.addObject()
                    .put("result", result.name())
                    .put("extents", item.extents())
                    .put("segmentBytes", item.segmentBytes());
            if (result != ResultCode.OK) {
                funnel(item.funnel(), target);
            }
            final ArrayNode locations = target.putArray("locations");
            ArrayNode extent = locations;
            int segment = 0;
            for (final ReserveForAllocationReplyDecoder.ItemsDecoder.ChunksDecoder chunk : item.chunks()) {
                if (segment++ % segmentsPerExtent == 0) {
                    extent = locations.addArray();
                }
                extent.add(chunk.chunk());
            }
        }
        return reply;
    }

    static ObjectNode reposition(final DirectBuffer buffer, final MessageHeaderDecoder header) {
        final ReserveForRepositionReplyDecoder decoder =
                new ReserveForRepositionReplyDecoder().wrapAndApplyHeader(buffer, 0, header);
        final ObjectNode reply = ReplyReader.begin(decoder.header(), decoder.expected(), decoder.found());
        final ArrayNode items = reply.putArray("items");
        for (final ReserveForRepositionReplyDecoder.ItemsDecoder item : decoder.items()) {
            final ResultCode result = item.result();
            final ObjectNode target = items.addObject()
                    .put("result", result.name())
                    .put("source", item.source())
                    .put("destination", item.destination())
                    .put("segmentBytes", item.segmentBytes());
            if (result != ResultCode.OK) {
                funnel(item.funnel(), target);
            }
            final ArrayNode ranked = target.putArray("ranked");
            for (final ReserveForRepositionReplyDecoder.ItemsDecoder.RankedDecoder chunk : item.ranked()) {
                ranked.add(chunk.chunk());
            }
        }
        return reply;
    }

    static ObjectNode heartbeat(final DirectBuffer buffer, final MessageHeaderDecoder header) {
        final EmHeartbeatReplyDecoder decoder = new EmHeartbeatReplyDecoder().wrapAndApplyHeader(buffer, 0, header);
        final ObjectNode reply = ReplyReader.begin(decoder.header(), decoder.expected(), decoder.found())
                .put("migrate", decoder.migrate().name())
                .put("drain", decoder.drain().name())
                .put("elevate", isTrue(decoder.elevate()))
                .put("reportWanted", isTrue(decoder.reportWanted()))
                .put("topologyVersion", decoder.topologyVersion())
                .put("nodeMapVersion", decoder.nodeMapVersion());
        final ArrayNode quotas = reply.putArray("quotas");
        for (final EmHeartbeatReplyDecoder.QuotasDecoder quota : decoder.quotas()) {
            quotas.addObject()
                    .put("grant", quota.grant())
                    .put("chunk", quota.chunk())
                    .put("allowed", quota.allowed())
                    .put("kind", quota.kind().name());
        }
        final ArrayNode moves = reply.putArray("moves");
        for (final EmHeartbeatReplyDecoder.MovesDecoder move : decoder.moves()) {
            moves.addObject()
                    .put("bytes", move.bytes())
                    .put("source", move.source())
                    .put("destination", move.destination());
        }
        return reply;
    }

    private static void funnel(final FunnelDecoder funnel, final ObjectNode target) {
        target.putObject("funnel")
                .put("registered", funnel.registered())
                .put("inPool", funnel.inPool())
                .put("inUse", funnel.inUse())
                .put("healthy", funnel.healthy())
                .put("notIsolated", funnel.notIsolated())
                .put("tier", funnel.tier())
                .put("space", funnel.space())
                .put("spread", funnel.spread());
    }
}
