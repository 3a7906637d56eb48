package io.stowage.tools.explain;

import io.stowage.codecs.RepositionKind;
import io.stowage.engine.candidate.TopologyOrder;
import io.stowage.engine.explain.Explanation;
import io.stowage.engine.explain.Explanation.Asked;
import io.stowage.engine.explain.Explanation.Candidate;
import io.stowage.engine.explain.Explanation.Segment;
import io.stowage.engine.explain.Explanation.Step;
import io.stowage.engine.placement.PlacementTrace;
import io.stowage.tools.output.Text;
import java.util.ArrayList;
import java.util.List;

/** Why a segment stands where it stands, in the order in which the preferences decide. */
final class PickWords {
    private PickWords() {}

    static String of(final Explanation explanation, final Asked asked, final Segment segment, final boolean isFirst) {
        final List<String> parts = new ArrayList<>();
        final Step step = segment.steps().getLast();
        if (asked.zone() != 0) {
            parts.add(
                    switch (step.scope()) {
                        case PlacementTrace.SCOPE_PREFERRED_ZONE ->
                            "in the preferred zone " + asked.zoneName() + ", which lacks its share";
                        case PlacementTrace.SCOPE_OTHER_ZONES ->
                            "outside the preferred zone " + asked.zoneName() + ", which has its share";
                        case PlacementTrace.SCOPE_PREFERRED_CHUNK ->
                            "outside the preferred zone " + asked.zoneName()
                                    + ", for the preferred chunk stands elsewhere";
                        default -> "anywhere in the pool, for the preferred zone " + asked.zoneName() + " left nothing";
                    });
        }
        parts.add(level(segment, step, isFirst && asked.existing().isEmpty()));
        parts.add(group(explanation, step));
        parts.add(load(explanation, segment, step));
        return String.join("; ", parts);
    }

    private static String level(final Segment segment, final Step step, final boolean isFirst) {
        if (isFirst) {
            return "the first segment of the extent, free to stand anywhere";
        }
        final Candidate chosen = segment.chosen();
        final boolean hasBrick = chosen != null && !chosen.place().brick().isEmpty();
        final String where = switch (step.level()) {
            case TopologyOrder.ZONE -> "alone in its zone";
            case TopologyOrder.RACK -> "alone in its rack, in a zone with the fewest segments";
            case TopologyOrder.BRICK ->
                (hasBrick ? "alone in its brick" : "alone on its node") + ", in a rack with the fewest segments";
            default -> "alone on its node, in a brick with the fewest segments";
        };
        return where + given(segment, step);
    }

    /** Which larger domain was looked for before and was not to be had. */
    private static String given(final Segment segment, final Step step) {
        int given = -1;
        for (final Step tried : segment.steps()) {
            if (tried.scope() == step.scope()
                    && tried.group() == step.group()
                    && tried.level() > step.level()
                    && tried.weight() == 0) {
                given = Math.max(given, step.level() + 1);
            }
        }
        return switch (given) {
            case TopologyOrder.ZONE -> " (no other zone has a candidate)";
            case TopologyOrder.RACK -> " (no other rack has a candidate)";
            case TopologyOrder.BRICK -> " (no other brick has a candidate)";
            default -> "";
        };
    }

    private static String group(final Explanation explanation, final Step step) {
        final String mark =
                "the high-water mark of " + Words.share(explanation.rules().highWaterPpm());
        return switch (step.group()) {
            case PlacementTrace.GROUP_BELOW_HIGH_WATER -> "stays below " + mark;
            case PlacementTrace.GROUP_AMPLE -> "above " + mark + ", for nothing below it is left";
            default -> "nothing has room for a whole extent any more";
        };
    }

    private static String load(final Explanation explanation, final Segment segment, final Step step) {
        final Candidate chosen = segment.chosen();
        if (chosen == null) {
            return "";
        }
        if (segment.isPreferred()) {
            return "the preferred chunk, not loaded beyond "
                    + Words.share(explanation.rules().localityPpm());
        }
        if (segment.groupSize() == 1) {
            return "the only candidate";
        }
        final String among = "out of " + Text.count(segment.groupSize());
        if (step.group() == PlacementTrace.GROUP_TIGHT) {
            return "the roomiest " + among + ", with " + Text.bytes(chosen.roomBytes());
        }
        return drawn(explanation, segment, chosen, among) + undrawn(segment, chosen);
    }

    private static String drawn(
            final Explanation explanation, final Segment segment, final Candidate chosen, final String among) {
        final List<Candidate> losers = losers(segment);
        if (losers.isEmpty()) {
            return switch (segment.drawn().size()) {
                case 0, 1 -> "drawn " + among;
                case 2 -> "drawn " + among + ", both times";
                default -> "drawn " + among + ", all " + segment.drawn().size() + " times";
            };
        }
        final Candidate second = losers.getFirst();
        final int decimals = Words.decimals(List.of(chosen.load(), second.load()));
        final boolean areTwo = losers.size() == 1;
        final String drawn = (losers.size() + 1) + " candidates drawn " + among;
        if (explanation.reposition() == RepositionKind.RECOVER && chosen.running() != second.running()) {
            return (areTwo ? "fewer" : "the fewest") + " running commands of " + drawn + ": " + chosen.running()
                    + " against " + second.running();
        }
        if (chosen.load() == second.load()) {
            return "the first of " + drawn + ", " + (areTwo ? "both" : "none less") + " loaded "
                    + Words.load(chosen.load(), decimals);
        }
        if (chosen.load() > second.load()) {
            return "the better of " + drawn + " by running commands or prioritized share";
        }
        return (areTwo ? "the less loaded of " : "the least loaded of ") + drawn + ": "
                + Words.load(chosen.load(), decimals) + " against " + Words.load(second.load(), decimals);
    }

    /** Why a chunk that nobody drew did not win, though it is the less loaded: only where those that were not drawn are known. */
    private static String undrawn(final Segment segment, final Candidate chosen) {
        final List<Candidate> others = segment.others();
        final boolean isBetter = !others.isEmpty()
                && others.getFirst().load() < chosen.load()
                && others.getFirst().running() <= chosen.running();
        return isBetter
                ? " (a less loaded one was not drawn: chance draws, lest an empty chunk get every segment)"
                : "";
    }

    /** Those that were drawn and lost, each once, least loaded first. */
    static List<Candidate> losers(final Segment segment) {
        final Candidate chosen = segment.chosen();
        final List<Candidate> losers = new ArrayList<>();
        for (final Candidate each : segment.drawn()) {
            final boolean isKnown = losers.stream()
                    .anyMatch(other -> other.place().chunk() == each.place().chunk());
            if (!isKnown
                    && (chosen == null || each.place().chunk() != chosen.place().chunk())) {
                losers.add(each);
            }
        }
        losers.sort((one, other) -> Double.compare(one.load(), other.load()));
        return losers;
    }
}
