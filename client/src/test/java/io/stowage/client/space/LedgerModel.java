package io.stowage.client.space;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The naive twin of {@link ExtentLedger}: a list of everything that ever happened, with its version. */
final class LedgerModel {
    record Key(int chunk, int spaceClass) {
        /** Chunk, tier and priority: the THICK class stands for both. */
        Key group() {
            return new Key(chunk, spaceClass & ~2);
        }
    }

    record Sums(long segments, long bytes, long rxSegments, long rxBytes) {
        Sums plus(final Sums other) {
            return new Sums(
                    segments + other.segments,
                    bytes + other.bytes,
                    rxSegments + other.rxSegments,
                    rxBytes + other.rxBytes);
        }

        boolean isNegative() {
            return segments < 0 || bytes < 0 || rxSegments < 0 || rxBytes < 0;
        }

        boolean isZero() {
            return segments == 0 && bytes == 0 && rxSegments == 0 && rxBytes == 0;
        }
    }

    private record Effect(long version, Key key, Sums change) {}

    private final List<Effect> effects = new ArrayList<>();

    void change(final long version, final int chunk, final int spaceClass, final long segments, final long bytes) {
        change(version, chunk, spaceClass, segments, bytes, 0, 0);
    }

    void change(
            final long version,
            final int chunk,
            final int spaceClass,
            final long segments,
            final long bytes,
            final long rxSegments,
            final long rxBytes) {
        effects.add(new Effect(version, new Key(chunk, spaceClass), new Sums(segments, bytes, rxSegments, rxBytes)));
    }

    /** Rows that are not zero, of exactly the versions below one. */
    Map<Key, Sums> below(final long version) {
        final Map<Key, Sums> rows = new HashMap<>();
        for (final Effect effect : effects) {
            if (effect.version < version) {
                rows.merge(effect.key, effect.change, Sums::plus);
            }
        }
        rows.values().removeIf(Sums::isZero);
        return rows;
    }

    Map<Key, Sums> all() {
        return below(Long.MAX_VALUE);
    }

    /** What {@code consumer} shows, as a map. */
    static Map<Key, Sums> reported(final ExtentLedger ledger) {
        final Map<Key, Sums> rows = new HashMap<>();
        ledger.forEachReported((chunk, spaceClass, segments, bytes, rxSegments, rxBytes) ->
                rows.put(new Key(chunk, spaceClass), new Sums(segments, bytes, rxSegments, rxBytes)));
        return rows;
    }

    static Map<Key, Sums> held(final ExtentLedger ledger) {
        final Map<Key, Sums> rows = new HashMap<>();
        ledger.forEach((chunk, spaceClass, segments, bytes, rxSegments, rxBytes) ->
                rows.put(new Key(chunk, spaceClass), new Sums(segments, bytes, rxSegments, rxBytes)));
        return rows;
    }
}
