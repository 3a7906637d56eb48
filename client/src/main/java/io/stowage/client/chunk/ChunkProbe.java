package io.stowage.client.chunk;

/**
 * Measures a chunk at once, just before each keepalive. It must be quick: a slow measurement is made elsewhere, and handed over
 * with {@link ChunkProtocol#startMeasurement} and {@link ChunkProtocol#completeMeasurement}.
 */
@FunctionalInterface
public interface ChunkProbe {
    /**
     * Measures.
     *
     * @param measurement empty; to be filled.
     */
    void measure(ChunkMeasurement measurement);
}
