package io.stowage.sim.simulation;

import io.stowage.codecs.Tier;
import io.stowage.sim.model.Terms;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where engine and model disagree on the space of a chunk.
 *
 * @param chunk    id.
 * @param tier     of it.
 * @param expected by the model, bytes by the name of the term in a space view: those that differ.
 */
public record SpaceDifference(int chunk, Tier tier, Map<String, Long> expected) {
    static SpaceDifference of(final EngineView.SpaceRow row, final Terms normal, final Terms prioritized) {
        final Map<String, Long> expected = terms(normal.plus(prioritized), "");
        expected.putAll(terms(prioritized, "Prioritized"));
        expected.put("allocated", normal.allocated() + prioritized.allocated());
        final Map<String, Long> found = terms(row.normal().plus(row.prioritized()), "");
        found.putAll(terms(row.prioritized(), "Prioritized"));
        found.put("allocated", row.allocated());
        expected.entrySet().removeIf(term -> term.getValue().equals(found.get(term.getKey())));
        return new SpaceDifference(row.chunk(), row.tier(), expected);
    }

    private static Map<String, Long> terms(final Terms terms, final String suffix) {
        final Map<String, Long> named = new LinkedHashMap<>();
        named.put("thick" + suffix, terms.thick());
        named.put("thickPending" + suffix, terms.thickPending());
        named.put("thickRx" + suffix, terms.thickRx());
        named.put("thinUsed" + suffix, terms.thinUsed());
        named.put("thinNewFresh" + suffix, terms.thinNewFresh());
        named.put("thinNewAging" + suffix, terms.thinNewAging());
        named.put("thinPending" + suffix, terms.thinPending());
        named.put("thinRx" + suffix, terms.thinRx());
        named.put("thinNominal" + suffix, terms.thinNominal());
        return named;
    }
}
