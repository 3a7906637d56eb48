package io.stowage.engine;

import io.stowage.codecs.ConfigKey;
import io.stowage.engine.space.SpaceClass;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The accounting as chapter 2 of the specification tells it, in plain collections, every figure computed when it is asked for. */
final class SpaceTwin {
    /** Where segments stand. */
    record Place(int chunk, int spaceClass) {
        int tier() {
            return SpaceClass.tier(spaceClass);
        }

        int priority() {
            return SpaceClass.priority(spaceClass);
        }

        boolean isThin() {
            return SpaceClass.isThin(spaceClass);
        }
    }

    /** How much stands there. */
    record Amount(long segments, long bytes, long rxSegments, long rxBytes) {
        static final Amount NONE = new Amount(0, 0, 0, 0);

        Amount plus(final Amount other) {
            return new Amount(
                    segments + other.segments,
                    bytes + other.bytes,
                    rxSegments + other.rxSegments,
                    rxBytes + other.rxBytes);
        }

        Amount minus(final Amount other) {
            return plus(new Amount(-other.segments, -other.bytes, -other.rxSegments, -other.rxBytes));
        }

        /** Segments have bytes, and bytes have segments. */
        boolean isWhole() {
            return segments >= 0
                    && bytes >= 0
                    && rxSegments >= 0
                    && rxBytes >= 0
                    && segments == 0 == (bytes == 0)
                    && rxSegments == 0 == (rxBytes == 0);
        }
    }

    /** Figures of a tier of a chunk, measured or waiting to be. */
    private static final class Tier {
        private final long[] used = new long[2];
        private final long[] fresh = new long[2];
        private final long[] aging = new long[2];
        private long total;
        private long failed;
        private long seal;
        private boolean offered;
    }

    private final Map<Integer, Map<Place, Amount>> reported = new TreeMap<>();
    private final Map<Integer, NavigableMap<Long, Map<Place, Amount>>> pending = new TreeMap<>();
    private final Map<Integer, Tier[]> tiers = new TreeMap<>();
    /** Sums over all extent managers, made anew after each change. */
    private final Map<Place, Amount> reportedSums = new HashMap<>();

    private final Map<Place, Amount> pendingSums = new HashMap<>();
    private final Map<ConfigKey, Long> settings = new EnumMap<>(ConfigKey.class);

    void setting(final ConfigKey key, final long value) {
        settings.put(key, value);
    }

    void chunk(final int id) {
        tiers.put(id, new Tier[] {new Tier(), new Tier()});
    }

    void keepAlive(final int chunk, final long fence, final long position, final Map<Integer, long[]> told) {
        for (int tier = 0; tier < 2; tier++) {
            final Tier at = at(chunk, tier);
            final long[] figures = told.get(tier);
            at.offered = figures != null;
            if (figures == null) {
                at.total = 0;
                at.failed = 0;
                continue;
            }
            at.total = figures[0];
            at.failed = figures[1];
            final boolean covered = fence >= at.seal;
            if (covered || at.fresh[0] + at.fresh[1] > 0) {
                at.seal = position;
            }
            for (int priority = 0; priority < 2; priority++) {
                at.used[priority] = figures[2 + priority];
                at.aging[priority] = (covered ? 0 : at.aging[priority]) + at.fresh[priority];
                at.fresh[priority] = 0;
            }
        }
    }

    void reserve(final int em, final long version, final Place place, final Amount amount) {
        pending(em).computeIfAbsent(version, absent -> new HashMap<>()).merge(place, amount, Amount::plus);
        changed();
    }

    /** Whether a row can be lowered by so much and stay whole. */
    boolean canGiveBack(final int em, final long version, final Place place, final Amount amount) {
        final Amount left = reserved(em, version, place).minus(amount);
        return left.isWhole();
    }

    Amount reserved(final int em, final long version, final Place place) {
        return pending(em).getOrDefault(version, Map.of()).getOrDefault(place, Amount.NONE);
    }

    void giveBack(final int em, final long version, final Place place, final Amount amount) {
        final Map<Place, Amount> rows = pending(em).computeIfAbsent(version, absent -> new HashMap<>());
        final Amount left = reserved(em, version, place).minus(amount);
        rows.put(place, left);
        rows.values().removeIf(Amount.NONE::equals);
        pending(em).values().removeIf(Map::isEmpty);
        changed();
    }

    void report(final int em, final long version, final Map<Place, Amount> rows) {
        final Map<Place, Amount> old = reported.getOrDefault(em, Map.of());
        final Map<Place, Amount> dropped = new HashMap<>();
        final NavigableMap<Long, Map<Place, Amount>> below = pending(em).headMap(version, false);
        below.values().forEach(each -> each.forEach((place, amount) -> dropped.merge(place, amount, Amount::plus)));
        below.clear();
        changed();
        final Set<Place> touched = new HashSet<>(old.keySet());
        touched.addAll(rows.keySet());
        touched.addAll(dropped.keySet());
        for (final Place place : touched) {
            if (place.isThin()) {
                final Amount before = old.getOrDefault(place, Amount.NONE);
                final Amount covered = dropped.getOrDefault(place, Amount.NONE);
                final Amount now = rows.getOrDefault(place, Amount.NONE);
                final long thickGone = held(old, thick(place)) + held(dropped, thick(place)) - held(rows, thick(place));
                final long madeThin = Math.min(now.bytes, Math.max(0, thickGone));
                final long rxEnded = Math.max(0, before.rxBytes + covered.rxBytes - now.rxBytes);
                at(place.chunk, place.tier()).fresh[place.priority()] +=
                        Math.max(covered.bytes + rxEnded + madeThin, now.bytes - before.bytes);
            }
        }
        put(em, rows);
    }

    private static Place thick(final Place place) {
        return new Place(place.chunk, SpaceClass.of(place.tier(), 0, place.priority()));
    }

    private static long held(final Map<Place, Amount> rows, final Place place) {
        final Amount amount = rows.getOrDefault(place, Amount.NONE);
        return amount.bytes + amount.rxBytes;
    }

    /** Applies changes one after the other; false, and nothing changed, if one does not fit or a sum would grow. */
    boolean delta(final int em, final List<Map.Entry<Place, Amount>> changes) {
        final Map<Place, Amount> rows = new HashMap<>(reported.getOrDefault(em, Map.of()));
        final Map<Place, Long> growth = new HashMap<>();
        for (final Map.Entry<Place, Amount> change : changes) {
            final Place place = change.getKey();
            final Amount amount = change.getValue();
            final Amount now = rows.getOrDefault(place, Amount.NONE).plus(amount);
            if (!now.isWhole()) {
                return false;
            }
            rows.put(place, now);
            growth.merge(thick(place), amount.bytes + amount.rxBytes, Long::sum);
        }
        if (growth.values().stream().anyMatch(bytes -> bytes > 0)) {
            return false;
        }
        for (final Map.Entry<Place, Amount> change : changes) {
            if (change.getKey().isThin()) {
                at(change.getKey().chunk, change.getKey().tier())
                        .fresh[change.getKey().priority()] += Math.max(
                        Math.max(0, -change.getValue().rxBytes), change.getValue().bytes);
            }
        }
        put(em, rows);
        return true;
    }

    void remove(final int em) {
        report(em, Long.MAX_VALUE, Map.of());
        reported.remove(em);
        pending.remove(em);
        changed();
    }

    private void put(final int em, final Map<Place, Amount> rows) {
        final Map<Place, Amount> kept = new HashMap<>(rows);
        kept.values().removeIf(Amount.NONE::equals);
        reported.put(em, kept);
        changed();
    }

    Map<Place, Amount> rows(final int em) {
        return reported.getOrDefault(em, Map.of());
    }

    NavigableMap<Long, Map<Place, Amount>> pending(final int em) {
        return pending.computeIfAbsent(em, absent -> new TreeMap<>());
    }

    boolean offers(final int chunk, final int tier) {
        return at(chunk, tier).offered;
    }

    long segments(final int chunk) {
        return reported.values().stream()
                .flatMap(rows -> rows.entrySet().stream())
                .filter(row -> row.getKey().chunk == chunk)
                .mapToLong(row -> row.getValue().segments + row.getValue().rxSegments)
                .sum();
    }

    /** Bytes that are pending or rx on a chunk. */
    long reservedBytes(final int chunk) {
        long sum = 0;
        for (int tier = 0; tier < 2; tier++) {
            for (int priority = 0; priority < 2; priority++) {
                final List<Long> terms = terms(chunk, tier, priority);
                sum += terms.get(1) + terms.get(2) + terms.get(6) + terms.get(7);
            }
        }
        return sum;
    }

    /** The nine terms, in the order of the engine's. */
    List<Long> terms(final int chunk, final int tier, final int priority) {
        final Tier at = at(chunk, tier);
        final Place thick = new Place(chunk, SpaceClass.of(tier, 0, priority));
        final Place thin = new Place(chunk, SpaceClass.of(tier, 1, priority));
        final Amount thickRow = sum(thick, false);
        final Amount thickPending = sum(thick, true);
        final Amount thinRow = sum(thin, false);
        final Amount thinPending = sum(thin, true);
        return List.of(
                thickRow.bytes,
                thickPending.bytes,
                thickRow.rxBytes + thickPending.rxBytes,
                at.used[priority],
                at.fresh[priority],
                at.aging[priority],
                thinPending.bytes,
                thinRow.rxBytes + thinPending.rxBytes,
                thinRow.bytes);
    }

    /** Capacity, total, failed, allocated, and both priorities' terms. */
    List<Long> view(final int chunk, final int tier) {
        final Tier at = at(chunk, tier);
        final List<Long> view =
                new ArrayList<>(List.of(at.total - at.failed, at.total, at.failed, allocated(chunk, tier)));
        view.addAll(terms(chunk, tier, 0));
        view.addAll(terms(chunk, tier, 1));
        return view;
    }

    long allocated(final int chunk, final int tier) {
        return allocated(chunk, tier, 0) + allocated(chunk, tier, 1);
    }

    private long allocated(final int chunk, final int tier, final int priority) {
        return terms(chunk, tier, priority).stream()
                .limit(8)
                .mapToLong(Long::longValue)
                .sum();
    }

    /** The limits of 2.5. */
    boolean fits(final Place place, final long bytes, final boolean protects) {
        final int tier = place.tier();
        final Tier at = at(place.chunk, tier);
        final long capacity = at.total - at.failed;
        final long headroom = setting(protects ? ConfigKey.HEADROOM_PROTECT_PPM : ConfigKey.HEADROOM_NEW_PPM);
        final long afterwards = allocated(place.chunk, tier) + bytes;
        boolean fits = at.offered && afterwards <= share(capacity, 1_000_000 - headroom);
        if (place.isThin()) {
            long nominal = bytes;
            for (int priority = 0; priority < 2; priority++) {
                final List<Long> terms = terms(place.chunk, tier, priority);
                nominal += terms.get(0) + terms.get(1) + terms.get(2) + terms.get(6) + terms.get(7) + terms.get(8);
            }
            fits &= afterwards <= share(capacity, setting(ConfigKey.THIN_WATERMARK_PPM))
                    && nominal <= share(capacity, setting(ConfigKey.OVERSUBSCRIPTION_PPM));
        }
        if (tier == SpaceClass.PERFORMANCE && place.priority() == SpaceClass.PRIORITIZED) {
            fits &= allocated(place.chunk, tier, SpaceClass.PRIORITIZED) + bytes
                    <= share(capacity, setting(ConfigKey.PRIORITIZED_SHARE_PPM));
        }
        return fits;
    }

    private long setting(final ConfigKey key) {
        return settings.getOrDefault(key, 0L);
    }

    private static long share(final long capacity, final long ppm) {
        return Math.floorDiv(Math.multiplyExact(capacity, ppm), 1_000_000L);
    }

    private Amount sum(final Place place, final boolean isPending) {
        if (reportedSums.isEmpty() && pendingSums.isEmpty()) {
            reported.values().forEach(rows -> addTo(reportedSums, rows));
            pending.values().forEach(versions -> versions.values().forEach(rows -> addTo(pendingSums, rows)));
        }
        return (isPending ? pendingSums : reportedSums).getOrDefault(place, Amount.NONE);
    }

    private static void addTo(final Map<Place, Amount> sums, final Map<Place, Amount> rows) {
        rows.forEach((place, amount) -> sums.merge(place, amount, Amount::plus));
    }

    private void changed() {
        reportedSums.clear();
        pendingSums.clear();
    }

    private Tier at(final int chunk, final int tier) {
        final Tier[] both = tiers.get(chunk);
        if (both == null) {
            throw new IllegalArgumentException("the twin was not told of chunk " + chunk);
        }
        return both[tier];
    }
}
