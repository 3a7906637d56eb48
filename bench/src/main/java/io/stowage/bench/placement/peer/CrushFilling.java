package io.stowage.bench.placement.peer;

import io.stowage.bench.fleet.FleetShape;
import io.stowage.bench.placement.cluster.Cluster;
import io.stowage.bench.placement.cluster.ClusterFiles;
import io.stowage.bench.placement.figure.Evenness;
import io.stowage.bench.placement.figure.Filling;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How evenly CRUSH spreads as many objects as fill a cluster. Its rule puts replicas on distinct racks or fails. What a new chunk
 * draws is not asked: the function moves old data there too, so that its share of new writes says nothing.
 */
public final class CrushFilling {
    private static final int REPLICAS = 3;
    private static final double UNSEEN = -1;
    private static final Pattern STORED = Pattern.compile("device (\\d+):\\s+stored : (\\d+)");

    private CrushFilling() {}

    /**
     * Measures.
     *
     * @param crush           the tool.
     * @param files           of the cluster.
     * @param share           of its capacity to fill.
     * @param segmentsPerUnit segments that the smallest chunk holds.
     * @return the figures.
     */
    public static Filling run(
            final Crush crush, final ClusterFiles files, final double share, final int segmentsPerUnit) {
        final Cluster cluster = files.cluster();
        final double segmentBytes = (double) FleetShape.UNIT_BYTES / segmentsPerUnit;
        final int objects = (int) (cluster.totalBytes() * share / segmentBytes / REPLICAS);
        crush.compile(files);
        final Crush.Run run = crush.run(files, 0, objects, "--show-utilization");
        final double[] utilisations = new double[cluster.size()];
        for (final Matcher device = STORED.matcher(run.printed()); device.find(); ) {
            final int index = Integer.parseInt(device.group(1));
            final long segments = Long.parseLong(device.group(2));
            utilisations[index] =
                    segments * segmentBytes / cluster.chunks().get(index).capacityBytes();
        }
        final Evenness even = Evenness.of(utilisations);
        return new Filling(
                crush.name(),
                0,
                cluster.size(),
                null,
                objects,
                objects - run.whole(),
                even.mean(),
                even.max(),
                even.maxOverMean(),
                even.stddev(),
                even.min(),
                even.overfull(),
                0,
                UNSEEN,
                null,
                0,
                null,
                null);
    }
}
