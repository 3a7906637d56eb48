package io.stowage.engine.cluster;

import io.stowage.codecs.ConfigKey;

/** What the cluster must agree on: key, default and range of every setting that is state in the log. */
public enum Setting {
    /** Size of an extent, bytes. */
    EXTENT_BYTES(ConfigKey.EXTENT_BYTES, 256L << 20, 1L << 20, 1L << 40),
    /** Grain in which a thin segment consumes space, bytes. */
    THIN_BLOCK_BYTES(ConfigKey.THIN_BLOCK_BYTES, 256L << 10, 4L << 10, 1L << 30),
    /** Share of a chunk that new data leaves free, parts per million. */
    HEADROOM_NEW_PPM(ConfigKey.HEADROOM_NEW_PPM, 50_000, 0, 1_000_000),
    /** Share of a chunk that even recover and temporary replicas leave free, parts per million. */
    HEADROOM_PROTECT_PPM(ConfigKey.HEADROOM_PROTECT_PPM, 10_000, 0, 1_000_000),
    /** Share of a chunk that thin allocations may fill, parts per million. */
    THIN_WATERMARK_PPM(ConfigKey.THIN_WATERMARK_PPM, 900_000, 0, 1_000_000),
    /** Share of the capacity that nominal thin and thick bytes may reach, parts per million. */
    OVERSUBSCRIPTION_PPM(ConfigKey.OVERSUBSCRIPTION_PPM, 3_000_000, 1_000_000, 1_000_000_000),
    /** Share of the performance tier that PRIORITIZED data may take, parts per million. */
    PRIORITIZED_SHARE_PPM(ConfigKey.PRIORITIZED_SHARE_PPM, 500_000, 0, 1_000_000),
    /** Hard separation of the segments of an extent: 0 CHUNK, 1 NODE. */
    MIN_SPREAD(ConfigKey.MIN_SPREAD, 1, 0, 1),
    /** Silence after which a chunk is DISCONNECTED, milliseconds. */
    CHUNK_SESSION_TIMEOUT_MS(ConfigKey.CHUNK_SESSION_TIMEOUT_MS, 15_000, 100, 3_600_000),
    /** Silence after which a chunk is LOST, milliseconds. */
    RECOVER_DELAY_MS(ConfigKey.RECOVER_DELAY_MS, 300_000, 100, 7L * 86_400_000),
    /** Share of the chunks beyond which silence counts as a network event, parts per million. */
    MASS_FAILURE_SHARE_PPM(ConfigKey.MASS_FAILURE_SHARE_PPM, 200_000, 0, 1_000_000),
    /** Chunks of one node at once beyond which silence counts as a power event. */
    MASS_FAILURE_NODE_CHUNKS(ConfigKey.MASS_FAILURE_NODE_CHUNKS, 3, 1, 1_000_000),
    /** Running repositions per chunk, as source or destination. */
    REPOSITION_LIMIT_PER_CHUNK(ConfigKey.REPOSITION_LIMIT_PER_CHUNK, 32, 0, 65_535),
    /** Running elevates in the cluster. */
    ELEVATE_LIMIT(ConfigKey.ELEVATE_LIMIT, 16, 0, 65_535),
    /** A gap between ticks beyond this is a pause of Stowage itself, milliseconds. */
    TICK_GAP_MS(ConfigKey.TICK_GAP_MS, 5_000, 100, 3_600_000),
    /** The topology counts as stable when unchanged for this long, milliseconds. */
    TOPOLOGY_STABLE_MS(ConfigKey.TOPOLOGY_STABLE_MS, 300_000, 0, 86_400_000),
    /** Share of a chunk up to which it is filled while others are emptier, even at the cost of spread, parts per million. */
    HIGH_WATER_PPM(ConfigKey.HIGH_WATER_PPM, 900_000, 0, 1_000_000),
    /** Share of a chunk up to which it is taken because it is preferred, parts per million. */
    LOCALITY_LOAD_PPM(ConfigKey.LOCALITY_LOAD_PPM, 700_000, 0, 1_000_000),
    /** Share of a tier up to which thin segments are placed by what is allocated alone, parts per million. */
    THIN_AMPLE_PPM(ConfigKey.THIN_AMPLE_PPM, 600_000, 0, 1_000_000),
    /** Domain whose loss new data leaves room to rebuild: 0 none, 1 chunk, 2 node, 3 brick, 4 rack. */
    REBUILD_HEADROOM(ConfigKey.REBUILD_HEADROOM, 1, 0, 4),
    /** Candidates that are drawn for a segment. */
    PLACEMENT_CHOICES(ConfigKey.PLACEMENT_CHOICES, 2, 1, 8);

    private static final Setting[] BY_CODE = byCode();

    private final ConfigKey key;
    private final long defaultValue;
    private final long minimum;
    private final long maximum;

    Setting(final ConfigKey key, final long defaultValue, final long minimum, final long maximum) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.minimum = minimum;
        this.maximum = maximum;
    }

    /**
     * All settings in the order of their codes.
     *
     * @return how many there are.
     */
    static int settingCount() {
        return BY_CODE.length;
    }

    /**
     * Finds a setting.
     *
     * @param code of its key.
     * @return the setting, or null where there is none.
     */
    public static @org.jspecify.annotations.Nullable Setting ofCode(final int code) {
        return code > 0 && code <= BY_CODE.length ? BY_CODE[code - 1] : null;
    }

    /**
     * The key in the schema.
     *
     * @return key.
     */
    public ConfigKey key() {
        return key;
    }

    /**
     * Value of a new cluster.
     *
     * @return in the unit of the setting.
     */
    public long defaultValue() {
        return defaultValue;
    }

    /**
     * Smallest value allowed.
     *
     * @return in the unit of the setting.
     */
    public long minimum() {
        return minimum;
    }

    /**
     * Largest value allowed.
     *
     * @return in the unit of the setting.
     */
    public long maximum() {
        return maximum;
    }

    private static Setting[] byCode() {
        final Setting[] all = values();
        final Setting[] byCode = new Setting[all.length];
        for (final Setting setting : all) {
            byCode[setting.key.value() - 1] = setting;
        }
        return byCode;
    }
}
