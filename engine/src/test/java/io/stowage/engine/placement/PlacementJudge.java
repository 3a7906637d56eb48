package io.stowage.engine.placement;

import io.stowage.codecs.ResultCode;
import java.util.ArrayList;
import java.util.List;

/** Holds the outcome of one request against the rules, extent by extent, with the state that each pick leaves behind. */
final class PlacementJudge {
    private final TwinRequest request;
    private final TwinOutcome outcome;
    private final List<Finding> findings = new ArrayList<>();
    private TwinCluster cluster;

    private PlacementJudge(final TwinCluster before, final TwinRequest request, final TwinOutcome outcome) {
        this.request = request;
        this.outcome = outcome;
        cluster = before;
    }

    /** The state that the granted picks leave, and all that is wrong with them. */
    record Verdict(TwinCluster after, List<Finding> findings) {}

    static Verdict judge(final TwinCluster before, final TwinRequest request, final TwinOutcome outcome) {
        final PlacementJudge judge = new PlacementJudge(before, request, outcome);
        if (judge.hasShape()) {
            for (int extent = 0; extent < outcome.extents(); extent++) {
                judge.cluster = new ExtentJudge(judge.cluster, request, judge.findings).place(outcome.extent(extent));
            }
            new RefusalJudge(judge.cluster, request, outcome, judge.findings).judge();
        }
        return new Verdict(judge.cluster, List.copyOf(judge.findings));
    }

    /** As many chunks as it says, and as many extents as its result allows. */
    private boolean hasShape() {
        final int segments = request.segments();
        final boolean fits = outcome.segmentsPerExtent() == segments
                && outcome.segmentBytes() == request.segmentBytes(cluster.settings())
                && outcome.chunks().size() == outcome.extents() * segments
                && outcome.result() == outcome.itemResult()
                && outcome.extents() <= request.extents()
                && (outcome.result() == ResultCode.OK) == (outcome.extents() == request.extents())
                && (outcome.result() == ResultCode.PARTIAL)
                        == (request.partial() && outcome.extents() > 0 && outcome.extents() < request.extents());
        if (!fits) {
            findings.add(new Finding(Finding.Rule.REFUSAL, "the reply has another shape than the request"));
        }
        return fits;
    }
}
