package io.stowage.tools.whatif;

import io.stowage.engine.Engine;
import io.stowage.tools.journal.StateListing;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the chunks stand, to tell whether segments of an extent share a domain. */
final class Places {
    private final StateListing listing;
    private final Map<Integer, Place> byChunk = new HashMap<>();
    private boolean isKnown;

    Places(final StateListing listing) {
        this.listing = listing;
    }

    /** A domain whose loss takes more than one segment of an extent, if two stand in it. */
    enum Level {
        NODE,
        RACK,
        ZONE
    }

    private record Place(String node, String rack, String zone) {
        private String at(final Level level) {
            return switch (level) {
                case NODE -> node;
                case RACK -> rack;
                case ZONE -> zone;
            };
        }
    }

    /** The topology may have changed. */
    void forget() {
        isKnown = false;
    }

    /** Looks where the chunks stand, if that is not known. */
    void learn(final Engine engine) {
        if (isKnown) {
            return;
        }
        byChunk.clear();
        final Map<String, Map<String, String>> nodes = listing.rows(engine, StateListing.Kind.NODE);
        listing.rows(engine, StateListing.Kind.CHUNK).forEach((chunk, row) -> {
            final String node = row.getOrDefault("node", "");
            final Map<String, String> place = nodes.getOrDefault(node, Map.of());
            final String zone = place.getOrDefault("zone", "");
            byChunk.put(Integer.valueOf(chunk), new Place(node, zone + '/' + place.getOrDefault("rack", ""), zone));
        });
        isKnown = true;
    }

    /** The levels at which some of these stand in one domain. */
    Set<Level> shared(final List<Integer> chunks) {
        final Set<Level> shared = EnumSet.noneOf(Level.class);
        for (final Level level : Level.values()) {
            final Set<String> seen = new HashSet<>();
            for (final int chunk : chunks) {
                final Place place = byChunk.get(chunk);
                if (place != null && !seen.add(place.at(level))) {
                    shared.add(level);
                }
            }
        }
        return shared;
    }
}
