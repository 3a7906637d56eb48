package io.stowage.bench.placement.cluster;

import io.stowage.bench.BenchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A cluster as a table of text: a header that starts with {@code #}, then a line a chunk, columns separated by tabs. */
public final class ClusterFile {
    private static final String HEADER = "#index\tzone\track\tnode\tcapacityBytes\tfullRank";
    private static final int COLUMNS = 6;

    private ClusterFile() {}

    /**
     * Writes a cluster.
     *
     * @param cluster to write.
     * @param file    to write or replace.
     */
    public static void write(final Cluster cluster, final Path file) {
        final List<String> lines = new ArrayList<>(cluster.size() + 1);
        lines.add(HEADER);
        for (final ClusterChunk chunk : cluster.chunks()) {
            lines.add(String.join(
                    "\t",
                    String.valueOf(chunk.index()),
                    chunk.zone(),
                    chunk.rack(),
                    chunk.node(),
                    String.valueOf(chunk.capacityBytes()),
                    String.valueOf(chunk.fullRank())));
        }
        try {
            Files.write(file, lines);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a cluster.
     *
     * @param file that was written here or elsewhere.
     * @return the cluster.
     * @throws BenchException where a line is not of this form.
     */
    public static Cluster read(final Path file) {
        final List<ClusterChunk> chunks = new ArrayList<>();
        try {
            for (final String line : Files.readAllLines(file)) {
                if (!line.startsWith("#") && !line.isBlank()) {
                    chunks.add(chunk(line));
                }
            }
        } catch (final IOException e) {
            throw new BenchException("the cluster file " + file + " cannot be read: " + e.getMessage(), e);
        }
        return new Cluster(chunks);
    }

    private static ClusterChunk chunk(final String line) {
        final String[] columns = line.split("\t", -1);
        if (columns.length != COLUMNS) {
            throw new BenchException(
                    "a line of a cluster file has " + COLUMNS + " columns, not " + columns.length + ": " + line);
        }
        return new ClusterChunk(
                Integer.parseInt(columns[0]),
                columns[1],
                columns[2],
                columns[3],
                Long.parseLong(columns[4]),
                Integer.parseInt(columns[5]));
    }
}
