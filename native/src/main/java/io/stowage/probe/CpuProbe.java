package io.stowage.probe;

import io.stowage.probe.CpuReport.NumaNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks sysfs and the scheduler for the machine's processors. Stateless, thread-safe. */
public final class CpuProbe {
    private final KernelRoots roots;

    /**
     * A probe of one machine.
     *
     * @param roots where its kernel's trees are
     */
    public CpuProbe(final KernelRoots roots) {
        this.roots = roots;
    }

    /**
     * All that is known of the processors.
     *
     * @return the report; {@link CpuReport#allowed} is the calling thread's
     */
    public CpuReport probe() {
        return new CpuReport(
                Runtime.getRuntime().availableProcessors(),
                model(),
                online(),
                isolated(),
                CpuAffinity.allowed(),
                numaNodes());
    }

    /**
     * The CPUs that run.
     *
     * @return the set, or why it cannot be known
     */
    public Reading<CpuSet> online() {
        return cpuList(roots.sys().resolve("devices/system/cpu/online"));
    }

    /**
     * The CPUs that the scheduler leaves alone, fit for a pinned thread.
     *
     * @return the set, empty if none is isolated, or why it cannot be known
     */
    public Reading<CpuSet> isolated() {
        return cpuList(roots.sys().resolve("devices/system/cpu/isolated"));
    }

    /**
     * The memory nodes.
     *
     * @return by number, or why they cannot be known
     */
    public Reading<List<NumaNode>> numaNodes() {
        final Path folder = roots.sys().resolve("devices/system/node");
        // The same list format as for CPUs.
        return cpuList(folder.resolve("online")).flatMap(numbers -> {
            final List<NumaNode> nodes = new ArrayList<>();
            for (final int number : numbers.stream().toArray()) {
                final Reading<CpuSet> cpus = cpuList(folder.resolve("node" + number + "/cpulist"));
                if (cpus instanceof Reading.Unavailable<CpuSet>(String reason)) {
                    return Reading.unavailable(reason);
                }
                cpus.toOptional().ifPresent(set -> nodes.add(new NumaNode(number, set)));
            }
            return Reading.measured(List.copyOf(nodes));
        });
    }

    /**
     * The memory node next to a CPU.
     *
     * @param cpu its number
     * @return the node's number, or why it cannot be known
     */
    public Reading<Integer> numaNodeOf(final int cpu) {
        return numaNodes().flatMap(nodes -> {
            final Optional<NumaNode> node = nodes.stream()
                    .filter(candidate -> candidate.cpus().contains(cpu))
                    .findFirst();
            return node.map(found -> Reading.measured(found.number()))
                    .orElseGet(() -> Reading.unavailable("CPU " + cpu + " is in no online NUMA node"));
        });
    }

    // x86-64 has "model name"; AArch64 as a rule only numbers, then the machine's name from the device tree.
    private Reading<String> model() {
        final Path cpuInfo = roots.proc().resolve("cpuinfo");
        return ReadingSource.readingOf(() -> KernelText.contentOf(cpuInfo))
                .flatMap(text -> text.lines()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .map(Reading::measured)
                        .orElseGet(() -> Reading.unavailable(cpuInfo + ": names no model")))
                .or(KernelText.text(roots.sys().resolve("firmware/devicetree/base/model"))
                        .map(name -> name.replace("\0", "")));
    }

    private static Reading<CpuSet> cpuList(final Path file) {
        return KernelText.possiblyBlank(file).flatMap(list -> {
            try {
                return Reading.measured(CpuSet.parse(list));
            } catch (final IllegalArgumentException e) {
                return Reading.unavailable(file + ": " + e.getMessage());
            }
        });
    }
}
