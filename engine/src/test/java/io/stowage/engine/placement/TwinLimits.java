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

    /** Whether what is allocated, with some more, is at most a share of the tier's capacity, whatever the class. */
    boolean isFilledAtMost(final int threshold, final TwinChunk chunk, final long bytes) {
        final TwinSpace space = chunk.space(request.spaceClass());
        final BigInteger left = BigInteger.valueOf(space.allocated() + bytes).multiply(BigInteger.valueOf(1_000_000));
        final BigInteger right = BigInteger.valueOf(space.capacity())
                .multiply(BigInteger.valueOf(cluster.settings().value(threshold)));
        return left.compareTo(right) <= 0;
    }
}
