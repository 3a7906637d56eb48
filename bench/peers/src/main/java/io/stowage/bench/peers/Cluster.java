package io.stowage.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The chunks of a cluster with their places. Never changes. */
final class Cluster {
    private static final int COLUMN_COUNT = 6;
    private static final int RANK_COUNT = 100;

    private final List<Chunk> chunks;
    private final List<Place> places;
    private final List<Chunk> firstOfRack = new ArrayList<>();
    private final long capacityBytes;

    Cluster(final List<Chunk> chunks) {
        this.chunks = List.copyOf(chunks);
        final Map<String, Integer> zones = new HashMap<>();
        final Map<String, Integer> racks = new HashMap<>();
        final List<Place> found = new ArrayList<>(chunks.size());
        long sumBytes = 0;
        for (final Chunk chunk : chunks) {
            final int zone = zones.computeIfAbsent(chunk.zone(), name -> zones.size());
            final int rack = racks.computeIfAbsent(chunk.zone() + '\t' + chunk.rack(), name -> racks.size());
            if (rack == firstOfRack.size()) {
                firstOfRack.add(chunk);
            }
            found.add(new Place(zone, rack));
            sumBytes += chunk.capacityBytes();
        }
        places = List.copyOf(found);
        capacityBytes = sumBytes;
    }

    /**
     * Reads a file of {@code index zone rack node capacityBytes fullRank}, separated by tabs, under a header that starts with a
     * {@code #}.
     */
    static Cluster load(final Path file) {
        final List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (final IOException e) {
            throw new PeerException("cannot read the cluster: " + e.getMessage(), e);
        }
        final List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            final String line = lines.get(i);
            if (!line.isBlank() && !line.startsWith("#")) {
                chunks.add(chunk(file, i + 1, line, chunks.size()));
            }
        }
        if (chunks.isEmpty()) {
            throw new PeerException(file + " has no chunks");
        }
        return new Cluster(chunks);
    }

    private static Chunk chunk(final Path file, final int lineNumber, final String line, final int index) {
        final String[] columns = line.split("\t", -1);
        try {
            if (columns.length == COLUMN_COUNT && Integer.parseInt(columns[0]) == index) {
                final long capacityBytes = Long.parseLong(columns[4]);
                final int fullRank = Integer.parseInt(columns[5]);
                if (capacityBytes > 0 && fullRank >= 0 && fullRank < RANK_COUNT) {
                    return new Chunk(columns[1], columns[2], columns[3], capacityBytes, fullRank);
                }
            }
        } catch (final NumberFormatException e) {
            throw malformed(file, lineNumber, index, e);
        }
        throw malformed(file, lineNumber, index, null);
    }

    private static PeerException malformed(
            final Path file, final int lineNumber, final int index, final @Nullable Exception cause) {
        final String message = file + ":" + lineNumber + ": not chunk " + index
                + " as 'index zone rack node capacityBytes fullRank', separated by tabs";
        return cause == null ? new PeerException(message) : new PeerException(message, cause);
    }

    int chunkCount() {
        return chunks.size();
    }

    Chunk chunk(final int index) {
        return chunks.get(index);
    }

    Place place(final int index) {
        return places.get(index);
    }

    long capacityBytes() {
        return capacityBytes;
    }

    long smallestCapacityBytes() {
        return chunks.stream().mapToLong(Chunk::capacityBytes).min().orElseThrow();
    }

    int rackCount() {
        return firstOfRack.size();
    }

    /** The same with new chunks at the end: sizes like those of the old ones, spread evenly over the racks. */
    Cluster grown(final int newCount, final Random random) {
        final long[] capacities =
                chunks.stream().mapToLong(Chunk::capacityBytes).sorted().toArray();
        final List<Long> drawn = new ArrayList<>();
        for (int i = 0; i < newCount; i++) {
            drawn.add(capacities[middle(i, newCount, capacities.length)]);
        }
        Collections.shuffle(drawn, random);
        final List<Chunk> all = new ArrayList<>(chunks);
        for (int i = 0; i < newCount; i++) {
            final Chunk neighbour = firstOfRack.get(middle(i, newCount, rackCount()));
            all.add(new Chunk(neighbour.zone(), neighbour.rack(), "new" + i, drawn.get(i), RANK_COUNT - 1));
        }
        return new Cluster(all);
    }

    /** Which of {@code size} rows the {@code i}th of {@code count} evenly spread ones falls on. */
    private static int middle(final int i, final int count, final int size) {
        return (int) ((2L * i + 1) * size / (2L * count));
    }
}
