package io.stowage.bench.peers;

/**
 * How evenly a cluster fills up. Utilisations are parts of one.
 *
 * @param peer              which policy.
 * @param version           of its library.
 * @param considersCapacity whether it weighs free space when it chooses.
 * @param promisedRacks     on how many racks it wants three replicas to be.
 * @param chunks            at the start.
 * @param seed              of what this program draws; the policies draw from sources that cannot be seeded.
 * @param refreshEvery      after so many decisions the policy learns the new usage.
 * @param segmentBytes      size of a replica.
 * @param endedBy           {@code fill} reached, {@code refusals} one after the other, or {@code time} used up.
 * @param filled            share of the capacity in use in the end.
 * @param decisions         made, refused ones as well.
 * @param failures          of these, that were refused, gave fewer than three or named a chunk twice.
 * @param meanUtilisation   of the chunks.
 * @param minUtilisation    of the emptiest chunk.
 * @param maxUtilisation    of the fullest chunk.
 * @param maxOverMean       the one divided by the other.
 * @param stddev            of the utilisations.
 * @param overfull          chunks with more in them than fits.
 * @param rackViolations    decisions whose three replicas are not on three racks.
 * @param zoneSpread        mean number of zones of a decision.
 * @param seconds           that the fill took.
 * @param newChunks         added afterwards.
 * @param decisionsAfter    made then, refused ones as well.
 * @param failuresAfter     of these, that failed.
 * @param newChunkShare     of the segments placed then, the share on new chunks, divided by their share of the capacity.
 */
record FillReport(
        String peer,
        String version,
        boolean considersCapacity,
        int promisedRacks,
        int chunks,
        long seed,
        int refreshEvery,
        long segmentBytes,
        String endedBy,
        double filled,
        int decisions,
        int failures,
        double meanUtilisation,
        double minUtilisation,
        double maxUtilisation,
        double maxOverMean,
        double stddev,
        int overfull,
        int rackViolations,
        double zoneSpread,
        double seconds,
        int newChunks,
        int decisionsAfter,
        int failuresAfter,
        double newChunkShare) {}
