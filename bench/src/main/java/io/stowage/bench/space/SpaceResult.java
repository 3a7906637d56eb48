package io.stowage.bench.space;

/**
 * One operation at one size.
 *
 * @param operation  name.
 * @param touch      which chunks it names.
 * @param chunks     size of the fleet.
 * @param cpuNs      time of an operation on a processor, nanoseconds: that of the median iteration.
 * @param bestCpuNs  that of the best iteration, nanoseconds.
 * @param bytesPerOp garbage of an operation in the median iteration, bytes.
 * @param operations in the shortest iteration.
 */
public record SpaceResult(
        String operation,
        Touch touch,
        int chunks,
        double cpuNs,
        double bestCpuNs,
        double bytesPerOp,
        long operations) {}
