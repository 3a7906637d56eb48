package io.stowage.bench.peers;

import java.util.List;

/**
 * How long decisions take.
 *
 * @param peer              which policy.
 * @param version           of its library.
 * @param considersCapacity whether it weighs free space when it chooses.
 * @param promisedRacks     on how many racks it wants three replicas to be.
 * @param chunks            in the cluster.
 * @param fullPercent       share of them that is full.
 * @param seed              of what this program draws; the policies draw from sources that cannot be seeded.
 * @param feasible          whether three chunks have room.
 * @param warmUpDecisions   made before, none of them timed, all of them checked.
 * @param faultyDecisions   of these, that named a chunk twice or one without room.
 * @param decisionsPerBatch timed in one go; fewer than asked for if the policy is slow.
 * @param decisions         timed.
 * @param failures          of these, that were refused or gave fewer than three.
 * @param nsPerDecision     median of the batches.
 * @param minNsPerDecision  the fastest batch.
 * @param cpuNsPerDecision  median of the batches, of the processor's time: tells a slow policy from a busy machine.
 * @param bytesPerDecision  allocated on the heap.
 * @param batches           ns a decision in each batch.
 */
record TimeReport(
        String peer,
        String version,
        boolean considersCapacity,
        int promisedRacks,
        int chunks,
        int fullPercent,
        long seed,
        boolean feasible,
        int warmUpDecisions,
        int faultyDecisions,
        int decisionsPerBatch,
        int decisions,
        int failures,
        double nsPerDecision,
        double minNsPerDecision,
        double cpuNsPerDecision,
        double bytesPerDecision,
        List<Double> batches) {}
