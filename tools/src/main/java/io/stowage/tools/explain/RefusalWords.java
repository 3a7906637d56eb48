package io.stowage.tools.explain;

import io.stowage.client.ResultText;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.candidate.TopologyOrder;
import io.stowage.engine.explain.Explanation;
import io.stowage.engine.explain.Explanation.Asked;
import io.stowage.engine.explain.Explanation.Extent;
import io.stowage.engine.explain.Explanation.Funnel;
import io.stowage.engine.explain.Explanation.Headroom;
import io.stowage.engine.explain.Explanation.Item;
import io.stowage.engine.explain.Explanation.Lack;
import io.stowage.tools.output.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What was missing, in numbers: for an item that was refused, or granted in part. */
final class RefusalWords {
    private RefusalWords() {}

    /** One sentence after another, none with a full stop. */
    static List<String> of(final Explanation explanation, final Item item) {
        final Asked asked = item.asked();
        return switch (item.reason()) {
            case REBUILD_HEADROOM -> headroom(item);
            case UNKNOWN_POOL ->
                List.of("there is no pool " + asked.pool() + "; the pools are " + Words.list(explanation.pools()));
            case UNKNOWN_ZONE ->
                List.of("there is no zone " + asked.zone() + "; the zones are " + Words.list(explanation.zones()));
            case UNKNOWN_CHUNK_IN_ROW ->
                List.of((asked.unknown().isEmpty()
                                ? "there is no chunk " + asked.replace()
                                : "there is no such chunk: " + Words.list(asked.unknown()))
                        + ", where the extent was said to have a segment");
            case PREFERS_EXCLUDED -> List.of("chunk " + asked.prefer() + " is preferred and excluded at once");
            case BAD_RESILIENCY ->
                List.of(
                        item.found() > item.expected()
                                ? "an extent has at most " + item.expected()
                                        + " segments, existing ones among them, not " + item.found()
                                : "either replicas or an erasure code, not " + asked.replicas() + " replicas and "
                                        + asked.data() + "+" + asked.parity() + " shards");
            case BAD_SIZE ->
                List.of(
                        asked.extents() < 1
                                ? "no extent was asked for"
                                : "a segment of " + Text.count(asked.segmentBytes()) + " bytes is out of range");
            case BAD_ENUM -> List.of("a field has a value that this version does not know");
            case TOO_MANY_ITEMS ->
                List.of(Text.count(item.found())
                        + " segments, excluded or existing chunks are more than the limit of "
                        + Text.count(item.expected()) + "; split the request");
            case DUPLICATE_ROW ->
                List.of("chunk " + item.found() + " is named twice, and holds one segment of an extent at most");
            case LICENCE_EXPIRED ->
                List.of("the licence has expired by " + Instant.ofEpochMilli(explanation.timestampMs()));
            case LIMIT_REACHED ->
                List.of(
                        "the server's table of reservations is full; report the space, or start it with a higher limit");
            default -> item.result() == ResultCode.NO_SOURCE ? noSource(item) : missing(explanation, item);
        };
    }

    private static List<String> noSource(final Item item) {
        return List.of(
                item.asked().existing().isEmpty()
                        ? "no chunk with a remaining segment was named"
                        : "none of " + Words.chunks(item.asked().existing())
                                + " keeps alive; bring one of them back to read from");
    }

    private static List<String> headroom(final Item item) {
        final Headroom kept = item.headroom();
        final List<String> lines = new ArrayList<>();
        lines.add("extent " + item.extents().size() + " needs " + Text.bytes(item.found())
                + ", and new data may take only " + Text.bytes(item.expected()) + " more: "
                + Text.bytes(item.found() - item.expected()) + " are missing");
        if (kept != null && kept.largest() != null) {
            lines.add("the rest is kept for a rebuild of the largest " + Words.name(kept.level()) + ", "
                    + Words.domain(kept.level(), kept.largest()) + ": " + Text.bytes(kept.keptBytes()));
        }
        return lines;
    }

    private static List<String> missing(final Explanation explanation, final Item item) {
        final List<String> lines = new ArrayList<>();
        final Asked asked = item.asked();
        final Funnel funnel = item.funnel();
        if (item.extents().isEmpty() || funnel == null) {
            return List.of(ResultText.of(item.result(), item.reason(), item.expected(), item.found()));
        }
        final Extent last = item.extents().getLast();
        final long have = last.segments().size() - 1L;
        final boolean isReposition = explanation.reposition() != null;
        final int needed = isReposition ? 1 : last.segmentsApart();
        final String unit = unit(explanation, last);
        final String others = asked.existing().isEmpty() ? "" : "other ";
        final String extent = asked.extents() == 1
                ? isReposition ? "it" : "the extent"
                : "extent " + item.extents().size() + " of " + Text.count(asked.extents());
        lines.add(extent + " needs " + needed + " " + others + (needed == 1 ? unit : unit + "s") + " with >= "
                + Text.bytes(asked.segmentBytes()) + " " + above(explanation, asked) + "; "
                + (have == 0 ? "none has" : have + (have == 1 ? " has" : " have")) + " it");
        final String lacks = lacks(funnel);
        if (!lacks.isEmpty()) {
            lines.add(lacks);
        }
        if (!funnel.heldBack().isEmpty()) {
            lines.add("held back: " + Words.heldBack(funnel.heldBack()));
        }
        if (!asked.excluded().isEmpty() && funnel.space() > funnel.spread()) {
            lines.add((funnel.space() - funnel.spread())
                    + " with room are excluded, or stand beside a segment of the extent");
        }
        return lines;
    }

    private static String unit(final Explanation explanation, final Extent extent) {
        return switch (extent.lowestLevel()) {
            case TopologyOrder.ZONE -> "zone";
            case TopologyOrder.RACK -> "rack";
            case TopologyOrder.BRICK -> "brick";
            default -> explanation.rules().nodesApart() ? "node" : "chunk";
        };
    }

    private static String above(final Explanation explanation, final Asked asked) {
        final boolean protects = asked.purpose() == io.stowage.codecs.Purpose.TEMPORARY
                || explanation.reposition() == io.stowage.codecs.RepositionKind.RECOVER;
        return "above the reserve of "
                + Words.share(
                        protects
                                ? explanation.rules().protectPpm()
                                : explanation.rules().headroomPpm())
                + (asked.provision() == Provision.THIN ? " and within the limits of thin data" : "");
    }

    private static String lacks(final Funnel funnel) {
        final List<String> parts = new ArrayList<>();
        add(parts, funnel, Lack.RESERVE, "down to the reserve");
        add(parts, funnel, Lack.THIN_WATERMARK, "up to the thin watermark");
        add(parts, funnel, Lack.OVERSUBSCRIPTION, "up to the oversubscription of thin data");
        add(parts, funnel, Lack.PRIORITIZED_SHARE, "up to the share of prioritized data");
        return parts.isEmpty() ? "" : "without room: " + String.join(", ", parts);
    }

    private static void add(final List<String> parts, final Funnel funnel, final Lack lack, final String text) {
        final int count = funnel.lacks().get(lack.ordinal());
        if (count > 0) {
            parts.add(Text.count(count, "chunk") + " filled " + text);
        }
    }

    /** Why the whole request was refused, before its items were looked at. */
    static String ofAll(final Explanation explanation) {
        return ResultText.of(explanation.result(), explanation.reason(), explanation.expected(), explanation.found());
    }

    /** Whether the reason says more than the result. */
    static String code(final ResultCode result, final Reason reason) {
        return reason == Reason.NONE || reason == Reason.NULL_VAL ? result.name() : result + " / " + reason;
    }
}
