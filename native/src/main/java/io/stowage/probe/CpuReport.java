package io.stowage.probe;

import java.util.List;

/**
 * The machine's processors.
 *
 * @param availableCount CPUs the JVM may use at once, containers' limits included
 * @param model the processor's name
 * @param online CPUs that run
 * @param isolated CPUs that the scheduler leaves alone ({@code isolcpus}); empty set if there are none
 * @param allowed CPUs that the probing thread may run on
 * @param numaNodes memory nodes and their CPUs, by number
 */
public record CpuReport(
        int availableCount,
        Reading<String> model,
        Reading<CpuSet> online,
        Reading<CpuSet> isolated,
        Reading<CpuSet> allowed,
        Reading<List<NumaNode>> numaNodes) {
    /**
     * A memory node.
     *
     * @param number the kernel's number of it
     * @param cpus the CPUs next to it; may be none
     */
    public record NumaNode(int number, CpuSet cpus) {}
}
