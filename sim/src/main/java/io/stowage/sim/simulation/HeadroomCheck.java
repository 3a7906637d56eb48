package io.stowage.sim.simulation;

import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.Tier;
import io.stowage.sim.model.SpaceModel;
import io.stowage.sim.model.TopologyModel;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What new data must leave for the rebuild of the largest failure domain, counted anew: all chunks of a pool that take segments
 * must together still take as much protecting data as any one domain of the pool holds and could still take. Where fewer
 * than two domains take anything, nothing is kept.
 */
final class HeadroomCheck {
    static final long UNLIMITED = Long.MAX_VALUE;

    private final SpaceModel model;
    private final TopologyModel topology;

    HeadroomCheck(final SpaceModel model, final TopologyModel topology) {
        this.model = model;
        this.topology = topology;
    }

    /** Bytes that new data may still take; negative: it has taken too much. */
    long left(final int pool, final Tier tier, final Map<Integer, EngineView.ChunkRow> chunks) {
        final int kept = (int) model.limits().setting(ConfigKey.REBUILD_HEADROOM);
        if (kept == 0) {
            return UNLIMITED;
        }
        final TopologyModel.Level level = TopologyModel.Level.values()[kept - 1];
        final Map<String, Long> stakes = new TreeMap<>();
        final Set<String> takers = new HashSet<>();
        long free = 0;
        for (final Map.Entry<Integer, EngineView.ChunkRow> each : chunks.entrySet()) {
            final int chunk = each.getKey();
            final EngineView.ChunkRow row = each.getValue();
            if (row.pool() == pool) {
                final boolean takesSegments = row.ready() && model.offers(chunk, tier);
                final String domain =
                        level == TopologyModel.Level.CHUNK ? "chunk " + chunk : topology.domain(row.node(), level);
                final long room = takesSegments ? model.limits().protectingRoom(chunk, tier) : 0;
                if (takesSegments) {
                    takers.add(domain);
                }
                free += room;
                stakes.merge(domain, room + model.terms(chunk, tier).allocated(), Long::sum);
            }
        }
        long largest = 0;
        for (final long stake : stakes.values()) {
            largest = Math.max(largest, stake);
        }
        return takers.size() < 2 ? UNLIMITED : free - largest;
    }

    /**
     * Whether an extent may be refused for the headroom. Where new data may fill a chunk further than protecting data may, it
     * depends on the chunks that were chosen: such a chunk has no room to lose, and its stake grows.
     */
    boolean mayRefuse(
            final int pool, final Tier tier, final long bytes, final Map<Integer, EngineView.ChunkRow> chunks) {
        final boolean fillsBeyond = model.limits().setting(ConfigKey.HEADROOM_NEW_PPM)
                < model.limits().setting(ConfigKey.HEADROOM_PROTECT_PPM);
        return left(pool, tier, chunks) < (fillsBeyond ? 2 * bytes : bytes);
    }
}
