package io.stowage.engine.placement;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What new data must leave for the rebuild of the largest failure domain. Whichever domain is lost, what would have to be reserved
 * for it must fit beside what the other chunks hold that take segments; and of their capacity only that counts which extents as wide
 * as the widest can use, one segment a node. Where that is nothing, no loss could be rebuilt, and nothing is kept.
 */
record RebuildHeadroom(TwinCluster cluster, TwinRequest request) {
    /** A limit: what a chunk may hold by it, what counts against it, and what a loss of the chunk would ask of the others. */
    private record Limit(long ppm, ToLongFunction<TwinSpace> used, ToLongFunction<TwinSpace> demand) {
        long size(final TwinSpace space) {
            return Math.max(used.applyAsLong(space), TwinSettings.ppm(space.capacity(), ppm));
        }
    }

    /** Whether so many more bytes would eat into it. */
    boolean isEatenBy(final long bytes) {
        return !request.protects() && isKept() && left() < bytes;
    }

    private boolean isKept() {
        return cluster.settings().value(TwinSettings.REBUILD_HEADROOM) != 0 && usable() > 0;
    }

    private long left() {
        return limits().stream().mapToLong(this::left).min().orElseThrow();
    }

    private List<Limit> limits() {
        final TwinSettings settings = cluster.settings();
        final long protecting = 1_000_000 - settings.value(TwinSettings.HEADROOM_PROTECT_PPM);
        final ToLongFunction<TwinSpace> all = space -> Math.max(space.allocated(), space.nominal());
        final Limit thick = new Limit(protecting, TwinSpace::allocated, all);
        final boolean isThin = request.isThin()
                || inPool().stream().anyMatch(chunk -> space(chunk).thin() > 0);
        return isThin
                ? List.of(
                        thick,
                        new Limit(
                                Math.min(protecting, settings.value(TwinSettings.THIN_WATERMARK_PPM)),
                                TwinSpace::allocated,
                                all),
                        new Limit(
                                settings.value(TwinSettings.OVERSUBSCRIPTION_PPM),
                                TwinSpace::nominal,
                                TwinSpace::nominal))
                : List.of(thick);
    }

    private long left(final Limit limit) {
        long free = 0;
        final Map<Integer, Long> stakes = new HashMap<>();
        for (final TwinChunk chunk : inPool()) {
            final TwinSpace space = space(chunk);
            final long room = isTaker(chunk) ? limit.size(space) - limit.used().applyAsLong(space) : 0;
            free += room;
            stakes.merge(domain(chunk), room + limit.demand().applyAsLong(space), Long::sum);
        }
        return free - largest(stakes.values()) - TwinSettings.ppm(rest() - usable(), limit.ppm());
    }

    /** Capacity that is left when the domain with the most of it is gone. */
    private long rest() {
        final Map<Integer, Long> domains = new HashMap<>();
        takers().forEach(chunk -> domains.merge(domain(chunk), space(chunk).capacity(), Long::sum));
        return domains.values().stream().mapToLong(Long::longValue).sum() - largest(domains.values());
    }

    /** All of it, or as much for each segment of the widest extent as any unit may count for, whichever domain is gone. */
    private long usable() {
        final long largest = largest(units(null).values());
        long low = 0;
        long high = largest;
        while (low < high) {
            final long middle = low + (high - low + 1) / 2;
            if (canEachHold(middle)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low == largest ? rest() : low * width();
    }

    private boolean canEachHold(final long most) {
        return takers().stream()
                .map(this::domain)
                .distinct()
                .allMatch(lost -> units(lost).values().stream()
                                .mapToLong(unit -> Math.min(unit, most))
                                .sum()
                        >= width() * most);
    }

    private int width() {
        return Math.max(1, Math.max(request.segmentsInAll(), cluster.width(request)));
    }

    /** Capacity of the nodes that may hold a segment, or of the chunks where segments may share a node. */
    private Map<Integer, Long> units(final Integer lost) {
        final boolean nodesApart = cluster.settings().value(TwinSettings.MIN_SPREAD) != 0;
        final Map<Integer, Long> units = new HashMap<>();
        for (final TwinChunk chunk : takers()) {
            if (lost == null || domain(chunk) != lost) {
                units.merge(
                        nodesApart ? chunk.place().node() : chunk.id(),
                        space(chunk).capacity(),
                        Long::sum);
            }
        }
        return units;
    }

    private List<TwinChunk> takers() {
        return inPool().stream().filter(this::isTaker).toList();
    }

    private List<TwinChunk> inPool() {
        return cluster.chunks().values().stream()
                .filter(chunk -> chunk.pool() == request.poolId())
                .toList();
    }

    private boolean isTaker(final TwinChunk chunk) {
        return new HardRules(cluster, request).isOffered(chunk);
    }

    private TwinSpace space(final TwinChunk chunk) {
        return chunk.space(request.spaceClass());
    }

    private static long largest(final Collection<Long> values) {
        return values.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private int domain(final TwinChunk chunk) {
        return switch ((int) cluster.settings().value(TwinSettings.REBUILD_HEADROOM)) {
            case 0, 1 -> chunk.id();
            case 2 -> chunk.place().node();
            case 3 -> chunk.place().brick();
            default -> chunk.place().rack();
        };
    }
}
