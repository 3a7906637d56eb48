package io.stowage.probe;

import io.stowage.probe.linux.BlockDeviceIoctl;
import java.nio.file.Path;

/**
 * One whole block device, not a partition.
 *
 * @param name the kernel's, as in {@code nvme0n1}
 * @param node the device's node, as in {@code /dev/nvme0n1}
 * @param deviceNumber {@code major:minor}
 * @param virtual whether no hardware of its own is behind it: loop, ram, device mapper, md
 * @param sizeBytes its capacity
 * @param readOnly whether it forbids writing
 * @param removable whether its medium can be taken out
 * @param rotational whether it has spinning parts, as far as it tells the kernel
 * @param model what the maker calls it
 * @param serial the maker's number of it
 * @param numaNode the memory node it is attached to
 * @param logicalBlockBytes the smallest unit that can be addressed
 * @param physicalBlockBytes the smallest unit it writes without reading first
 * @param scheduler the I/O scheduler in force, as in {@code mq-deadline}
 * @param writeCache {@code write back} if data may be lost with power until flushed, else {@code write through}
 * @param geometry what the device itself answers to ioctls; needs permission to open its node
 */
public record BlockDeviceReport(
        String name,
        Path node,
        Reading<String> deviceNumber,
        boolean virtual,
        Reading<Long> sizeBytes,
        Reading<Boolean> readOnly,
        Reading<Boolean> removable,
        Reading<Boolean> rotational,
        Reading<String> model,
        Reading<String> serial,
        Reading<Integer> numaNode,
        Reading<Integer> logicalBlockBytes,
        Reading<Integer> physicalBlockBytes,
        Reading<String> scheduler,
        Reading<String> writeCache,
        Reading<Geometry> geometry) {
    /**
     * A device's own answers, independent of sysfs.
     *
     * @param sizeBytes BLKGETSIZE64
     * @param logicalBlockBytes BLKSSZGET
     * @param physicalBlockBytes BLKPBSZGET
     * @param rotational BLKROTATIONAL
     */
    public record Geometry(long sizeBytes, int logicalBlockBytes, int physicalBlockBytes, boolean rotational) {
        static Geometry of(final BlockDeviceIoctl answer) {
            return new Geometry(
                    answer.sizeBytes(), answer.logicalBlockBytes(), answer.physicalBlockBytes(), answer.rotational());
        }
    }
}
