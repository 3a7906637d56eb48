package io.stowage.client.chunk;

import io.stowage.codecs.Tier;
import java.util.Arrays;

/**
 * What a chunk measured of itself: reusable, filled by a {@link ChunkProbe}.
 *
 * <p>It also keeps the fence: the newest that had arrived when the measurement <em>began</em>. Space of a thin segment that
 * became live afterwards is not in the figures, and the server must not think so.
 */
public final class ChunkMeasurement {
    /** The server never sent a fence, or none that counts any more. */
    public static final long NO_FENCE = -1;

    private static final int TIERS = 2;

    private final boolean[] offered = new boolean[TIERS];
    private final long[] totalBytes = new long[TIERS];
    private final long[] failedBytes = new long[TIERS];
    private final long[] thinUsedNormalBytes = new long[TIERS];
    private final long[] thinUsedPrioritizedBytes = new long[TIERS];
    private long fence = NO_FENCE;
    private int fenceEpoch;
    private long readIops;
    private long writeIops;
    private long readBytesPerSecond;
    private long writeBytesPerSecond;
    private int runningRecovers;
    private int runningMigrates;
    private int runningSinks;
    private int runningElevates;
    private boolean warning;
    private int[] peers = new int[8];
    private long[] peerRoundTripMicros = new long[8];
    private int[] peerLossPerMille = new int[8];
    private int peerCount;

    /** An empty measurement. */
    public ChunkMeasurement() {}

    /**
     * A tier that the chunk offers; one that is not told is not offered.
     *
     * @param tier                 told.
     * @param total                capacity, bytes.
     * @param failed               of which failed, bytes.
     * @param thinUsedNormal       measured bytes of NORMAL thin segments, a multiple of the thin block.
     * @param thinUsedPrioritized  measured bytes of PRIORITIZED thin segments, a multiple of the thin block.
     * @return this.
     */
    public ChunkMeasurement tier(
            final Tier tier,
            final long total,
            final long failed,
            final long thinUsedNormal,
            final long thinUsedPrioritized) {
        final int index = tier.value();
        offered[index] = true;
        totalBytes[index] = total;
        failedBytes[index] = failed;
        thinUsedNormalBytes[index] = thinUsedNormal;
        thinUsedPrioritizedBytes[index] = thinUsedPrioritized;
        return this;
    }

    /**
     * How busy it is.
     *
     * @param reads               per second.
     * @param writes              per second.
     * @param readBandwidthBytes  per second.
     * @param writeBandwidthBytes per second.
     * @return this.
     */
    public ChunkMeasurement load(
            final long reads, final long writes, final long readBandwidthBytes, final long writeBandwidthBytes) {
        readIops = reads;
        writeIops = writes;
        readBytesPerSecond = readBandwidthBytes;
        writeBytesPerSecond = writeBandwidthBytes;
        return this;
    }

    /**
     * Internal commands that run on it.
     *
     * @param recovers running.
     * @param migrates running.
     * @param sinks    running.
     * @param elevates running.
     * @return this.
     */
    public ChunkMeasurement running(final int recovers, final int migrates, final int sinks, final int elevates) {
        runningRecovers = recovers;
        runningMigrates = migrates;
        runningSinks = sinks;
        runningElevates = elevates;
        return this;
    }

    /**
     * Whether it knows an error of itself.
     *
     * @param isThere true: health WARNING.
     * @return this.
     */
    public ChunkMeasurement warning(final boolean isThere) {
        warning = isThere;
        return this;
    }

    /**
     * Another chunk whose reachability was measured; call it once for each.
     *
     * @param chunk           id.
     * @param roundTripMicros median round trip, microseconds; the largest unsigned 32-bit value less one: not reachable.
     * @param lossPerMille    packets lost.
     * @return this.
     */
    public ChunkMeasurement peer(final int chunk, final long roundTripMicros, final int lossPerMille) {
        if (peerCount == peers.length) {
            peers = Arrays.copyOf(peers, peerCount * 2);
            peerRoundTripMicros = Arrays.copyOf(peerRoundTripMicros, peerCount * 2);
            peerLossPerMille = Arrays.copyOf(peerLossPerMille, peerCount * 2);
        }
        peers[peerCount] = chunk;
        peerRoundTripMicros[peerCount] = roundTripMicros;
        peerLossPerMille[peerCount++] = lossPerMille;
        return this;
    }

    /**
     * The newest fence that had arrived when the measurement began.
     *
     * @return a log position, or {@link #NO_FENCE}.
     */
    public long fence() {
        return fence;
    }

    /** Forgets all figures and begins under a fence. */
    void begin(final long newestFence, final int epoch) {
        fence = newestFence;
        fenceEpoch = epoch;
        Arrays.fill(offered, false);
        load(0, 0, 0, 0);
        running(0, 0, 0, 0);
        warning = false;
        peerCount = 0;
    }

    int fenceEpoch() {
        return fenceEpoch;
    }

    void dropFence() {
        fence = NO_FENCE;
    }

    int tierCount() {
        return (offered[0] ? 1 : 0) + (offered[1] ? 1 : 0);
    }

    boolean offers(final Tier tier) {
        return offered[tier.value()];
    }

    long totalBytes(final Tier tier) {
        return totalBytes[tier.value()];
    }

    long failedBytes(final Tier tier) {
        return failedBytes[tier.value()];
    }

    long thinUsedNormalBytes(final Tier tier) {
        return thinUsedNormalBytes[tier.value()];
    }

    long thinUsedPrioritizedBytes(final Tier tier) {
        return thinUsedPrioritizedBytes[tier.value()];
    }

    long readIops() {
        return readIops;
    }

    long writeIops() {
        return writeIops;
    }

    long readBytesPerSecond() {
        return readBytesPerSecond;
    }

    long writeBytesPerSecond() {
        return writeBytesPerSecond;
    }

    int runningRecovers() {
        return runningRecovers;
    }

    int runningMigrates() {
        return runningMigrates;
    }

    int runningSinks() {
        return runningSinks;
    }

    int runningElevates() {
        return runningElevates;
    }

    boolean hasWarning() {
        return warning;
    }

    int peerCount() {
        return peerCount;
    }

    int peer(final int index) {
        return peers[index];
    }

    long peerRoundTripMicros(final int index) {
        return peerRoundTripMicros[index];
    }

    int peerLossPerMille(final int index) {
        return peerLossPerMille[index];
    }
}
