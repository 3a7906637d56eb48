package io.stowage.bench.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How much of the processors' time this process got, from the making of this object on. */
final class CpuShare {
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final int processors;
    private final long cpuNs = system.getProcessCpuTime();
    private final long wallNs = System.nanoTime();

    /** Of so many processors. */
    CpuShare(final int processors) {
        this.processors = processors;
    }

    /** 1: all of them, all the time. */
    double now() {
        return (system.getProcessCpuTime() - cpuNs) / ((double) processors * (System.nanoTime() - wallNs));
    }
}
