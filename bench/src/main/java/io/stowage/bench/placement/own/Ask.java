package io.stowage.bench.placement.own;

/**
 * What one extent of a request is to be.
 *
 * @param name             of the row in a report.
 * @param replicas         0: erasure coded.
 * @param data             k of EC(k,m); 0: replicas.
 * @param parity           m of EC(k,m).
 * @param segmentBytes     nominal size of a segment; 0: by extent size and coding.
 * @param extentsPerRequest how many of them a request asks for.
 */
public record Ask(String name, int replicas, int data, int parity, long segmentBytes, int extentsPerRequest) {
    /** Our name where 64 decisions share a request: what stands beside a policy that is called. */
    public static final String BATCHED = "stowage";

    /** Our name where each decision is a request of its own. */
    public static final String SINGLE = "stowage-single";

    /** Our name for shards. */
    public static final String CODED = "stowage-ec-8-3";

    private static final int BATCH = 64;
    private static final int REPLICAS = 3;
    private static final int DATA = 8;
    private static final int PARITY = 3;
    private static final long EXTENT_BYTES = 256L << 20;

    /**
     * What a name stands for.
     *
     * @param name one of the three.
     * @return the request.
     */
    public static Ask named(final String name) {
        return switch (name) {
            case BATCHED -> replicas(name, REPLICAS, EXTENT_BYTES, BATCH);
            case SINGLE -> replicas(name, REPLICAS, EXTENT_BYTES, 1);
            case CODED -> coded(name, DATA, PARITY, EXTENT_BYTES / DATA, BATCH);
            default -> throw new IllegalArgumentException("there is no policy of ours with the name " + name);
        };
    }

    static Ask replicas(final String name, final int replicas, final long segmentBytes, final int extentsPerRequest) {
        return new Ask(name, replicas, 0, 0, segmentBytes, extentsPerRequest);
    }

    static Ask coded(
            final String name, final int data, final int parity, final long segmentBytes, final int extentsPerRequest) {
        return new Ask(name, 0, data, parity, segmentBytes, extentsPerRequest);
    }

    /**
     * Segments of an extent, each on a node of its own.
     *
     * @return count.
     */
    public int segments() {
        return replicas + data + parity;
    }
}
