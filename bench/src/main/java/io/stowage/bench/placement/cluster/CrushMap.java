package io.stowage.bench.placement.cluster;

import io.stowage.bench.fleet.FleetShape;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A cluster as a CRUSH map, for {@code crushtool -c}: a root, its zones, racks, and a device for each chunk, all of them straw2
 * buckets, with the tunables that Ceph has by default, and one rule: replicas on distinct racks. A device is alone on its node,
 * so that there are no hosts between it and its rack, and CRUSH is spared a level.
 */
public final class CrushMap {
    /** A weight is a fixed-point number of 16 bits before and 16 behind the point; the root holds the sum of all. */
    private static final double MAX_WEIGHT = 65_535;

    private static final List<String> HEAD = List.of(
            "tunable choose_local_tries 0",
            "tunable choose_local_fallback_tries 0",
            "tunable choose_total_tries 50",
            "tunable chooseleaf_descend_once 1",
            "tunable chooseleaf_vary_r 1",
            "tunable chooseleaf_stable 1",
            "tunable straw_calc_version 1",
            "tunable allowed_bucket_algs 54");
    private static final List<String> TYPES = List.of("type 0 osd", "type 1 rack", "type 2 zone", "type 3 root");
    private static final List<String> RULE = List.of(
            "rule replicated {",
            " id 0",
            " type replicated",
            " min_size 1",
            " max_size 10",
            " step take default",
            " step chooseleaf firstn 0 type rack",
            " step emit",
            "}");

    private final Cluster cluster;
    private final double scale;
    private int bucketId;

    private CrushMap(final Cluster cluster) {
        this.cluster = cluster;
        this.scale = scale(cluster);
    }

    /**
     * Writes a cluster.
     *
     * @param cluster to write.
     * @param file    to write or replace.
     */
    public static void write(final Cluster cluster, final Path file) {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (final String line : new CrushMap(cluster).lines()) {
                out.write(line);
                out.write('\n');
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** TiB to weights; halved until the root's weight fits. */
    private static double scale(final Cluster cluster) {
        final double total = (double) cluster.totalBytes() / FleetShape.UNIT_BYTES;
        double scale = 1;
        while (total * scale > MAX_WEIGHT) {
            scale /= 2;
        }
        return scale;
    }

    private List<String> lines() {
        final List<String> lines = new ArrayList<>(HEAD);
        final Map<String, Map<String, Double>> racks = new LinkedHashMap<>();
        final Map<String, Map<String, Double>> zones = new LinkedHashMap<>();
        final Map<String, Double> root = new LinkedHashMap<>();
        for (final ClusterChunk chunk : cluster.chunks()) {
            final double weight = (double) chunk.capacityBytes() / FleetShape.UNIT_BYTES * scale;
            lines.add("device " + chunk.index() + " osd." + chunk.index());
            racks.computeIfAbsent(chunk.rack(), _ -> new LinkedHashMap<>()).put("osd." + chunk.index(), weight);
            zones.computeIfAbsent(chunk.zone(), _ -> new LinkedHashMap<>()).merge(chunk.rack(), weight, Double::sum);
            root.merge(chunk.zone(), weight, Double::sum);
        }
        lines.addAll(TYPES);
        racks.forEach((name, items) -> bucket(lines, "rack", name, items));
        zones.forEach((name, items) -> bucket(lines, "zone", name, items));
        bucket(lines, "root", "default", root);
        lines.addAll(RULE);
        return lines;
    }

    private void bucket(
            final List<String> lines, final String type, final String name, final Map<String, Double> items) {
        lines.add(type + ' ' + name + " {");
        lines.add(" id " + --bucketId);
        lines.add(" alg straw2");
        lines.add(" hash 0");
        items.forEach(
                (item, weight) -> lines.add(" item " + item + " weight " + String.format(Locale.ROOT, "%.5f", weight)));
        lines.add("}");
    }
}
