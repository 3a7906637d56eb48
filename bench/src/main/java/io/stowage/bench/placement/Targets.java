package io.stowage.bench.placement;

import io.stowage.bench.placement.Target.Relation;
import io.stowage.bench.placement.figure.Feasibility;
import io.stowage.bench.placement.figure.Filling;
import io.stowage.bench.placement.figure.Timing;
import io.stowage.bench.placement.own.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The targets of the placement, row by row, and what a run showed of them. */
final class Targets {
    private static final int SMALL = 100;
    private static final int LARGE = 10_000;
    private static final int HUGE = 100_000;
    private static final int MOSTLY_FULL = 90;

    private final List<Timing> timings;
    private final List<Filling> fillings;
    private final List<Target> targets = new ArrayList<>();

    private Targets(final List<Timing> timings, final List<Filling> fillings) {
        this.timings = timings;
        this.fillings = fillings;
    }

    static List<Target> of(final List<Timing> timings, final List<Filling> fillings, final Feasibility feasibility) {
        final Targets all = new Targets(timings, fillings);
        all.addSpeed();
        all.addPeers();
        all.addEvenness();
        all.addLaws(feasibility);
        return all.targets;
    }

    private void addSpeed() {
        add("3 replicas at 10,000 chunks", Relation.AT_MOST, 500, ns(Ask.BATCHED, LARGE, 0), "ns");
        add("10,000 chunks / 100 chunks", Relation.AT_MOST, 2, ratio(LARGE, 0, SMALL, 0), "");
        add("100,000 chunks / 100 chunks", Relation.AT_MOST, 3, ratio(HUGE, 0, SMALL, 0), "");
        add("90 % full / none full, the worst size", Relation.AT_MOST, 2, worstFull(), "");
        add("EC 8+3 at 10,000 chunks", Relation.AT_MOST, 2_000, ns(Ask.CODED, LARGE, 0), "ns");
    }

    private void addPeers() {
        add("fastest peer at 10,000 chunks / ours", Relation.AT_LEAST, 20, timesFaster(_ -> true), "");
        add(
                "fastest peer that considers capacity / ours",
                Relation.AT_LEAST,
                50,
                timesFaster(Timing::considersCapacity),
                "");
    }

    private void addEvenness() {
        final Filling largest = ownFillings().reduce((_, last) -> last).orElse(null);
        final Double even = largest == null ? null : (Double) largest.maxOverMean();
        add("max/mean utilisation, filled to 80 %", Relation.AT_MOST, 1.01, even, "");
        final double bestPeer = fillings.stream()
                .filter(filling -> !isOwn(filling.peer()) && filling.isWhole())
                .filter(filling -> largest != null && filling.chunks() == largest.chunks())
                .mapToDouble(Filling::maxOverMean)
                .min()
                .orElse(Double.NaN);
        add("max/mean utilisation, against the best peer's", Relation.BELOW, bestPeer, even, "");
        final Double share = largest == null ? null : largest.newChunkShare();
        add("share of new chunks in new writes / fair share", Relation.AT_MOST, 3, share, "");
    }

    private void addLaws(final Feasibility feasibility) {
        law("garbage of a decision", max(own().mapToDouble(Timing::bytesPerDecision)), "B");
        law("extents not on three racks", max(ownFillings().mapToDouble(Filling::rackViolations)), "");
        law("feasible requests refused, any fill", (double) feasibility.refusedThoughFeasible(), "");
        law("locations that break a hard rule", (double) feasibility.brokenRules(), "");
        law("timed decisions refused", max(own().mapToDouble(Timing::failures)), "");
        law(
                "decisions refused while filling",
                max(ownFillings().mapToDouble(filling -> filling.failures() + filling.failuresAfter())),
                "");
    }

    private void add(
            final String figure,
            final Relation relation,
            final double limit,
            final @Nullable Double measured,
            final String unit) {
        targets.add(new Target(figure, relation, limit, measured, unit, false));
    }

    private void law(final String figure, final @Nullable Double measured, final String unit) {
        targets.add(new Target(figure, Relation.AT_MOST, 0, measured, unit, true));
    }

    static boolean isOwn(final String name) {
        return name.startsWith(Ask.BATCHED);
    }

    private Stream<Timing> own() {
        return timings.stream().filter(timing -> isOwn(timing.peer()));
    }

    private Stream<Filling> ownFillings() {
        return fillings.stream().filter(filling -> isOwn(filling.peer()));
    }

    private @Nullable Double ns(final String name, final int chunks, final int fullPercent) {
        return timings.stream()
                .filter(timing ->
                        timing.peer().equals(name) && timing.chunks() == chunks && timing.fullPercent() == fullPercent)
                .map(Timing::cpuNsPerDecision)
                .findFirst()
                .orElse(null);
    }

    private @Nullable Double ratio(final int chunks, final int full, final int baseChunks, final int baseFull) {
        final Double above = ns(Ask.BATCHED, chunks, full);
        final Double below = ns(Ask.BATCHED, baseChunks, baseFull);
        return above == null || below == null ? null : (Double) (above / below);
    }

    private @Nullable Double worstFull() {
        return max(timings.stream()
                .mapToInt(Timing::chunks)
                .distinct()
                .mapToObj(chunks -> ratio(chunks, MOSTLY_FULL, chunks, 0))
                .flatMap(Stream::ofNullable)
                .mapToDouble(Double::doubleValue));
    }

    private @Nullable Double timesFaster(final Predicate<Timing> peers) {
        final Double ours = ns(Ask.BATCHED, LARGE, 0);
        return timings.stream()
                .filter(timing -> !isOwn(timing.peer()) && timing.chunks() == LARGE && timing.fullPercent() == 0)
                .filter(timing -> !timing.isFailing())
                .filter(peers)
                .map(Timing::cpuNsPerDecision)
                .min(Double::compare)
                .map(fastest -> ours == null ? null : fastest / ours)
                .orElse(null);
    }

    private static @Nullable Double max(final DoubleStream figures) {
        return figures.boxed().max(Double::compare).orElse(null);
    }
}
