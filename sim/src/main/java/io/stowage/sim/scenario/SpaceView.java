package io.stowage.sim.scenario;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.SpaceReplyDecoder;
import java.util.Set;
import org.agrona.DirectBuffer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Space by term as JSON: one row a chunk and tier. */
final class SpaceView {
    /** The columns that tell bytes, in the order of the rows. */
    static final Set<String> COLUMNS = Set.of(
            "segments",
            "capacity",
            "total",
            "failed",
            "allocated",
            "free",
            "thick",
            "thickPending",
            "thickRx",
            "thinUsed",
            "thinNewFresh",
            "thinNewAging",
            "thinPending",
            "thinRx",
            "thinNominal",
            "thickPrioritized",
            "thickPendingPrioritized",
            "thickRxPrioritized",
            "thinUsedPrioritized",
            "thinNewFreshPrioritized",
            "thinNewAgingPrioritized",
            "thinPendingPrioritized",
            "thinRxPrioritized",
            "thinNominalPrioritized");

    private SpaceView() {}

    static ObjectNode read(final DirectBuffer buffer, final MessageHeaderDecoder header) {
        final SpaceReplyDecoder reply = new SpaceReplyDecoder().wrapAndApplyHeader(buffer, 0, header);
        final ObjectNode node = ReplyReader.begin(reply.header(), 0, 0).put("next", reply.next());
        final ArrayNode rows = node.putArray("rows");
        for (final SpaceReplyDecoder.RowsDecoder row : reply.rows()) {
            final ObjectNode target = rows.addObject()
                    .put("chunk", row.chunk())
                    .put("tier", row.tier().name())
                    .put("segments", row.segments())
                    .put("capacity", row.capacity())
                    .put("total", row.total())
                    .put("failed", row.failed())
                    .put("allocated", row.allocated())
                    .put("free", row.free());
            putTerms(row, target);
            putPrioritized(row, target);
        }
        return node;
    }

    private static void putTerms(final SpaceReplyDecoder.RowsDecoder row, final ObjectNode target) {
        target.put("thick", row.thick())
                .put("thickPending", row.thickPending())
                .put("thickRx", row.thickRx())
                .put("thinUsed", row.thinUsed())
                .put("thinNewFresh", row.thinNewFresh())
                .put("thinNewAging", row.thinNewAging())
                .put("thinPending", row.thinPending())
                .put("thinRx", row.thinRx())
                .put("thinNominal", row.thinNominal());
    }

    private static void putPrioritized(final SpaceReplyDecoder.RowsDecoder row, final ObjectNode target) {
        target.put("thickPrioritized", row.thickPrioritized())
                .put("thickPendingPrioritized", row.thickPendingPrioritized())
                .put("thickRxPrioritized", row.thickRxPrioritized())
                .put("thinUsedPrioritized", row.thinUsedPrioritized())
                .put("thinNewFreshPrioritized", row.thinNewFreshPrioritized())
                .put("thinNewAgingPrioritized", row.thinNewAgingPrioritized())
                .put("thinPendingPrioritized", row.thinPendingPrioritized())
                .put("thinRxPrioritized", row.thinRxPrioritized())
                .put("thinNominalPrioritized", row.thinNominalPrioritized());
    }
}
