package io.stowage.probe;

import java.util.List;

/**
 * What a machine is made of, as measured at one moment.
 *
 * @param hostName the host's name
 * @param operatingSystem as in "Linux"
 * @param kernel the kernel's release
 * @param architecture the processor's family, as in "x86_64"
 * @param cpus the processors
 * @param memory the memory
 * @param fileSystems the mounted real file systems
 * @param blockDevices the block devices
 * @param elapsedNs how long the probe took
 */
public record NodeReport(
        Reading<String> hostName,
        String operatingSystem,
        Reading<String> kernel,
        String architecture,
        CpuReport cpus,
        MemoryReport memory,
        Reading<List<FileSystemReport>> fileSystems,
        Reading<List<BlockDeviceReport>> blockDevices,
        long elapsedNs) {}
