package io.stowage.tools.space;

import io.stowage.client.blocking.Funnel;
import java.util.ArrayList;
import java.util.List;

/** Says why an allocation was refused: which filter left too few chunks, and what can be done about it. */
final class RefusalText {
    private RefusalText() {}

    /** A filter of the placement: what is left after it, and what to do where that is too little. */
    private record Step(String name, long left, String advice) {}

    static String of(final Funnel funnel, final int segments) {
        final List<Step> steps = List.of(
                new Step("registered", funnel.registered(), "start 'stowage agent' on more nodes"),
                new Step("in the pool", funnel.inPool(), "put more chunks into the pool, or name another with --pool"),
                new Step("in use", funnel.inUse(), "add chunks, or cancel a removal"),
                new Step("healthy", funnel.healthy(), "see 'stowage chunk list' for those that are not"),
                new Step("not isolated", funnel.notIsolated(), "end a maintenance or an isolation"),
                new Step("with the tier", funnel.tier(), "choose the other --tier"),
                new Step("with the space", funnel.space(), "ask for less, give something back, or add chunks"),
                new Step(
                        "on nodes of their own",
                        funnel.spread(),
                        "add nodes, ask for fewer replicas, or let replicas share a node:"
                                + " stowage config set MIN_SPREAD CHUNK"));
        final List<String> counts = new ArrayList<>();
        Step tooFew = steps.getLast();
        boolean isFound = false;
        for (final Step step : steps) {
            counts.add(step.left() + " " + step.name());
            if (!isFound && step.left() < segments) {
                tooFew = step;
                isFound = true;
            }
        }
        return (isFound
                        ? "an extent needs " + segments + (segments == 1 ? " chunk" : " chunks") + ", and only "
                                + tooFew.left() + (tooFew.left() == 1 ? " is " : " are ") + tooFew.name()
                        : "the chunks filled up on the way")
                + " (" + String.join(", ", counts) + "); "
                + (isFound ? tooFew.advice() : "ask for fewer extents, or take what fits with --partial");
    }
}
