package io.stowage.probe;

import io.stowage.probe.linux.BlockDeviceIoctl;
import io.stowage.probe.linux.Platform;
import io.stowage.probe.linux.UnsupportedSystemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lists the block devices and finds the one under a file system: sysfs, and the ioctls that need the device opened
 * (for reading, nothing of it is read). Opening has a time limit, as a failing disk may never answer. Keep one probe for
 * all rounds: it remembers which devices still owe an answer. Thread-safe.
 */
public final class BlockDeviceProbe {
    private static final String ANONYMOUS_MAJOR = "0:";

    private final KernelRoots roots;
    private final long answerLimitNs;
    private final BoundedCalls calls = new BoundedCalls();

    /**
     * A probe of one machine.
     *
     * @param roots where its kernel's trees are
     * @param answerLimitNs how long to wait for each device
     */
    public BlockDeviceProbe(final KernelRoots roots, final long answerLimitNs) {
        this.roots = roots;
        this.answerLimitNs = answerLimitNs;
    }

    /**
     * The block devices of this machine; virtual ones with nothing in them (a loop device without a file) are left out.
     *
     * @return by name, or why they cannot be listed
     */
    public Reading<List<BlockDeviceReport>> list() {
        return list(new Deadline(Long.MAX_VALUE));
    }

    /**
     * As {@link #list()}, within a time for all of them.
     *
     * @param deadline after which no device is opened any more
     * @return the devices; those not opened say so
     */
    Reading<List<BlockDeviceReport>> list(final Deadline deadline) {
        return ReadingSource.readingOf(() -> {
            final List<BlockDeviceReport> reports = new ArrayList<>();
            for (final Path folder : deviceFolders()) {
                final SysfsBlockDevice device = new SysfsBlockDevice(roots, folder);
                if (!device.isEmpty()) {
                    reports.add(report(device, deadline));
                }
            }
            return List.copyOf(reports);
        });
    }

    private List<Path> deviceFolders() throws IOException {
        final Path folder = roots.sys().resolve("block");
        if (!Platform.current().isSupported() && !Files.isDirectory(folder)) {
            throw UnsupportedSystemException.ofThisSystem();
        }
        try (Stream<Path> devices = Files.list(folder)) {
            return devices.sorted().toList();
        }
    }

    /**
     * The disk under a file system: the whole device, also if a partition of it is mounted.
     *
     * @param fileSystem as reported on this machine
     * @return the disk, or why there is no single one
     */
    public Reading<BlockDeviceReport> under(final FileSystemReport fileSystem) {
        final String number = fileSystem.deviceNumber();
        if (number.isEmpty() || number.startsWith(ANONYMOUS_MAJOR)) {
            return Reading.unavailable(fileSystem.mountPoint() + ": no single block device is behind "
                    + fileSystem.type() + " (" + fileSystem.device() + ")");
        }
        return ReadingSource.readingOf(() -> {
            final Path folder = roots.sys().resolve("dev/block").resolve(number).toRealPath();
            final Path parent = folder.getParent();
            final boolean partition = Files.exists(folder.resolve("partition"));
            final Path disk = partition && parent != null ? parent : folder;
            return report(new SysfsBlockDevice(roots, disk), new Deadline(Long.MAX_VALUE));
        });
    }

    private BlockDeviceReport report(final SysfsBlockDevice device, final Deadline deadline) {
        return device.report(calls.call(
                "open " + device.node(),
                deadline.limitNs(answerLimitNs),
                () -> BlockDeviceReport.Geometry.of(BlockDeviceIoctl.of(device.node()))));
    }
}
