package io.stowage.sim.simulation;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForRepositionDecoder;
import io.stowage.sim.model.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An item of a request for space, out of its buffer: segments of one extent, or the destination of a reposition. */
record Wanted(
        RowKey anywhere,
        int segments,
        int dataShards,
        long extents,
        long bytes,
        int pool,
        boolean protects,
        boolean isNew,
        boolean isRx,
        boolean strict,
        int prefer,
        int preferZone,
        List<Integer> excluded,
        List<Integer> existing) {
    private static final int DEFAULT_POOL = 1;

    static Wanted of(final ReserveForAllocationDecoder.ItemsDecoder item) {
        final RowKey anywhere = new RowKey(0, item.tier(), item.provision(), item.priority());
        final int segments = item.replicas() + item.ecData() + item.ecParity();
        final int dataShards = item.ecData();
        final long extents = item.extents();
        final long bytes = item.segmentBytes();
        final int pool = item.pool() == 0 ? DEFAULT_POOL : (int) item.pool();
        final boolean protects = item.purpose() == Purpose.TEMPORARY;
        final boolean isNew = item.purpose() == Purpose.NEW;
        final boolean strict = item.strictSpread() == BooleanType.TRUE;
        final int prefer = (int) item.prefer();
        final int preferZone = (int) item.preferZone();
        final List<Integer> excluded = new ArrayList<>();
        item.exclude().forEach(chunk -> excluded.add((int) chunk.chunk()));
        final List<Integer> existing = new ArrayList<>();
        item.existing().forEach(chunk -> existing.add((int) chunk.chunk()));
        return new Wanted(
                anywhere,
                segments,
                dataShards,
                extents,
                bytes,
                pool,
                protects,
                isNew,
                false,
                strict,
                prefer,
                preferZone,
                excluded,
                existing);
    }

    /** In the pool of the segment that is replaced, away from the others of its extent. */
    static Wanted of(
            final ReserveForRepositionDecoder.ItemsDecoder item,
            final boolean recovers,
            final Map<Integer, EngineView.ChunkRow> chunks) {
        final RowKey anywhere = new RowKey(0, item.tier(), item.provision(), item.priority());
        final int dataShards = item.ecData();
        final long bytes = item.segmentBytes();
        final int replaced = (int) item.replace();
        final int prefer = (int) item.prefer();
        final List<Integer> existing = new ArrayList<>();
        item.sources().forEach(source -> existing.add((int) source.chunk()));
        existing.removeIf(chunk -> chunk == replaced);
        final List<Integer> excluded = new ArrayList<>(List.of(replaced));
        item.exclude().forEach(chunk -> excluded.add((int) chunk.chunk()));
        final EngineView.ChunkRow known = chunks.containsKey(replaced) || existing.isEmpty()
                ? chunks.get(replaced)
                : chunks.get(existing.getFirst());
        final int pool = known == null ? DEFAULT_POOL : known.pool();
        return new Wanted(
                anywhere, 1, dataShards, 1, bytes, pool, recovers, false, true, false, prefer, 0, excluded, existing);
    }

    /** New data leaves the rebuild headroom alone; what protects data, or moves it, need not. */
    boolean leavesHeadroom() {
        return !protects && !isRx;
    }

    boolean isThin() {
        return anywhere.provision() == Provision.THIN;
    }

    /** Segments that the extent has with these. */
    int afterwards() {
        return existing.size() + segments;
    }

    RowKey key(final int chunk) {
        return new RowKey(chunk, anywhere.tier(), anywhere.provision(), anywhere.priority());
    }
}
