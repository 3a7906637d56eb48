package io.stowage.bench.engine;

/** How an extent of 256 MiB is kept: by replicas, or by an erasure code whose last shape does not divide it evenly. */
public enum Coding {
    /** Replicas, each as large as the extent. */
    REPLICAS(0, 0),
    /** EC(2,1). */
    EC_2_1(2, 1),
    /** EC(4,2). */
    EC_4_2(4, 2),
    /** EC(3,2): its shards are rounded up to the thin block. */
    EC_3_2(3, 2);

    /** Size of an extent, bytes: the default of a cluster. */
    public static final long EXTENT_BYTES = 256L << 20;

    /** Grain of thin segments, bytes: the default of a cluster. */
    public static final long THIN_BLOCK_BYTES = 256L << 10;

    private static final Coding[] ALL = values();

    private final int data;
    private final int parity;
    private final long segmentBytes;

    Coding(final int data, final int parity) {
        this.data = data;
        this.parity = parity;
        this.segmentBytes = data == 0 ? EXTENT_BYTES : shardBytes(data);
    }

    /**
     * Finds a coding without making garbage.
     *
     * @param ordinal of it.
     * @return coding.
     */
    public static Coding of(final int ordinal) {
        return ALL[ordinal];
    }

    /**
     * Data shards.
     *
     * @return k; 0 for replicas.
     */
    public int data() {
        return data;
    }

    /**
     * Parity shards.
     *
     * @return m; 0 for replicas.
     */
    public int parity() {
        return parity;
    }

    /**
     * Nominal size of a segment.
     *
     * @return bytes.
     */
    public long segmentBytes() {
        return segmentBytes;
    }

    private static long shardBytes(final int data) {
        final long shard = (EXTENT_BYTES + data - 1) / data;
        return (shard + THIN_BLOCK_BYTES - 1) / THIN_BLOCK_BYTES * THIN_BLOCK_BYTES;
    }
}
