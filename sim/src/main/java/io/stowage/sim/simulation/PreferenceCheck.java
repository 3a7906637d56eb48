package io.stowage.sim.simulation;

import io.stowage.codecs.ConfigKey;
import io.stowage.sim.model.RowKey;
import io.stowage.sim.model.SpaceModel;
import io.stowage.sim.model.TopologyModel;
import io.stowage.sim.model.TopologyModel.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Among the chunks that keep the hard rules, the order of what is preferred: room, then the zone, then the spread over zones,
 * racks and bricks, by the simulator's own view of where nodes stand. What is left by these is drawn and weighed by load,
 * save the preferred chunk, which is taken, and the last space, of which the roomiest is taken.
 */
final class PreferenceCheck {
    private static final double MILLION = 1e6;
    private static final double TOO_CLOSE = 1e-3;
    private static final int BELOW_HIGH_WATER = 0;
    private static final int AMPLE = 1;
    private static final int TIGHT = 2;
    private static final long LEVEL_WEIGHT = 1_000;

    private final SpaceModel model;
    private final TopologyModel topology;

    PreferenceCheck(final SpaceModel model, final TopologyModel topology) {
        this.model = model;
        this.topology = topology;
    }

    /** What a segment was chosen from: the chunks of all, and of these the ones that keep hard rules and limits. */
    record Choice(
            Wanted wanted,
            long bytes,
            String zone,
            List<Integer> placed,
            List<Integer> feasible,
            Map<Integer, EngineView.ChunkRow> chunks) {
        boolean isFirst() {
            return placed.size() == wanted.existing().size();
        }

        int node(final int chunk) {
            final EngineView.ChunkRow row = chunks.get(chunk);
            if (row == null) {
                throw new IllegalStateException("nobody knows chunk " + chunk);
            }
            return row.node();
        }
    }

    /** The chosen chunk is one of the best, and the preferred one where that is among them. */
    void check(final Choice choice, final int chosen) {
        List<Integer> best = least(choice.feasible(), chunk -> room(choice, chunk));
        best = inScope(choice, best);
        best = least(best, chunk -> spread(choice, chunk));
        require(best.contains(chosen), choice, chosen, "better by room, zone and spread are " + best);
        final int prefer = choice.wanted().prefer();
        if (choice.isFirst() && best.contains(prefer) && isModeratelyLoaded(choice, prefer)) {
            require(chosen == prefer, choice, chosen, "the preferred chunk would do");
        } else if (room(choice, chosen) == TIGHT
                && !(choice.isFirst() && chosen == prefer && !isMuchLoaded(choice, prefer))) {
            final List<Integer> roomiest = least(best, chunk -> -largest(choice, chunk));
            require(roomiest.contains(chosen), choice, chosen, "the most room is on " + roomiest);
        }
    }

    private static void require(final boolean holds, final Choice choice, final int chosen, final String why) {
        if (!holds) {
            throw new InvariantBroken(
                    "S5",
                    "chunk " + chosen + " was chosen beside " + choice.placed() + ", but " + why + ": "
                            + choice.wanted());
        }
    }

    /**
     * The preferred zone until it has its share, then the others; all where that leaves nothing. The others first where the
     * preferred chunk is to be had there.
     */
    private List<Integer> inScope(final Choice choice, final List<Integer> chunks) {
        if (choice.zone().isEmpty()) {
            return chunks;
        }
        final Predicate<Integer> isThere =
                chunk -> topology.place(choice.node(chunk)).zone().equals(choice.zone());
        final long there = choice.placed().stream().filter(isThere).count();
        final int segments = choice.wanted().afterwards();
        final int share = segments == 2 ? 1 : segments / 2 + 1;
        final boolean lacksElsewhere = choice.placed().size() - there < segments - share;
        final boolean startsElsewhere = choice.isFirst() && lacksElsewhere && prefersOutside(choice, isThere);
        final List<Integer> scope = chunks.stream()
                .filter(there < share && !startsElsewhere ? isThere : isThere.negate())
                .toList();
        return scope.isEmpty() ? chunks : scope;
    }

    private static boolean prefersOutside(final Choice choice, final Predicate<Integer> isThere) {
        final EngineView.ChunkRow preferred =
                choice.chunks().get(choice.wanted().prefer());
        return preferred != null
                && preferred.pool() == choice.wanted().pool()
                && !isThere.test(choice.wanted().prefer());
    }

    private long room(final Choice choice, final int chunk) {
        final RowKey key = choice.wanted().key(chunk);
        final long whole = Math.max(choice.bytes(), model.limits().setting(ConfigKey.EXTENT_BYTES));
        if (!model.limits().fits(key, whole, choice.wanted().protects())) {
            return TIGHT;
        }
        return model.limits().staysBelowHighWater(key, whole) ? BELOW_HIGH_WATER : AMPLE;
    }

    /** The larger the domain without a segment of the extent, the better; then the fewer in the domain around it. */
    private long spread(final Choice choice, final int chunk) {
        if (sharing(choice, chunk, Level.ZONE) == 0) {
            return 0;
        }
        if (sharing(choice, chunk, Level.RACK) == 0) {
            return LEVEL_WEIGHT + sharing(choice, chunk, Level.ZONE);
        }
        if (sharing(choice, chunk, Level.BRICK) == 0) {
            return 2 * LEVEL_WEIGHT + sharing(choice, chunk, Level.RACK);
        }
        return 3 * LEVEL_WEIGHT + sharing(choice, chunk, Level.BRICK);
    }

    private long sharing(final Choice choice, final int chunk, final Level level) {
        final String domain = topology.domain(choice.node(chunk), level);
        return choice.placed().stream()
                .filter(other -> topology.domain(choice.node(other), level).equals(domain))
                .count();
    }

    /** Halves what is left until it fits no more. */
    private long largest(final Choice choice, final int chunk) {
        final RowKey key = choice.wanted().key(chunk);
        long fits = 0;
        for (long step = Long.highestOneBit(model.capacity(chunk, key.tier())); step > 0; step >>= 1) {
            fits += model.limits().fits(key, fits + step, choice.wanted().protects()) ? step : 0;
        }
        return fits;
    }

    /** Neither this nor the next where it is too close to tell: the engine reckons in floating point. */
    private boolean isModeratelyLoaded(final Choice choice, final int chunk) {
        return load(choice, chunk) < model.limits().setting(ConfigKey.LOCALITY_LOAD_PPM) - TOO_CLOSE;
    }

    private boolean isMuchLoaded(final Choice choice, final int chunk) {
        return load(choice, chunk) > model.limits().setting(ConfigKey.LOCALITY_LOAD_PPM) + TOO_CLOSE;
    }

    private double load(final Choice choice, final int chunk) {
        final RowKey key = choice.wanted().key(chunk);
        final long allocated = model.terms(chunk, key.tier()).allocated() + choice.bytes();
        return MILLION * allocated / model.capacity(chunk, key.tier());
    }

    private static List<Integer> least(final List<Integer> chunks, final ToLongFunction<Integer> measure) {
        long least = Long.MAX_VALUE;
        final List<Integer> found = new ArrayList<>();
        for (final int chunk : chunks) {
            final long value = measure.applyAsLong(chunk);
            if (value < least) {
                least = value;
                found.clear();
            }
            if (value == least) {
                found.add(chunk);
            }
        }
        return found;
    }
}
