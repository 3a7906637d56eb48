package io.stowage.engine.placement;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A cluster at one moment; placing a segment makes another one. Its zones are all there are, empty ones among them. */
record TwinCluster(
        TwinSettings settings,
        SequencedMap<Integer, TwinChunk> chunks,
        List<Integer> zones,
        Map<Integer, Integer> widths) {
    private static final Comparator<TwinChunk> BY_PLACE = Comparator.comparingInt(
                    (TwinChunk chunk) -> chunk.place().zone())
            .thenComparingInt(chunk -> chunk.place().rack())
            .thenComparingInt(chunk -> chunk.place().brick())
            .thenComparingInt(chunk -> chunk.place().node());

    TwinChunk chunk(final int id) {
        final TwinChunk chunk = chunks.get(id);
        if (chunk == null) {
            throw new IllegalArgumentException("no chunk " + id);
        }
        return chunk;
    }

    TwinCluster with(final int chunk, final int spaceClass, final long bytes) {
        final SequencedMap<Integer, TwinChunk> changed = new TreeMap<>(chunks);
        changed.put(chunk, chunk(chunk).with(spaceClass, bytes));
        return new TwinCluster(settings, changed, zones, widths);
    }

    /** Segments of the widest extent that was granted before in the pool and tier of a request; 0: there was none. */
    int width(final TwinRequest request) {
        return widths.getOrDefault(request.poolAndTier(), 0);
    }

    @Override
    public String toString() {
        return "%s%nzones %s%n".formatted(settings, zones)
                + chunks.values().stream()
                        .sorted(BY_PLACE)
                        .map(TwinChunk::toString)
                        .collect(Collectors.joining("\n"));
    }
}
