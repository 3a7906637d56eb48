package io.stowage.engine.placement;

import java.util.Map;

/** Settings by the raw code of their key; those that an engine does not know yet have the defaults of the decision. */
record TwinSettings(Map<Integer, Long> values) {
    static final int EXTENT_BYTES = 1;
    static final int THIN_BLOCK_BYTES = 2;
    static final int HEADROOM_NEW_PPM = 3;
    static final int HEADROOM_PROTECT_PPM = 4;
    static final int THIN_WATERMARK_PPM = 5;
    static final int OVERSUBSCRIPTION_PPM = 6;
    static final int PRIORITIZED_SHARE_PPM = 7;
    static final int MIN_SPREAD = 8;
    static final int CHUNK_SESSION_TIMEOUT_MS = 9;
    static final int HIGH_WATER_PPM = 17;
    static final int LOCALITY_LOAD_PPM = 18;
    static final int THIN_AMPLE_PPM = 19;
    static final int REBUILD_HEADROOM = 20;
    static final int PLACEMENT_CHOICES = 21;

    /** An engine without the key keeps no rebuild headroom. */
    private static final Map<Integer, Long> DECIDED = Map.of(
            HIGH_WATER_PPM, 900_000L,
            LOCALITY_LOAD_PPM, 700_000L,
            THIN_AMPLE_PPM, 600_000L,
            REBUILD_HEADROOM, 0L,
            PLACEMENT_CHOICES, 2L);

    long value(final int key) {
        final Long told = values.get(key);
        return told == null ? DECIDED.getOrDefault(key, 0L) : told;
    }

    boolean separatesNodes() {
        return value(MIN_SPREAD) == 1;
    }

    /** A share of an amount, rounded down. */
    long share(final long amount, final int key) {
        return Math.multiplyExact(amount, value(key)) / 1_000_000;
    }

    /** So many parts per million of an amount, rounded down. */
    static long ppm(final long amount, final long parts) {
        return Math.multiplyExact(amount, parts) / 1_000_000;
    }

    /** What is left of an amount without a share of it, rounded down. */
    long without(final long amount, final int key) {
        return Math.multiplyExact(amount, 1_000_000 - value(key)) / 1_000_000;
    }

    @Override
    public String toString() {
        return ("extent %d KiB, headroom new %d protect %d, watermark %d, oversubscription %d, prioritized share %d, min "
                        + "spread %d, high water %d, locality load %d, thin ample %d, rebuild headroom %d, choices %d")
                .formatted(
                        value(EXTENT_BYTES) >> 10,
                        value(HEADROOM_NEW_PPM),
                        value(HEADROOM_PROTECT_PPM),
                        value(THIN_WATERMARK_PPM),
                        value(OVERSUBSCRIPTION_PPM),
                        value(PRIORITIZED_SHARE_PPM),
                        value(MIN_SPREAD),
                        value(HIGH_WATER_PPM),
                        value(LOCALITY_LOAD_PPM),
                        value(THIN_AMPLE_PPM),
                        value(REBUILD_HEADROOM),
                        value(PLACEMENT_CHOICES));
    }
}
