package io.stowage.tools.demo;

import io.stowage.codecs.Tier;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;

/** Finds the truth of a chunk by the id that the server gave it. Made once all chunks are registered; read-only from then on. */
final class TruthByChunk {
    private final Int2ObjectHashMap<SimulatedChunk> byId = new Int2ObjectHashMap<>();

    TruthByChunk(final List<SimulatedChunk> chunks) {
        chunks.forEach(chunk -> byId.put(chunk.id(), chunk));
    }

    SimulatedChunk chunk(final int id) {
        final SimulatedChunk found = byId.get(id);
        if (found == null) {
            throw new IllegalStateException("the server names chunk " + id + ", which the demo never registered");
        }
        return found;
    }

    TierTruth of(final int id, final Tier tier) {
        return chunk(id).truth(tier);
    }

    List<SimulatedChunk> all() {
        return List.copyOf(byId.values());
    }
}
