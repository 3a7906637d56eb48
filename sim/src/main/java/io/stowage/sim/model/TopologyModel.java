package io.stowage.sim.model;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Where the nodes stand, by the names that were told: zones, racks and bricks are what nodes name. */
public final class TopologyModel {
    private static final String UNNAMED = "default";

    /**
     * A place.
     *
     * @param zone  name.
     * @param rack  name within the zone.
     * @param brick name within the rack; a node without one stands for itself.
     */
    public record Place(String zone, String rack, String brick) {}

    private final Map<Integer, Place> nodes = new TreeMap<>();

    /** Creates a cluster without nodes. */
    public TopologyModel() {}

    /**
     * A node stands somewhere, now.
     *
     * @param node  id.
     * @param zone  name; empty: that of nodes nobody has placed.
     * @param rack  name; empty: the same.
     * @param brick name; empty: none.
     */
    public void place(final int node, final String zone, final String rack, final String brick) {
        nodes.put(
                node,
                new Place(
                        zone.isEmpty() ? UNNAMED : zone,
                        rack.isEmpty() ? UNNAMED : rack,
                        brick.isEmpty() ? "node " + node : "brick " + brick));
    }

    /**
     * A chunk registered on a node that may be new.
     *
     * @param node id.
     */
    public void seen(final int node) {
        if (!nodes.containsKey(node)) {
            place(node, "", "", "");
        }
    }

    /**
     * A node is gone.
     *
     * @param node id.
     */
    public void remove(final int node) {
        nodes.remove(node);
    }

    /**
     * Where a node stands.
     *
     * @param node id.
     * @return its place.
     * @throws IllegalStateException if the model was not told.
     */
    public Place place(final int node) {
        final Place place = nodes.get(node);
        if (place == null) {
            throw new IllegalStateException("the model was not told where node " + node + " stands");
        }
        return place;
    }

    /**
     * All zones.
     *
     * @return their names.
     */
    public Set<String> zones() {
        final Set<String> zones = new HashSet<>();
        nodes.values().forEach(place -> zones.add(place.zone()));
        return zones;
    }

    /** Levels of a domain, from the smallest; their order is that of the setting REBUILD_HEADROOM, from 1. */
    public enum Level {
        /** A chunk alone. */
        CHUNK,
        /** A machine. */
        NODE,
        /** A chassis, or a machine without one. */
        BRICK,
        /** A rack. */
        RACK,
        /** A zone. */
        ZONE
    }

    /**
     * What tells a node's domain from others of its level.
     *
     * @param node  id.
     * @param level above CHUNK.
     * @return a path of names.
     */
    public String domain(final int node, final Level level) {
        final Place place = place(node);
        return switch (level) {
            case CHUNK -> throw new IllegalArgumentException("a chunk is no domain of nodes");
            case NODE -> "node " + node;
            case BRICK -> place.zone() + "/" + place.rack() + "/" + place.brick();
            case RACK -> place.zone() + "/" + place.rack();
            case ZONE -> place.zone();
        };
    }
}
