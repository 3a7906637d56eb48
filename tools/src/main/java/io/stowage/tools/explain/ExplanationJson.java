package io.stowage.tools.explain;

import io.stowage.codecs.ResultCode;
import io.stowage.engine.candidate.TopologyOrder;
import io.stowage.engine.explain.Explanation;
import io.stowage.engine.explain.Explanation.Asked;
import io.stowage.engine.explain.Explanation.Candidate;
import io.stowage.engine.explain.Explanation.Extent;
import io.stowage.engine.explain.Explanation.Funnel;
import io.stowage.engine.explain.Explanation.Headroom;
import io.stowage.engine.explain.Explanation.Item;
import io.stowage.engine.explain.Explanation.Segment;
import io.stowage.engine.placement.PlacementTrace;
import io.stowage.tools.output.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An explanation for programs: all that was written down, of every item, with the sentences that people get. */
final class ExplanationJson {
    private final Explanation explanation;
    private final int number;
    private final List<WaysOut.WayOut> ways;

    ExplanationJson(final Explanation explanation, final int number, final List<WaysOut.WayOut> ways) {
        this.explanation = explanation;
        this.number = number;
        this.ways = ways;
    }

    Map<String, @Nullable Object> page() {
        final List<Object> items = new ArrayList<>();
        for (int i = 0; i < explanation.items().size(); i++) {
            items.add(item(explanation.items().get(i), i));
        }
        return Json.object(
                "position", explanation.position(),
                "time", explanation.timestampMs(),
                "em", explanation.em(),
                "version", explanation.version(),
                "reposition", explanation.reposition(),
                "result", explanation.result(),
                "reason", explanation.reason(),
                "expected", explanation.expected(),
                "found", explanation.found(),
                "message", explanation.items().isEmpty() ? RefusalWords.ofAll(explanation) : null,
                "items", items);
    }

    private Map<String, @Nullable Object> item(final Item item, final int i) {
        final Funnel f = item.funnel();
        final Headroom h = item.headroom();
        return Json.object(
                "item", i + 1,
                "asked", asked(item.asked()),
                "words", Words.asked(explanation, item.asked()),
                "result", item.result(),
                "reason", item.reason(),
                "expected", item.expected(),
                "found", item.found(),
                "granted", item.granted(),
                "funnel", f == null ? null : funnel(f),
                "headroom",
                        h == null
                                ? null
                                : Json.object(
                                        "level", h.level(),
                                        "keptBytes", h.keptBytes(),
                                        "leftBytes", h.leftBytes(),
                                        "largest", h.largest() == null ? null : Words.domain(h.level(), h.largest())),
                "missing", item.result() == ResultCode.OK ? List.of() : RefusalWords.of(explanation, item),
                "waysOut",
                        i == number
                                ? ways.stream()
                                        .map(way -> Json.object("text", way.text(), "command", way.command()))
                                        .toList()
                                : List.of(),
                "sources", item.sources(),
                "extents",
                        item.extents().stream()
                                .map(extent -> extent(item, extent))
                                .toList());
    }

    private static Map<String, @Nullable Object> asked(final Asked a) {
        return Json.object(
                "extents", a.extents(),
                "replicas", a.replicas(),
                "ecData", a.data(),
                "ecParity", a.parity(),
                "segmentBytes", a.segmentBytes(),
                "tier", a.tier(),
                "provision", a.provision(),
                "priority", a.priority(),
                "purpose", a.purpose(),
                "partial", a.isPartial(),
                "strictSpread", a.isStrict(),
                "prefer", a.prefer(),
                "preferZone", a.zone(),
                "pool", a.pool(),
                "exclude", a.excluded(),
                "existing", a.existing(),
                "replace", a.replace());
    }

    private static Map<String, @Nullable Object> funnel(final Funnel f) {
        return Json.object(
                "pool", f.poolName(),
                "registered", f.registered(),
                "inPool", f.inPool(),
                "inUse", f.inUse(),
                "healthy", f.healthy(),
                "notIsolated", f.notIsolated(),
                "tier", f.tier(),
                "space", f.space(),
                "spread", f.spread(),
                "nodes", f.nodes(),
                "racks", f.racks(),
                "zones", f.zones());
    }

    private List<Object> extent(final Item item, final Extent extent) {
        final List<Object> segments = new ArrayList<>();
        for (int i = 0; i < extent.segments().size(); i++) {
            segments.add(segment(item, extent.segments().get(i), i == 0));
        }
        return segments;
    }

    private Map<String, @Nullable Object> segment(final Item item, final Segment s, final boolean isFirst) {
        if (s.chosen() == null) {
            return Json.object("chunk", null);
        }
        return Json.object(
                "chunk", s.chosen().place().chunk(),
                "why", PickWords.of(explanation, item.asked(), s, isFirst),
                "scope", scope(s.steps().getLast().scope()),
                "group", group(s.steps().getLast().group()),
                "level", level(s.steps().getLast().level()),
                "preferred", s.isPreferred(),
                "candidates", s.groupSize(),
                "chosen", candidate(s.chosen()),
                "drawn",
                        PickWords.losers(s).stream()
                                .map(ExplanationJson::candidate)
                                .toList(),
                "others", s.others().stream().map(ExplanationJson::candidate).toList());
    }

    private static Map<String, @Nullable Object> candidate(final Candidate c) {
        return Json.object(
                "chunk", c.place().chunk(),
                "node", c.place().node(),
                "name", c.place().nodeName(),
                "ip", c.place().ip(),
                "zone", c.place().zone(),
                "rack", c.place().rack(),
                "brick", c.place().brick(),
                "capacityBytes", c.place().capacityBytes(),
                "allocatedBytes", c.place().allocatedBytes(),
                "load", c.load(),
                "roomBytes", c.roomBytes(),
                "running", c.running());
    }

    private static String scope(final int scope) {
        return switch (scope) {
            case PlacementTrace.SCOPE_PREFERRED_ZONE -> "PREFERRED_ZONE";
            case PlacementTrace.SCOPE_OTHER_ZONES -> "OTHER_ZONES";
            case PlacementTrace.SCOPE_PREFERRED_CHUNK -> "PREFERRED_CHUNK";
            default -> "POOL";
        };
    }

    private static String group(final int group) {
        return switch (group) {
            case PlacementTrace.GROUP_BELOW_HIGH_WATER -> "BELOW_HIGH_WATER";
            case PlacementTrace.GROUP_AMPLE -> "AMPLE";
            default -> "TIGHT";
        };
    }

    private static String level(final int level) {
        return switch (level) {
            case TopologyOrder.ZONE -> "ZONE";
            case TopologyOrder.RACK -> "RACK";
            case TopologyOrder.BRICK -> "BRICK";
            default -> "NODE";
        };
    }
}
