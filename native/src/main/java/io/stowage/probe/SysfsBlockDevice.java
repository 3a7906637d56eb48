package io.stowage.probe;

import io.stowage.probe.BlockDeviceReport.Geometry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A block device's folder in sysfs; see {@code Documentation/ABI/stable/sysfs-block}. Immutable; the files are read at
 * each call.
 */
final class SysfsBlockDevice {
    /** The unit of the file {@code size}, whatever the device's blocks are. */
    private static final long SECTOR_BYTES = 512;

    private static final String NUMA_NODE = "numa_node";
    private static final String SERIAL = "serial";

    private final KernelRoots roots;
    private final Path folder;
    private final Path queue;
    private final String name;

    /**
     * For one device.
     *
     * @param roots where the kernel's trees are
     * @param folder the device's, as in {@code /sys/block/sda}
     */
    SysfsBlockDevice(final KernelRoots roots, final Path folder) {
        this.roots = roots;
        this.folder = folder;
        queue = folder.resolve("queue");
        name = String.valueOf(folder.getFileName());
    }

    /**
     * The device's node.
     *
     * @return its path; the kernel writes a name's slash as {@code !}
     */
    Path node() {
        return roots.dev().resolve(name.replace('!', '/'));
    }

    /**
     * Whether it is a virtual device with nothing in it.
     *
     * @return true for a loop device without a file and the like; an empty drive is a fact worth showing
     */
    boolean isEmpty() {
        return isVirtual() && sizeBytes().orElse(1L) == 0;
    }

    /**
     * All that sysfs says, with the device's own answers.
     *
     * @param geometry of the ioctls
     * @return the report
     */
    BlockDeviceReport report(final Reading<Geometry> geometry) {
        return new BlockDeviceReport(
                name,
                node(),
                KernelText.text(folder.resolve("dev")),
                isVirtual(),
                sizeBytes(),
                KernelText.flag(folder.resolve("ro")),
                KernelText.flag(folder.resolve("removable")),
                KernelText.flag(queue.resolve("rotational")),
                KernelText.text(folder.resolve("device/model")),
                KernelText.text(folder.resolve(SERIAL)).or(KernelText.text(folder.resolve("device/" + SERIAL))),
                numaNode(),
                blockBytes("logical_block_size"),
                blockBytes("physical_block_size"),
                SysfsChoice.of(queue.resolve("scheduler")),
                KernelText.text(queue.resolve("write_cache")),
                geometry);
    }

    private Reading<Long> sizeBytes() {
        final Path file = folder.resolve("size");
        return KernelText.number(file)
                .flatMap(sectors -> sectors < 0 || sectors > Long.MAX_VALUE / SECTOR_BYTES
                        ? Reading.unavailable(file + ": " + sectors + " is no size")
                        : Reading.measured(sectors * SECTOR_BYTES));
    }

    private Reading<Integer> blockBytes(final String file) {
        return KernelText.number(queue.resolve(file))
                .flatMap(bytes -> bytes <= 0 || bytes > Integer.MAX_VALUE
                        ? Reading.unavailable(queue.resolve(file) + ": " + bytes + " is no block size")
                        : Reading.measured(bytes.intValue()));
    }

    private boolean isVirtual() {
        return realFolder()
                .map(path -> path.startsWith(realSysRoot().resolve("devices/virtual")))
                .orElse(false);
    }

    // The node belongs to the controller or the bus above the device, and which of them says it differs by driver.
    private Reading<Integer> numaNode() {
        return realFolder().flatMap(start -> {
            final Path top = realSysRoot();
            for (Path level = start; level != null && !level.equals(top); level = level.getParent()) {
                final Path file = level.resolve(NUMA_NODE);
                if (Files.exists(file)) {
                    return KernelText.number(file)
                            .flatMap(node -> node < 0
                                    ? Reading.unavailable(file + ": the kernel knows no NUMA node of " + name)
                                    : Reading.measured(Math.toIntExact(node)));
                }
            }
            return Reading.unavailable(start + ": neither it nor a device above it has a NUMA node");
        });
    }

    private Reading<Path> realFolder() {
        return ReadingSource.readingOf(folder::toRealPath);
    }

    private Path realSysRoot() {
        try {
            return roots.sys().toRealPath();
        } catch (final IOException e) {
            // A tree that is gone in the middle of a probe: its files' readings say so.
            return roots.sys().toAbsolutePath();
        }
    }
}
