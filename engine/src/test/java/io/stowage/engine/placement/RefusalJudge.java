package io.stowage.engine.placement;

import io.stowage.codecs.ResultCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Whether it was right to stop where an engine stopped, and whether it says why. */
record RefusalJudge(TwinCluster cluster, TwinRequest request, TwinOutcome outcome, List<Finding> findings) {
    void judge() {
        if (outcome.result() == ResultCode.OK) {
            if (!outcome.funnel().equals(TwinFunnel.NONE)) {
                report(Finding.Rule.FUNNEL, "a funnel though all was granted: " + outcome.funnel());
            }
        } else if (request.extents() == 1 || request.partial()) {
            judgeLastExtent();
        } else {
            judgeUnseen();
        }
    }

    /** The state in which the extent was refused is known. */
    private void judgeLastExtent() {
        final HardRules rules = new HardRules(cluster, request);
        final int most = rules.mostSegments(request.existing());
        final long bytes = request.segmentBytes(cluster.settings()) * request.segments();
        final boolean eatsHeadroom = new RebuildHeadroom(cluster, request).isEatenBy(bytes);
        if (most >= request.segments() && !eatsHeadroom) {
            report(Finding.Rule.REFUSAL, "refused, though an extent can get %d segments".formatted(most));
            return;
        }
        if (outcome.result() != ResultCode.PARTIAL) {
            judgeResult(rules, most, eatsHeadroom);
        }
        judgeFunnel(rules, most, eatsHeadroom);
    }

    /**
     * What is lacking is domains, not space, where every chunk that is separable from the segments got one, whatever the space
     * of the others; and where a chunk with room is left that only strict spread rules out.
     */
    private void judgeResult(final HardRules rules, final int most, final boolean eatsHeadroom) {
        final Set<ResultCode> right = EnumSet.noneOf(ResultCode.class);
        final List<TwinChunk> offered =
                cluster.chunks().values().stream().filter(rules::isOffered).toList();
        final int mostLoosely =
                new HardRules(cluster, request.with(request.partial(), false)).mostSegments(request.existing());
        final boolean lacksDomain =
                !offered.isEmpty() && (most == rules.mostSegments(offered, request.existing()) || most < mostLoosely);
        if (most < request.segments()) {
            right.add(lacksDomain ? ResultCode.NO_DOMAIN : ResultCode.NO_SPACE);
        }
        if (eatsHeadroom) {
            right.add(ResultCode.NO_SPACE);
        }
        if (!right.contains(outcome.result())) {
            report(Finding.Rule.RESULT, "%s instead of %s".formatted(outcome.result(), right));
        }
    }

    /** Chunks that the unseen picks of the extent have filled may count as having the space or not. */
    private void judgeFunnel(final HardRules rules, final int most, final boolean eatsHeadroom) {
        final TwinFunnel before = TwinFunnel.of(cluster, request);
        final TwinFunnel told = outcome.funnel();
        boolean agrees = told.agreesBeforeSpace(before);
        if (!eatsHeadroom) {
            final TwinLimits limits = new TwinLimits(cluster, request);
            final long bytes = request.segmentBytes(cluster.settings());
            final long filled = rules.feasible(request.existing()).stream()
                    .filter(chunk -> limits.room(chunk) < 2 * bytes)
                    .count();
            agrees &= told.space() <= before.space()
                    && told.space() >= before.space() - Math.min(most, filled)
                    && told.spread() == 0;
        }
        if (!agrees) {
            report(Finding.Rule.FUNNEL, "%s, before the extent it was %s".formatted(told, before));
        }
    }

    /**
     * The state in which an extent was refused is not known, for what came before it was taken back. But where enough domains
     * have a chunk with room for a segment of every extent, no choice can have led into a corner.
     */
    private void judgeUnseen() {
        final long bytes = request.segmentBytes(cluster.settings()) * request.extents();
        final HardRules rules = new HardRules(cluster, request);
        final TwinLimits limits = new TwinLimits(cluster, request);
        final List<TwinChunk> ample = cluster.chunks().values().stream()
                .filter(rules::isOffered)
                .filter(chunk -> limits.room(chunk) >= bytes)
                .toList();
        if (rules.mostSegments(ample, request.existing()) >= request.segments()
                && !new RebuildHeadroom(cluster, request).isEatenBy(bytes * request.segments())) {
            report(
                    Finding.Rule.REFUSAL,
                    "refused, though there is room for all extents on %d chunks".formatted(ample.size()));
        }
    }

    private void report(final Finding.Rule rule, final String text) {
        findings.add(new Finding(rule, text));
    }
}
