package io.stowage.bench.placement.peer;

import io.stowage.bench.placement.cluster.ClusterFiles;
import io.stowage.bench.placement.figure.Timing;

/** A policy whose decisions can be timed, in a process of its own. */
public interface Contestant {
    /**
     * Its name.
     *
     * @return as in reports.
     */
    String name();

    /**
     * Times decisions.
     *
     * @param files       of the cluster.
     * @param fullPercent share of the chunks that is full.
     * @param decisions   of a batch.
     * @param batches     how many.
     * @return the figures.
     * @throws io.stowage.bench.BenchException if it did not work.
     */
    Timing time(ClusterFiles files, int fullPercent, int decisions, int batches);
}
