package io.stowage.sim.scenario;

import io.stowage.client.ResultText;
import io.stowage.client.frame.FrameReader;
import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.ConnectEmReplyDecoder;
import io.stowage.codecs.EmHeartbeatReplyDecoder;
import io.stowage.codecs.KeepAliveReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.PoolReplyDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RegisterChunkReplyDecoder;
import io.stowage.codecs.RegisterNodeReplyDecoder;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ReportSpaceReplyDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;
import org.agrona.DirectBuffer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reply frames as JSON: {@code result} and {@code position} first, then what stands behind them, then the fields of the
 * reply under their names in the schema.
 */
final class ReplyReader {
    private final FrameReader frame = new FrameReader();

    ObjectNode read(final DirectBuffer buffer) {
        if (!frame.wrap(buffer, 0, buffer.capacity())) {
            throw new IllegalStateException("the reply is no frame of this schema");
        }
        final MessageHeaderDecoder header = frame.header();
        return switch (frame.templateId()) {
            case CommandReplyDecoder.TEMPLATE_ID -> {
                final CommandReplyDecoder reply = new CommandReplyDecoder().wrapAndApplyHeader(buffer, 0, header);
                yield begin(reply.header(), reply.expected(), reply.found());
            }
            case RegisterNodeReplyDecoder.TEMPLATE_ID -> {
                final RegisterNodeReplyDecoder reply =
                        new RegisterNodeReplyDecoder().wrapAndApplyHeader(buffer, 0, header);
                yield begin(reply.header(), reply.expected(), reply.found())
                        .put("node", reply.node())
                        .put("topologyVersion", reply.topologyVersion());
            }
            case RegisterChunkReplyDecoder.TEMPLATE_ID -> {
                final RegisterChunkReplyDecoder reply =
                        new RegisterChunkReplyDecoder().wrapAndApplyHeader(buffer, 0, header);
                yield begin(reply.header(), reply.expected(), reply.found())
                        .put("chunk", reply.chunk())
                        .put("node", reply.node())
                        .put("topologyVersion", reply.topologyVersion())
                        .put("enabledCapabilities", reply.enabledCapabilities());
            }
            case KeepAliveReplyDecoder.TEMPLATE_ID -> keepAlive(buffer, header);
            case ConnectEmReplyDecoder.TEMPLATE_ID -> connectEm(buffer, header);
            case EmHeartbeatReplyDecoder.TEMPLATE_ID -> SpaceReplies.heartbeat(buffer, header);
            case ReserveForAllocationReplyDecoder.TEMPLATE_ID -> SpaceReplies.allocation(buffer, header);
            case ReserveForRepositionReplyDecoder.TEMPLATE_ID -> SpaceReplies.reposition(buffer, header);
            case ReportSpaceReplyDecoder.TEMPLATE_ID -> {
                final ReportSpaceReplyDecoder reply =
                        new ReportSpaceReplyDecoder().wrapAndApplyHeader(buffer, 0, header);
                yield begin(reply.header(), reply.expected(), reply.found())
                        .put("version", reply.version())
                        .put("rows", reply.rows());
            }
            case PoolReplyDecoder.TEMPLATE_ID -> {
                final PoolReplyDecoder reply = new PoolReplyDecoder().wrapAndApplyHeader(buffer, 0, header);
                yield begin(reply.header(), reply.expected(), reply.found()).put("pool", reply.pool());
            }
            default -> QueryReplies.read(frame.templateId(), buffer, header);
        };
    }

    static boolean isOk(final ObjectNode reply) {
        return ResultCode.OK.name().equals(reply.get("result").stringValue());
    }

    /** The fields that every reply has. */
    static ObjectNode begin(final ReplyHeaderDecoder header, final long expected, final long found) {
        final ResultCode result = header.result();
        final Reason reason = header.reason();
        final ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.put("result", result.name()).put("position", header.position());
        if (reason != Reason.NONE) {
            reply.put("reason", reason.name()).put("expected", expected).put("found", found);
        }
        if (result != ResultCode.OK) {
            reply.put("message", ResultText.of(result, reason, expected, found));
        }
        return reply;
    }

    private static ObjectNode keepAlive(final DirectBuffer buffer, final MessageHeaderDecoder header) {
        final KeepAliveReplyDecoder reply = new KeepAliveReplyDecoder().wrapAndApplyHeader(buffer, 0, header);
        return begin(reply.header(), reply.expected(), reply.found())
                .put("fence", reply.fence())
                .put("health", reply.health().name())
                .put("adminState", reply.adminState().name())
                .put("isolation", reply.isolation().name())
                .put("topologyVersion", reply.topologyVersion())
                .put("nodeMapVersion", reply.nodeMapVersion())
                .put("enabledCapabilities", reply.enabledCapabilities());
    }

    private static ObjectNode connectEm(final DirectBuffer buffer, final MessageHeaderDecoder header) {
        final ConnectEmReplyDecoder reply = new ConnectEmReplyDecoder().wrapAndApplyHeader(buffer, 0, header);
        return begin(reply.header(), reply.expected(), reply.found())
                .put("lastVersion", reply.lastVersion())
                .put("reportWanted", SpaceReplies.isTrue(reply.reportWanted()))
                .put("extentBytes", reply.extentBytes())
                .put("thinBlockBytes", reply.thinBlockBytes())
                .put("topologyVersion", reply.topologyVersion())
                .put("nodeMapVersion", reply.nodeMapVersion())
                .put("enabledCapabilities", reply.enabledCapabilities());
    }
}
