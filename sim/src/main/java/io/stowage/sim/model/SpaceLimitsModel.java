package io.stowage.sim.model;

import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Tier;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;

/** The limits of a decision, as the specification tells them, over a {@link SpaceModel}. */
public final class SpaceLimitsModel {
    private static final long MILLION = 1_000_000;

    private final SpaceModel space;
    private final Map<ConfigKey, Long> settings = new EnumMap<>(ConfigKey.class);

    SpaceLimitsModel(final SpaceModel space) {
        this.space = space;
    }

    void configure(final ConfigKey key, final long value) {
        settings.put(key, value);
    }

    /**
     * Whether a segment fits.
     *
     * @param key      where it would stand.
     * @param bytes    nominal.
     * @param protects whether it protects existing data.
     * @return true within every limit.
     */
    public boolean fits(final RowKey key, final long bytes, final boolean protects) {
        final long capacity = space.capacity(key.chunk(), key.tier());
        final Terms terms = space.terms(key.chunk(), key.tier());
        final ConfigKey headroom = protects ? ConfigKey.HEADROOM_PROTECT_PPM : ConfigKey.HEADROOM_NEW_PPM;
        final long afterwards = terms.allocated() + bytes;
        boolean fits = afterwards <= share(capacity, MILLION - setting(headroom));
        if (key.provision() == Provision.THIN) {
            fits &= afterwards <= share(capacity, setting(ConfigKey.THIN_WATERMARK_PPM));
            fits &= terms.nominal() + bytes <= share(capacity, setting(ConfigKey.OVERSUBSCRIPTION_PPM));
        }
        if (key.tier() == Tier.PERFORMANCE && key.priority() == Priority.PRIORITIZED) {
            final long prioritized =
                    space.terms(key.chunk(), key.tier(), Priority.PRIORITIZED).allocated();
            fits &= prioritized + bytes <= share(capacity, setting(ConfigKey.PRIORITIZED_SHARE_PPM));
        }
        return fits;
    }

    /**
     * Whether a chunk stays at or below the high-water mark with a segment.
     *
     * @param key   where it would stand.
     * @param bytes nominal.
     * @return true if it does.
     */
    public boolean staysBelowHighWater(final RowKey key, final long bytes) {
        final long limit = share(space.capacity(key.chunk(), key.tier()), setting(ConfigKey.HIGH_WATER_PPM));
        return space.terms(key.chunk(), key.tier()).allocated() + bytes <= limit;
    }

    /**
     * A setting in force.
     *
     * @param key of the setting.
     * @return value in its unit.
     * @throws IllegalStateException if the model was not told.
     */
    public long setting(final ConfigKey key) {
        final Long value = settings.get(key);
        if (value == null) {
            throw new IllegalStateException("the model was not told the setting " + key);
        }
        return value;
    }

    /** Rounded down, as large as it may get. */
    private static long share(final long capacity, final long ppm) {
        return BigInteger.valueOf(capacity)
                .multiply(BigInteger.valueOf(ppm))
                .divide(BigInteger.valueOf(MILLION))
                .longValueExact();
    }
}
