package io.stowage.tools.explain;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import io.stowage.codecs.RepositionKind;
import io.stowage.engine.candidate.RebuildHeadroom;
import io.stowage.engine.explain.Explanation;
import io.stowage.engine.explain.Explanation.Asked;
import io.stowage.engine.explain.Explanation.HeldBack;
import io.stowage.engine.explain.Explanation.Place;
import io.stowage.tools.output.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Parts of sentences about placement. */
final class Words {
    private static final int PPM_PER_PERCENT = 10_000;
    private static final char NO_BREAK = '\u00A0';
    private static final Pattern UNIT = Pattern.compile("(\\d) (B|[KMGTPE]iB|%)");

    private Words() {}

    /** As in {@code 3 replicas of 256 MiB, thick, CAPACITY, new data, pool default}. */
    static String asked(final Explanation explanation, final Asked asked) {
        final List<String> parts = new ArrayList<>();
        final RepositionKind kind = explanation.reposition();
        final String size = Text.bytes(asked.segmentBytes());
        final String shape = asked.replicas() > 0
                ? Text.count(asked.replicas(), "replica")
                : asked.data() + "+" + asked.parity() + " shards";
        if (kind == null) {
            parts.add(shape + " of " + size
                    + (asked.extents() == 1 ? "" : " for each of " + Text.count(asked.extents(), "extent")));
        } else {
            parts.add("a place for 1 segment of " + size + " (the extent has " + shape + ")");
        }
        parts.add(asked.provision().name().toLowerCase(Locale.ROOT));
        parts.add(asked.tier().name());
        if (asked.priority() == io.stowage.codecs.Priority.PRIORITIZED) {
            parts.add("prioritized");
        }
        if (kind == null) {
            parts.add(
                    switch (asked.purpose()) {
                        case NEW -> "new data";
                        case TEMPORARY -> "temporary replicas";
                        default ->
                            asked.purpose().name().toLowerCase(Locale.ROOT).replace('_', ' ');
                    });
            parts.add("pool " + asked.poolName());
        } else {
            parts.add((kind == RepositionKind.RECOVER ? "to rebuild what was on chunk " : "to move away from chunk ")
                    + asked.replace());
        }
        if (asked.isStrict()) {
            parts.add("strict spread");
        }
        if (asked.isPartial()) {
            parts.add("less is welcome");
        }
        if (asked.prefer() != 0) {
            parts.add("rather on chunk " + asked.prefer());
        }
        if (asked.zone() != 0) {
            parts.add("most of them in zone " + asked.zoneName());
        }
        if (!asked.excluded().isEmpty()) {
            parts.add("not on " + chunks(asked.excluded()));
        }
        if (!asked.existing().isEmpty()) {
            parts.add("beside " + (kind == null ? "segments on " : "the sources on ") + chunks(asked.existing()));
        }
        return String.join(", ", parts);
    }

    /** As in {@code chunk 3} or {@code chunks 3, 5 and 7}. */
    static String chunks(final List<Integer> ids) {
        return (ids.size() == 1 ? "chunk " : "chunks ") + list(ids);
    }

    /** As in {@code 3, 5 and 7}. */
    static String list(final List<?> all) {
        final List<String> names = all.stream().map(String::valueOf).toList();
        return names.size() < 2
                ? String.join("", names)
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }

    /** As in {@code n4 (10.0.0.4)}. */
    static String node(final Place place) {
        return place.nodeName().isEmpty() ? place.ip() : place.nodeName() + " (" + place.ip() + ")";
    }

    /** A share, as in {@code 85 %}. */
    static String share(final long ppm) {
        return BigDecimal.valueOf(ppm)
                        .divide(BigDecimal.valueOf(PPM_PER_PERCENT))
                        .stripTrailingZeros()
                        .toPlainString() + " %";
    }

    /** Loads with as many decimals as it takes to tell them apart, one at least and four at most. */
    static int decimals(final List<Double> loads) {
        for (int decimals = 1; decimals < 4; decimals++) {
            final int d = decimals;
            final long shown =
                    loads.stream().map(load -> load(load, d)).distinct().count();
            if (shown == loads.stream().distinct().count()) {
                return decimals;
            }
        }
        return 4;
    }

    static String load(final double load, final int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f %%", 100 * load);
    }

    static String name(final RebuildHeadroom.Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    /** The domain of a place that is kept for. */
    static String domain(final RebuildHeadroom.Level level, final Place place) {
        return switch (level) {
            case NONE -> "nothing";
            case CHUNK -> "chunk " + place.chunk();
            case NODE -> "node " + node(place);
            case BRICK ->
                place.brick().isEmpty() ? "node " + node(place) : "brick " + place.brick() + " of rack " + place.rack();
            case RACK -> "rack " + place.rack() + " of zone " + place.zone();
        };
    }

    static boolean canRelease(final HeldBack held) {
        return held.health() == Health.HEALTHY
                && (held.isMaintenance() || held.isSubHealth() || held.adminState() == AdminState.REMOVING);
    }

    /** As in {@code ending the maintenance of node n3}. */
    static String release(final HeldBack held) {
        final List<String> ways = new ArrayList<>();
        if (held.isMaintenance()) {
            ways.add("ending the maintenance of node " + nodeOf(held));
        }
        if (held.isSubHealth()) {
            ways.add("ending the isolation of chunk " + held.chunk());
        }
        if (held.adminState() == AdminState.REMOVING) {
            ways.add("cancelling the removal of chunk " + held.chunk());
        }
        return String.join(" and ", ways);
    }

    static String releaseCommand(final HeldBack held) {
        final List<String> commands = new ArrayList<>();
        if (held.isMaintenance()) {
            commands.add("stowage node maintenance " + held.node() + " off");
        }
        if (held.isSubHealth()) {
            commands.add("stowage chunk isolate " + held.chunk() + " off");
        }
        if (held.adminState() == AdminState.REMOVING) {
            commands.add("stowage chunk cancel-removal " + held.chunk());
        }
        return String.join("; ", commands);
    }

    /** Why each chunk takes nothing new, as in {@code chunk 5 is DISCONNECTED}. */
    static String heldBack(final List<HeldBack> all) {
        final int shown = Math.min(all.size(), 8);
        return all.stream()
                        .limit(shown)
                        .map(held -> "chunk " + held.chunk() + " "
                                + (held.adminState() != AdminState.IN_USE
                                        ? "is " + held.adminState()
                                        : held.health() != Health.HEALTHY
                                                ? "is " + held.health()
                                                : held.isMaintenance()
                                                        ? "is on node " + nodeOf(held) + " in maintenance"
                                                        : "is isolated"))
                        .collect(Collectors.joining(", "))
                + (all.size() > shown ? " and " + (all.size() - shown) + " more" : "");
    }

    private static String nodeOf(final HeldBack held) {
        return held.nodeName().isEmpty() ? String.valueOf(held.node()) : held.nodeName();
    }

    /** Breaks a line at spaces, the lines after the first under the first word behind the indent. */
    static String wrap(final String lead, final String text, final int width) {
        final StringBuilder lines = new StringBuilder(lead);
        int column = lead.length();
        boolean isFirst = true;
        // A figure and its unit stay together.
        for (final String word :
                UNIT.matcher(text).replaceAll("$1" + NO_BREAK + "$2").split(" ", -1)) {
            if (!isFirst && column + 1 + word.length() > width) {
                lines.append('\n').append(" ".repeat(lead.length()));
                column = lead.length();
                isFirst = true;
            }
            lines.append(isFirst ? "" : " ").append(word);
            column += (isFirst ? 0 : 1) + word.length();
            isFirst = false;
        }
        return lines.toString().replace(NO_BREAK, ' ');
    }
}
