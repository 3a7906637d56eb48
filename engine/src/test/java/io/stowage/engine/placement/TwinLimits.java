package io.stowage.engine.placement;

import io.stowage.engine.space.SpaceClass;
import java.math.BigInteger;

/** Room by the limits of space, and load after placement against a threshold; exact, in whole bytes. */
record TwinLimits(TwinCluster cluster, TwinRequest request) {
    /** Largest segment of the request's class and purpose that a chunk still takes. */
    long room(final TwinChunk chunk) {
        final TwinSettings settings = cluster.settings();
        final TwinSpace space = chunk.space(request.spaceClass());
        final int headroom = request.protects() ? TwinSettings.HEADROOM_PROTECT_PPM : TwinSettings.HEADROOM_NEW_PPM;
        long room = settings.without(space.capacity(), headroom) - space.allocated();
        if (SpaceClass.isThin(request.spaceClass())) {
            final long watermark = settings.share(space.capacity(), TwinSettings.THIN_WATERMARK_PPM);
            final long oversubscribed = settings.share(space.capacity(), TwinSettings.OVERSUBSCRIPTION_PPM);
            room = Math.min(room, Math.min(watermark - space.allocated(), oversubscribed - space.nominal()));
        }
        if (request.isPrioritized()) {
            final long share = settings.share(space.capacity(), TwinSettings.PRIORITIZED_SHARE_PPM);
            room = Math.min(room, share - space.prioritized());
        }
        return space.offered() ? room : Long.MIN_VALUE;
    }

    boolean fits(final TwinChunk chunk) {
        return room(chunk) >= request.segmentBytes(cluster.settings());
    }

    boolean isLoadedAtMost(final int threshold, final TwinChunk chunk, final LoadReading reading) {
        final TwinSpace after =
                chunk.space(request.spaceClass()).plus(request.spaceClass(), request.segmentBytes(cluster.settings()));
        final boolean byTier = isAtMost(threshold, after.allocated(), after.capacity(), 1_000_000);
        final boolean byClass = isAtMostByClass(threshold, after, byTier);
        return switch (reading) {
            case BY_CLASS -> byClass;
            case BY_TIER -> byTier;
            case BY_BOTH -> byClass && byTier;
        };
    }

    private boolean isAtMostByClass(final int threshold, final TwinSpace after, final boolean byTier) {
        final TwinSettings settings = cluster.settings();
        if (request.isPrioritized()) {
            final long share = settings.value(TwinSettings.PRIORITIZED_SHARE_PPM);
            return isAtMost(threshold, after.prioritized(), after.capacity(), share);
        }
        if (SpaceClass.isThin(request.spaceClass()) && cluster.isThinScarce(request.spaceClass())) {
            final long oversubscription = settings.value(TwinSettings.OVERSUBSCRIPTION_PPM);
            return byTier && isAtMost(threshold, after.nominal(), after.capacity(), oversubscription);
        }
        return byTier;
    }

    /** Whether used / (capacity x share) is at most a threshold. */
    private boolean isAtMost(final int threshold, final long used, final long capacity, final long sharePpm) {
        final BigInteger left = BigInteger.valueOf(used).multiply(BigInteger.valueOf(1_000_000_000_000L));
        final BigInteger right = BigInteger.valueOf(capacity)
                .multiply(BigInteger.valueOf(sharePpm))
                .multiply(BigInteger.valueOf(cluster.settings().value(threshold)));
        return left.compareTo(right) <= 0;
    }
}
