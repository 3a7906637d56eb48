package io.stowage.engine;

import static io.stowage.engine.EngineFixture.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.SpaceTwin.Amount;
import io.stowage.engine.SpaceTwin.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random commands of all kinds in all classes, on chunks that are soon full: whatever is taken, the engine's view is that of the
 * naive twin; whatever is refused changes nothing; and the twin knows which of the two must happen.
 */
class SpacePropertyTest {
    private static final int STEPS = 300;
    private static final int CHUNKS = 5;
    private static final int EMS = 3;

    private final SpaceTwin twin = new SpaceTwin();
    private final long[] version = {0, 1, 1, 1};
    private final long[] lastVersion = new long[EMS + 1];
    private final long[] incarnation = {0, 1, 1, 1};
    private final long[] lastSeen = new long[EMS + 1];
    private final List<List<Long>> fences = new ArrayList<>(List.of(List.of()));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldAgreeWithTheTwinAfterEveryCommand(final long seed) {
        try (EngineFixture fixture = new EngineFixture()) {
            final SpaceWire wire = new SpaceWire(fixture);
            final SplittableRandom random = new SplittableRandom(seed);
            final ExpandableArrayBuffer snapshot = new ExpandableArrayBuffer();
            int snapshotLength = 0;
            start(wire);
            for (int step = 0; step < STEPS; step++) {
                fixture.nowMs += random.nextInt(3);
                step(wire, random);
                compare(wire, "seed " + seed + ", step " + step);
                if (step == STEPS / 2) {
                    snapshotLength = take(fixture.engine, snapshot);
                }
                if (step % 16 == 0) {
                    fixture.engine.verify();
                }
            }
            try (Engine loaded = new Engine(Limits.small())) {
                loaded.load(snapshot, 0, snapshotLength);
                loaded.verify();
                EngineFixture.replay(fixture.log, loaded);
                loaded.verify();
                assertThat(loaded.stateHash()).isEqualTo(fixture.engine.stateHash());
            }
        }
    }

    private void start(final SpaceWire wire) {
        set(wire, ConfigKey.REBUILD_HEADROOM, 0);
        set(wire, ConfigKey.HEADROOM_NEW_PPM, 100_000);
        set(wire, ConfigKey.HEADROOM_PROTECT_PPM, 30_000);
        set(wire, ConfigKey.THIN_WATERMARK_PPM, 850_000);
        set(wire, ConfigKey.OVERSUBSCRIPTION_PPM, 1_200_000);
        set(wire, ConfigKey.PRIORITIZED_SHARE_PPM, 400_000);
        for (int i = 1; i <= CHUNKS; i++) {
            assertThat(wire.fixture.healthyChunk(i, 1)).isEqualTo(i);
            twin.chunk(i);
            fences.add(new ArrayList<>(List.of(-1L)));
            keepAlive(wire, i, -1, Map.of(0, new long[] {6_000 * MIB, 0, 0, 0}, 1, new long[] {4_000 * MIB, 0, 0, 0}));
        }
        for (int em = 1; em <= EMS; em++) {
            connect(wire, em);
        }
    }

    private void set(final SpaceWire wire, final ConfigKey key, final long value) {
        assertThat(wire.fixture.setConfig(key, value)).isEqualTo(ResultCode.OK);
        twin.setting(key, value);
    }

    private void connect(final SpaceWire wire, final int em) {
        assertThat(wire.fixture.connectEm(em, incarnation[em])).isEqualTo(ResultCode.OK);
        seen(wire, em);
    }

    private void seen(final SpaceWire wire, final int em) {
        lastSeen[em] = wire.fixture.nowMs;
    }

    private void step(final SpaceWire wire, final SplittableRandom random) {
        final int em = random.nextInt(1, EMS + 1);
        final int roll = random.nextInt(100);
        if (roll < 30) {
            reserve(wire, random, em);
        } else if (roll < 42) {
            free(wire, random, em);
        } else if (roll < 52) {
            reposition(wire, random, em);
        } else if (roll < 64) {
            report(wire, random, em);
        } else if (roll < 80) {
            delta(wire, random, em);
        } else if (roll < 97) {
            keepAlive(wire, random);
        } else if (roll < 99) {
            incarnation[em]++;
            connect(wire, em);
        } else {
            remove(wire, em);
        }
    }

    private Place place(final SplittableRandom random) {
        return new Place(random.nextInt(1, CHUNKS + 1), random.nextInt(8));
    }

    private static long size(final SplittableRandom random) {
        return random.nextInt(4) == 0 ? random.nextInt(1, 700) * MIB + random.nextInt(3) - 1 : 256 * MIB;
    }

    private void reserve(final SpaceWire wire, final SplittableRandom random, final int em) {
        final Place wish = place(random);
        final SpaceWire.Item item = new SpaceWire.Item(wish.spaceClass());
        item.bytes = size(random);
        item.prefer = random.nextBoolean() ? wish.chunk() : 0;
        item.purpose = random.nextInt(3) == 0 ? Purpose.TEMPORARY : Purpose.NEW;
        item.exclude = random.nextInt(3) == 0 ? new int[] {random.nextInt(1, CHUNKS + 1)} : item.exclude;
        final boolean protects = item.purpose == Purpose.TEMPORARY;
        final List<Integer> fitting = new ArrayList<>();
        for (int chunk = 1; chunk <= CHUNKS; chunk++) {
            final boolean excluded = item.exclude.length > 0 && item.exclude[0] == chunk;
            if (!excluded && twin.fits(new Place(chunk, wish.spaceClass()), item.bytes, protects)) {
                fitting.add(chunk);
            }
        }

        item.prefer = fitting.contains(item.prefer) ? item.prefer : 0;
        final ResultCode result = wire.reserve(em, incarnation[em], version[em], item);

        final SpaceWire.Granted granted = wire.granted().getFirst();
        assertThat(result).isEqualTo(granted.result());
        seen(wire, em);
        if (fitting.isEmpty()) {
            assertThat(result).isIn(ResultCode.NO_SPACE, ResultCode.NO_DOMAIN);
            assertThat(granted.chunks()).isEmpty();
        } else {
            assertThat(result).isEqualTo(ResultCode.OK);
            assertThat(granted.bytes()).isEqualTo(item.bytes);
            final int chunk = granted.chunks().getFirst();
            assertThat(fitting).contains(chunk);
            twin.reserve(em, version[em], new Place(chunk, wish.spaceClass()), new Amount(1, item.bytes, 0, 0));
        }
    }

    private void reposition(final SpaceWire wire, final SplittableRandom random, final int em) {
        final Place wish = place(random);
        final SpaceWire.Item item = new SpaceWire.Item(wish.spaceClass());
        item.bytes = size(random);
        item.prefer = wish.chunk();
        item.replace = wish.chunk() % CHUNKS + 1;
        final boolean recover = random.nextBoolean();
        item.existing = new int[] {item.replace % CHUNKS + 1};
        final boolean fits = twin.fits(wish, item.bytes, recover);

        final ResultCode result = wire.reposition(
                em, incarnation[em], version[em], recover ? RepositionKind.RECOVER : RepositionKind.MIGRATE, item);

        seen(wire, em);
        final SpaceWire.Moved moved = wire.moved().getFirst();
        assertThat(moved.result()).isEqualTo(result);
        if (result == ResultCode.OK) {
            final Place chosen = new Place(moved.destination(), wish.spaceClass());
            assertThat(chosen.chunk()).isNotIn(item.replace, item.existing[0]);
            assertThat(twin.fits(chosen, item.bytes, recover)).isTrue();
            twin.reserve(em, version[em], chosen, new Amount(0, 0, 1, item.bytes));
        } else {
            assertThat(fits).isFalse();
        }
    }

    private void free(final SpaceWire wire, final SplittableRandom random, final int em) {
        final Map<Place, Amount> rows = twin.pending(em).getOrDefault(version[em], Map.of());
        final Place place = rows.isEmpty() || random.nextInt(8) == 0
                ? place(random)
                : List.copyOf(rows.keySet()).get(random.nextInt(rows.size()));
        final Amount reserved = twin.reserved(em, version[em], place);
        final boolean rx = reserved.segments() == 0 == random.nextInt(5) > 0;
        final long segments = Math.max(1, rx ? reserved.rxSegments() : reserved.segments());
        final int count = random.nextInt(4) == 0 ? random.nextInt(1, 4) : (int) segments;
        final long all = rx ? reserved.rxBytes() : reserved.bytes();
        final long bytes = random.nextInt(5) == 0 || all == 0 ? size(random) : Math.max(1, all / segments);
        final Amount given = rx ? new Amount(0, 0, count, count * bytes) : new Amount(count, count * bytes, 0, 0);
        final boolean fits = twin.canGiveBack(em, version[em], place, given);
        final List<Integer> chunks = java.util.Collections.nCopies(count, place.chunk());
        final long hash = wire.fixture.engine.stateHash();

        final ResultCode result = rx
                ? wire.freeRx(em, incarnation[em], version[em], place.spaceClass(), bytes, chunks)
                : wire.free(em, incarnation[em], version[em], place.spaceClass(), bytes, chunks);

        if (fits) {
            assertThat(result).isEqualTo(ResultCode.OK);
            twin.giveBack(em, version[em], place, given);
            seen(wire, em);
        } else {
            assertThat(result).isEqualTo(ResultCode.CONFLICT);
            assertThat(wire.fixture.commandReply().expected()).isEqualTo(all);
            assertThat(wire.fixture.engine.stateHash()).isEqualTo(hash);
        }
    }

    private void report(final SpaceWire wire, final SplittableRandom random, final int em) {
        final long reported = version[em] + 1;
        final Map<Place, Amount> rows = new HashMap<>(twin.rows(em));
        rows.keySet().removeIf(place -> random.nextInt(5) == 0);
        for (final Map<Place, Amount> open : twin.pending(em).values()) {
            open.forEach((place, amount) -> rows.merge(place, amount, Amount::plus));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            final long segments = random.nextInt(3);
            final long rxSegments = segments == 0 ? 1 : random.nextInt(2);
            final long bytes = size(random);
            rows.put(place(random), new Amount(segments, segments * bytes, rxSegments, rxSegments * bytes));
        }
        rows.replaceAll((place, amount) -> amount.rxSegments() > 0 && random.nextBoolean()
                ? new Amount(amount.segments() + 1, amount.bytes() + 256 * MIB, 0, 0)
                : amount);
        final List<Map.Entry<Place, Amount>> all = List.copyOf(rows.entrySet());
        assertThat(wire.begin(em, incarnation[em], reported)).isEqualTo(ResultCode.OK);
        for (int from = 0; from < all.size(); from += 3) {
            final int to = Math.min(all.size(), from + 3);
            assertThat(wire.rows(em, incarnation[em], reported, all.subList(from, to), -1))
                    .isEqualTo(ResultCode.OK);
            assertThat(wire.reportReply().rows()).isEqualTo(to);
        }
        seen(wire, em);
        if (random.nextInt(6) == 0) {
            return;
        }
        assertThat(wire.end(em, incarnation[em], reported, all.size(), SpaceWire.checksum(all)))
                .isEqualTo(ResultCode.OK);
        twin.report(em, reported, rows);
        lastVersion[em] = reported;
        version[em] = random.nextInt(4) == 0 ? reported + 1 : reported;
        if (version[em] > reported) {
            reserve(wire, random, em);
        }
    }

    private void delta(final SpaceWire wire, final SplittableRandom random, final int em) {
        final List<Place> places = List.copyOf(twin.rows(em).keySet());
        final List<Map.Entry<Place, Amount>> rows = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            final Place place = places.isEmpty() || random.nextInt(10) == 0
                    ? place(random)
                    : places.get(random.nextInt(places.size()));
            rows.add(Map.entry(place, change(random, twin.rows(em).getOrDefault(place, Amount.NONE))));
        }
        final long hash = wire.fixture.engine.stateHash();
        final List<Map.Entry<Place, Amount>> meant = new ArrayList<>();
        final ResultCode result;
        switch (random.nextInt(3)) {
            case 0 -> {
                rows.replaceAll(row -> Map.entry(thick(row.getKey()), positive(row.getValue())));
                for (final Map.Entry<Place, Amount> row : rows) {
                    meant.add(Map.entry(row.getKey(), Amount.NONE.minus(row.getValue())));
                    meant.add(Map.entry(thin(row.getKey()), row.getValue()));
                }
                result = wire.becomeThin(em, incarnation[em], version[em], rows, -1);
            }
            case 1 -> {
                rows.replaceAll(row -> Map.entry(row.getKey(), positive(row.getValue())));
                rows.forEach(row -> meant.add(Map.entry(row.getKey(), Amount.NONE.minus(row.getValue()))));
                result = wire.removeExtents(em, incarnation[em], version[em], rows, -1);
            }
            default -> {
                meant.addAll(rows);
                result = wire.delta(em, incarnation[em], version[em], rows, -1);
            }
        }
        if (twin.delta(em, meant)) {
            assertThat(result).as("%s", meant).isEqualTo(ResultCode.OK);
            seen(wire, em);
        } else {
            assertThat(result).as("%s", meant).isEqualTo(ResultCode.LEDGER_MISMATCH);
            assertThat(wire.fixture.engine.stateHash()).isEqualTo(hash);
        }
    }

    /** Mostly a change that the row can bear. */
    private static Amount change(final SplittableRandom random, final Amount row) {
        return switch (random.nextInt(6)) {
            case 0 -> Amount.NONE.minus(row);
            case 1 -> new Amount(row.rxSegments(), row.rxBytes(), -row.rxSegments(), -row.rxBytes());
            case 2 -> new Amount(-row.segments(), -row.bytes(), row.segments(), row.bytes());
            case 3 -> row.segments() > 1 ? new Amount(-1, -MIB, 0, 0) : new Amount(0, -MIB, 0, 0);
            case 4 -> new Amount(0, 0, -1, -size(random));
            default -> new Amount(-1, -256 * MIB, 0, 0);
        };
    }

    private static Amount positive(final Amount amount) {
        return new Amount(Math.abs(amount.segments()), Math.abs(amount.bytes()), 0, 0);
    }

    private static Place thick(final Place place) {
        return new Place(place.chunk(), place.spaceClass() & 5);
    }

    private static Place thin(final Place place) {
        return new Place(place.chunk(), place.spaceClass() | 2);
    }

    private void keepAlive(final SpaceWire wire, final SplittableRandom random) {
        final int chunk = random.nextInt(1, CHUNKS + 1);
        final List<Long> known = fences.get(chunk);
        final long fence = known.get(Math.max(0, known.size() - 1 - random.nextInt(3)));
        final Map<Integer, long[]> tiers = new TreeMap<>();
        for (int tier = 0; tier < 2; tier++) {
            if (random.nextInt(12) != 0) {
                final long total = (tier == 0 ? 6_000 : 4_000) * MIB;
                tiers.put(tier, new long[] {
                    total,
                    random.nextInt(5) == 0 ? total / 3 : 0,
                    random.nextInt(2_000) * MIB / 4,
                    random.nextInt(1_000) * MIB / 4
                });
            }
        }
        keepAlive(wire, chunk, fence, tiers);
    }

    private void keepAlive(final SpaceWire wire, final int chunk, final long fence, final Map<Integer, long[]> tiers) {
        assertThat(wire.keepAlive(chunk, fence, 0, tiers)).isEqualTo(ResultCode.OK);
        final long position = wire.fixture.engine.position();
        assertThat(wire.fence()).isEqualTo(position);
        final Map<Integer, long[]> told = new HashMap<>(tiers);
        twin.keepAlive(chunk, fence, position, told);
        fences.get(chunk).add(position);
    }

    private void remove(final SpaceWire wire, final int em) {
        assertThat(wire.fixture.removeEm(em)).isEqualTo(ResultCode.OK);
        twin.remove(em);
        lastVersion[em] = 0;
        connect(wire, em);
    }

    private void compare(final SpaceWire wire, final String where) {
        final Map<List<Integer>, List<Long>> views = new SpaceViews(wire.fixture).views();
        final long[] capacity = new long[2];
        final long[] allocated = new long[2];
        for (int chunk = 1; chunk <= CHUNKS; chunk++) {
            for (int tier = 0; tier < 2; tier++) {
                final List<Long> expected = new ArrayList<>(twin.view(chunk, tier));
                capacity[tier] += expected.getFirst();
                allocated[tier] += expected.get(3);
                expected.add(twin.segments(chunk));
                final List<Long> seen = views.get(List.of(chunk, tier));
                if (seen == null) {
                    assertThat(twin.offers(chunk, tier)).as(where).isFalse();
                    assertThat(twin.allocated(chunk, tier)).as(where).isZero();
                } else if (!seen.equals(expected)) {
                    assertThat(seen)
                            .as("%s, chunk %d, tier %d", where, chunk, tier)
                            .isEqualTo(expected);
                }
            }
        }
        final var status = wire.fixture.status();
        assertThat(List.of(
                        status.capacityBytes(),
                        status.capacityAllocated(),
                        status.performanceBytes(),
                        status.performanceAllocated()))
                .as(where)
                .isEqualTo(List.of(capacity[0], allocated[0], capacity[1], allocated[1]));
        final Map<Integer, List<Long>> ems = new SpaceViews(wire.fixture).extentManagers();
        for (int em = 1; em <= EMS; em++) {
            final List<Long> expected = List.of(
                    lastVersion[em],
                    twin.pending(em).values().stream()
                            .flatMap(rows -> rows.values().stream())
                            .mapToLong(row -> row.bytes() + row.rxBytes())
                            .sum(),
                    twin.rows(em).values().stream()
                            .mapToLong(row -> row.bytes() + row.rxBytes())
                            .sum(),
                    (long) twin.rows(em).size(),
                    (long) twin.pending(em).size(),
                    lastSeen[em]);
            assertThat(ems.get(em)).as("%s, extent manager %d", where, em).isEqualTo(expected);
        }
    }

    private static int take(final Engine engine, final ExpandableArrayBuffer target) {
        final int[] length = {0};
        engine.snapshot((buffer, offset, count) -> {
            target.putBytes(length[0], buffer, offset, count);
            length[0] += count;
        });
        return length[0];
    }
}
