package io.stowage.engine.placement;

import java.util.ArrayList;
import java.util.List;

/** Holds the picks of one granted extent against the rules, in their order. */
final class ExtentJudge {
    private final TwinRequest request;
    private final List<Finding> findings;
    private final List<Integer> placed;
    private TwinCluster cluster;
    private boolean oneRoom = true;

    ExtentJudge(final TwinCluster cluster, final TwinRequest request, final List<Finding> findings) {
        this.cluster = cluster;
        this.request = request;
        this.findings = findings;
        placed = new ArrayList<>(request.existing());
    }

    /** The state behind the extent. */
    TwinCluster place(final List<Integer> picks) {
        // Strict spread shows a chunk only once its turn has come.
        final HardRules loose = new HardRules(cluster, request.with(request.partial(), false));
        final List<TwinChunk> candidates = roomiest(loose.feasible(placed));
        final PreferenceRules.Room room =
                candidates.isEmpty() ? PreferenceRules.Room.LESS : rules().room(candidates.getFirst());
        final BestSpread reachable = BestSpread.reachable(cluster, candidates, placed, picks.size());
        for (final int pick : picks) {
            if (!judge(pick, room)) {
                return cluster;
            }
            placed.add(pick);
            cluster = cluster.with(pick, request.spaceClass(), request.segmentBytes(cluster.settings()));
        }
        final BestSpread reached = BestSpread.of(cluster, placed);
        if (oneRoom && request.preferredZone() == 0 && !request.isPrioritized() && !reached.equals(reachable)) {
            report(Finding.Rule.SPREAD, "%s reach %s of %s".formatted(picks, reached, reachable));
        }
        if (new RebuildHeadroom(cluster, request).isEatenBy(0)) {
            report(Finding.Rule.HEADROOM, "%s eat the rebuild headroom".formatted(picks));
        }
        return cluster;
    }

    private List<TwinChunk> roomiest(final List<TwinChunk> feasible) {
        final PreferenceRules rules = rules();
        final PreferenceRules.Room best = feasible.stream()
                .map(rules::room)
                .min(PreferenceRules.Room::compareTo)
                .orElse(PreferenceRules.Room.LESS);
        return feasible.stream().filter(chunk -> rules.room(chunk) == best).toList();
    }

    /** False if the pick breaks a hard rule, behind which nothing can be said any more. */
    private boolean judge(final int pick, final PreferenceRules.Room room) {
        final List<TwinChunk> feasible = new HardRules(cluster, request).feasible(placed);
        if (feasible.stream().noneMatch(chunk -> chunk.id() == pick)) {
            report(Finding.Rule.HARD, "%d beside %s; feasible: %s".formatted(pick, placed, ids(feasible)));
            return false;
        }
        oneRoom &= rules().room(cluster.chunk(pick)) == room;
        findings.addAll(preferences(pick, feasible));
        return true;
    }

    private List<Finding> preferences(final int pick, final List<TwinChunk> feasible) {
        final PreferenceRules rules = rules();
        final List<TwinChunk> best = rules.best(feasible);
        final List<Integer> group = ids(best);
        final List<Integer> roomiest = ids(rules.roomiest(best));
        if (rules.mustTakePreferred(best)) {
            return pick == request.preferred() ? List.of() : wrong(Finding.Rule.PREFERRED, pick, group);
        }
        if (!group.contains(pick)) {
            return wrong(Finding.Rule.GROUP, pick, group);
        }
        return roomiest.contains(pick) ? List.of() : wrong(Finding.Rule.ROOMIEST, pick, roomiest);
    }

    private List<Finding> wrong(final Finding.Rule rule, final int pick, final List<Integer> right) {
        return List.of(new Finding(rule, "%d beside %s instead of one of %s".formatted(pick, placed, right)));
    }

    private PreferenceRules rules() {
        return new PreferenceRules(cluster, request, List.copyOf(placed));
    }

    private void report(final Finding.Rule rule, final String text) {
        findings.add(new Finding(rule, text));
    }

    private static List<Integer> ids(final List<TwinChunk> chunks) {
        return chunks.stream().map(TwinChunk::id).toList();
    }
}
