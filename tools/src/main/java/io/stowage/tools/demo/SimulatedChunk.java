package io.stowage.tools.demo;

import io.stowage.client.ChunkClient;
import io.stowage.client.SessionContext;
import io.stowage.client.chunk.ChunkMeasurement;
import io.stowage.client.chunk.ChunkRegistration;
import io.stowage.client.chunk.ChunkSettings;
import io.stowage.client.chunk.ChunkState;
import io.stowage.codecs.Tier;
import java.util.Optional;

/** A chunk without a disk: the real client, with figures of the truth. Belongs to the chunks' thread, its truth to both. */
final class SimulatedChunk implements AutoCloseable {
    private final ChunkClient client;
    private final long capacityBytes;
    private final long performanceBytes;
    private final TierTruth capacity = new TierTruth();
    private final TierTruth performance = new TierTruth();
    private volatile boolean alive;

    SimulatedChunk(
            final SessionContext session,
            final ChunkRegistration registration,
            final ChunkSettings settings,
            final long capacityBytes,
            final long performanceBytes) {
        this.capacityBytes = capacityBytes;
        this.performanceBytes = performanceBytes;
        client = ChunkClient.asyncConnect(new ChunkClient.Context()
                .session(session)
                .settings(settings)
                .registration(registration)
                .probe(this::measure));
    }

    int poll() {
        final int work = client.poll();
        alive = client.state() == ChunkState.ALIVE;
        return work;
    }

    /** Seen from any thread. */
    boolean isAlive() {
        return alive;
    }

    /** Settled once it is alive. */
    int id() {
        return client.chunk();
    }

    long capacityBytes(final Tier tier) {
        return tier == Tier.CAPACITY ? capacityBytes : performanceBytes;
    }

    TierTruth truth(final Tier tier) {
        return tier == Tier.CAPACITY ? capacity : performance;
    }

    /** Empty where the chunk does not offer the tier. */
    Optional<TierTruth> offered(final Tier tier) {
        return capacityBytes(tier) > 0 ? Optional.of(truth(tier)) : Optional.empty();
    }

    @Override
    public void close() {
        client.close();
    }

    private void measure(final ChunkMeasurement measurement) {
        measurement.tier(Tier.CAPACITY, capacityBytes, 0, capacity.measure(), 0);
        if (performanceBytes > 0) {
            measurement.tier(Tier.PERFORMANCE, performanceBytes, 0, performance.measure(), 0);
        }
    }
}
