package io.stowage.engine.space;

import io.stowage.engine.Limits;
import io.stowage.engine.cluster.ConfigTable;
import io.stowage.engine.cluster.Setting;

/** How large a segment is by name: a replica like its extent, a shard of EC(k,m) extent / k, rounded up to the thin block. */
public final class NominalSize {
    private final ConfigTable config;

    /**
     * Ties it to the configuration.
     *
     * @param config with extent size and thin block.
     */
    public NominalSize(final ConfigTable config) {
        this.config = config;
    }

    /**
     * Size of a segment.
     *
     * @param dataShards k of EC(k,m); 0: a replica.
     * @return bytes.
     */
    long of(final int dataShards) {
        final long extentBytes = config.value(Setting.EXTENT_BYTES);
        if (dataShards == 0) {
            return extentBytes;
        }
        final long block = config.value(Setting.THIN_BLOCK_BYTES);
        final long shard = (extentBytes + dataShards - 1) / dataShards;
        return (shard + block - 1) / block * block;
    }

    /** Either replicas or k + m, and not more than an extent may have. */
    static boolean isResiliency(final int replicas, final int data, final int parity) {
        final boolean replicated = replicas >= 1 && data == 0 && parity == 0;
        final boolean coded = replicas == 0 && data >= 1 && parity >= 1;
        return (replicated || coded) && replicas + data + parity <= Limits.MAX_SEGMENTS_PER_EXTENT;
    }
}
