package io.stowage.engine.placement;

import io.stowage.codecs.Purpose;
import io.stowage.engine.space.SpaceClass;
import java.util.List;

/** One item of a reservation; 0 stands for nothing, as on the wire. */
record TwinRequest(
        Purpose purpose,
        int spaceClass,
        int pool,
        int replicas,
        int data,
        int parity,
        long extents,
        long bytes,
        int preferred,
        int preferredZone,
        boolean partial,
        boolean strict,
        List<Integer> excluded,
        List<Integer> existing) {

    /** The pool that requests mean when they name none. */
    static final int DEFAULT_POOL = 1;

    /** Replicas of new thick data on the capacity tier of the default pool, without wishes. */
    static TwinRequest replicas(final int replicas, final long extents) {
        return new TwinRequest(Purpose.NEW, 0, 0, replicas, 0, 0, extents, 0, 0, 0, false, false, List.of(), List.of());
    }

    TwinRequest coded(final int k, final int m) {
        return new TwinRequest(
                purpose,
                spaceClass,
                pool,
                0,
                k,
                m,
                extents,
                bytes,
                preferred,
                preferredZone,
                partial,
                strict,
                excluded,
                existing);
    }

    TwinRequest of(final Purpose why, final int kind) {
        return new TwinRequest(
                why,
                kind,
                pool,
                replicas,
                data,
                parity,
                extents,
                bytes,
                preferred,
                preferredZone,
                partial,
                strict,
                excluded,
                existing);
    }

    TwinRequest in(final int poolId) {
        return new TwinRequest(
                purpose,
                spaceClass,
                poolId,
                replicas,
                data,
                parity,
                extents,
                bytes,
                preferred,
                preferredZone,
                partial,
                strict,
                excluded,
                existing);
    }

    TwinRequest sized(final long segmentBytes) {
        return new TwinRequest(
                purpose,
                spaceClass,
                pool,
                replicas,
                data,
                parity,
                extents,
                segmentBytes,
                preferred,
                preferredZone,
                partial,
                strict,
                excluded,
                existing);
    }

    TwinRequest preferring(final int chunk, final int zone) {
        return new TwinRequest(
                purpose,
                spaceClass,
                pool,
                replicas,
                data,
                parity,
                extents,
                bytes,
                chunk,
                zone,
                partial,
                strict,
                excluded,
                existing);
    }

    TwinRequest with(final boolean isPartial, final boolean isStrict) {
        return new TwinRequest(
                purpose,
                spaceClass,
                pool,
                replicas,
                data,
                parity,
                extents,
                bytes,
                preferred,
                preferredZone,
                isPartial,
                isStrict,
                excluded,
                existing);
    }

    TwinRequest beside(final List<Integer> without, final List<Integer> with) {
        return new TwinRequest(
                purpose,
                spaceClass,
                pool,
                replicas,
                data,
                parity,
                extents,
                bytes,
                preferred,
                preferredZone,
                partial,
                strict,
                without,
                with);
    }

    int poolId() {
        return pool == 0 ? DEFAULT_POOL : pool;
    }

    /** Segments that are asked for, of each extent. */
    int segments() {
        return replicas + data + parity;
    }

    /** Segments that an extent then has. */
    int segmentsInAll() {
        return existing.size() + segments();
    }

    boolean isThin() {
        return SpaceClass.isThin(spaceClass);
    }

    /** Tells the tiers of all pools apart. */
    int poolAndTier() {
        return poolId() * SpaceClass.TIERS + SpaceClass.tier(spaceClass);
    }

    boolean protects() {
        return purpose == Purpose.TEMPORARY;
    }

    boolean isPrioritized() {
        return spaceClass == SpaceClass.of(SpaceClass.PERFORMANCE, 0, SpaceClass.PRIORITIZED)
                || spaceClass == SpaceClass.of(SpaceClass.PERFORMANCE, 1, SpaceClass.PRIORITIZED);
    }

    long segmentBytes(final TwinSettings settings) {
        final long extent = settings.value(TwinSettings.EXTENT_BYTES);
        if (bytes > 0 || data == 0) {
            return bytes > 0 ? bytes : extent;
        }
        final long block = settings.value(TwinSettings.THIN_BLOCK_BYTES);
        return Math.ceilDiv(Math.ceilDiv(extent, (long) data), block) * block;
    }

    /** Room that a chunk should have to be drawn. */
    long wholeBytes(final TwinSettings settings) {
        return Math.max(settings.value(TwinSettings.EXTENT_BYTES), segmentBytes(settings));
    }
}
