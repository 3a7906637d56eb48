package io.stowage.bench.placement.cluster;

import io.stowage.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A cluster and where it is written.
 *
 * @param cluster   itself.
 * @param table     tab separated.
 * @param crushMap  text of a CRUSH map.
 * @param directory of both.
 */
public record ClusterFiles(Cluster cluster, Path table, Path crushMap, Path directory) {
    /**
     * Generates a cluster and writes both files.
     *
     * @param chunks    of the cluster.
     * @param seed      of which are full.
     * @param directory to write to; made where it is not there.
     * @return what was written.
     */
    public static ClusterFiles write(final int chunks, final long seed, final Path directory) {
        final Cluster cluster = Cluster.generate(chunks, seed);
        final Path table = directory.resolve("cluster-" + chunks + ".tsv");
        final Path crushMap = directory.resolve("cluster-" + chunks + ".crush.txt");
        try {
            Files.createDirectories(directory);
        } catch (final IOException e) {
            throw new BenchException("the folder " + directory + " cannot be made: " + e.getMessage(), e);
        }
        ClusterFile.write(cluster, table);
        CrushMap.write(cluster, crushMap);
        return new ClusterFiles(cluster, table, crushMap, directory);
    }
}
