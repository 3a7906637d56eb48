package io.stowage.sim.simulation;

import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.Tier;
import io.stowage.sim.model.SpaceModel;
import io.stowage.sim.model.Terms;
import io.stowage.sim.model.TopologyModel;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What new data must leave for the rebuild of the largest failure domain, counted anew: whichever domain of a pool is lost, what would
 * have to be reserved for it must fit beside what the chunks hold that take segments, within each limit that holds it. Of their
 * capacity only that counts which the widest extent granted so far can use, one segment a node. Where that is nothing, nothing is
 * kept.
 */
final class HeadroomCheck {
    static final long UNLIMITED = Long.MAX_VALUE;
    private static final long MILLION = 1_000_000;

    private final SpaceModel model;
    private final TopologyModel topology;
    private final Map<List<Object>, Integer> widths = new HashMap<>();

    HeadroomCheck(final SpaceModel model, final TopologyModel topology) {
        this.model = model;
        this.topology = topology;
    }

    /** A chunk of the pool: what of it is lost together, what no two segments of an extent share, and whether it takes any. */
    private record Member(
            String domain,
            String unit,
            boolean takesSegments,
            long capacity,
            long allocated,
            long nominal,
            boolean isThin) {}

    /** Extents were granted. */
    void granted(final Wanted wanted) {
        if (wanted.leavesHeadroom()) {
            widths.merge(key(wanted), wanted.afterwards(), Math::max);
        }
    }

    private static List<Object> key(final Wanted wanted) {
        return List.of(wanted.pool(), wanted.anywhere().tier());
    }

    /** Bytes that new data may still take with an item; negative: it has taken too much. */
    long left(final Wanted wanted, final Map<Integer, EngineView.ChunkRow> chunks) {
        final int kept = (int) setting(ConfigKey.REBUILD_HEADROOM);
        if (kept == 0) {
            return UNLIMITED;
        }
        final List<Member> members = members(wanted, TopologyModel.Level.values()[kept - 1], chunks);
        final int width = Math.max(wanted.afterwards(), widths.getOrDefault(key(wanted), 1));
        final long usable = usable(members, width);
        if (usable == 0) {
            return UNLIMITED;
        }
        final long useless = rest(members) - usable;
        final long protecting = MILLION - setting(ConfigKey.HEADROOM_PROTECT_PPM);
        long left = left(members, protecting, useless, false);
        if (wanted.isThin() || members.stream().anyMatch(Member::isThin)) {
            final long watermark = Math.min(protecting, setting(ConfigKey.THIN_WATERMARK_PPM));
            left = Math.min(left, left(members, watermark, useless, false));
            left = Math.min(left, left(members, setting(ConfigKey.OVERSUBSCRIPTION_PPM), useless, true));
        }
        return left;
    }

    private List<Member> members(
            final Wanted wanted, final TopologyModel.Level level, final Map<Integer, EngineView.ChunkRow> chunks) {
        final Tier tier = wanted.anywhere().tier();
        final boolean nodesApart = setting(ConfigKey.MIN_SPREAD) == 1;
        return chunks.entrySet().stream()
                .filter(each -> each.getValue().pool() == wanted.pool())
                .map(each -> {
                    final int chunk = each.getKey();
                    final EngineView.ChunkRow row = each.getValue();
                    final Terms terms = model.terms(chunk, tier);
                    return new Member(
                            level == TopologyModel.Level.CHUNK ? "chunk " + chunk : topology.domain(row.node(), level),
                            nodesApart ? "node " + row.node() : "chunk " + chunk,
                            row.ready() && model.offers(chunk, tier),
                            model.capacity(chunk, tier),
                            terms.allocated(),
                            terms.nominal(),
                            terms.nominal() > terms.thickAllocated());
                })
                .toList();
    }

    private static long left(final List<Member> members, final long ppm, final long useless, final boolean isNominal) {
        final Map<String, Long> stakes = new TreeMap<>();
        long free = 0;
        for (final Member member : members) {
            final long used = isNominal ? member.nominal() : member.allocated();
            final long demand = isNominal ? used : Math.max(used, member.nominal());
            final long room = member.takesSegments() ? Math.max(0, share(member.capacity(), ppm) - used) : 0;
            free += room;
            stakes.merge(member.domain(), room + demand, Long::sum);
        }
        return free - largest(stakes.values()) - share(useless, ppm);
    }

    private static long rest(final List<Member> members) {
        final Map<String, Long> domains = new TreeMap<>();
        long all = 0;
        for (final Member member : members) {
            if (member.takesSegments()) {
                all += member.capacity();
                domains.merge(member.domain(), member.capacity(), Long::sum);
            }
        }
        return all - largest(domains.values());
    }

    /** What the widest extent can use of what is left, whichever domain is lost: all of it, or the same for each segment. */
    private static long usable(final List<Member> members, final int width) {
        final long largest = largest(units(members, "").values());
        long low = 0;
        long high = largest;
        while (low < high) {
            final long middle = low + (high - low + 1) / 2;
            if (canEachHold(members, width, middle)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low == largest ? rest(members) : low * width;
    }

    private static boolean canEachHold(final List<Member> members, final int width, final long most) {
        return members.stream()
                .filter(Member::takesSegments)
                .map(Member::domain)
                .distinct()
                .allMatch(lost -> units(members, lost).values().stream()
                                .mapToLong(unit -> Math.min(unit, most))
                                .sum()
                        >= width * most);
    }

    private static Map<String, Long> units(final List<Member> members, final String lost) {
        final Map<String, Long> units = new TreeMap<>();
        for (final Member member : members) {
            if (member.takesSegments() && !member.domain().equals(lost)) {
                units.merge(member.unit(), member.capacity(), Long::sum);
            }
        }
        return units;
    }

    private static long largest(final Collection<Long> values) {
        long largest = 0;
        for (final long value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    private static long share(final long bytes, final long ppm) {
        return bytes / MILLION * ppm + bytes % MILLION * ppm / MILLION;
    }

    private long setting(final ConfigKey key) {
        return model.limits().setting(key);
    }
}
