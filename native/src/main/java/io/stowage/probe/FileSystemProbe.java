package io.stowage.probe;

import io.stowage.probe.linux.Platform;
import io.stowage.probe.linux.StatVfs;
import io.stowage.probe.linux.Statx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists the mounted real file systems and finds the one of a path. Each file system is asked with a time limit, as one
 * on a dead server or disk never answers. Keep one probe for all rounds: it remembers which file systems still owe an
 * answer. Thread-safe.
 */
public final class FileSystemProbe {
    private final KernelRoots roots;
    private final long answerLimitNs;
    private final BoundedCalls calls = new BoundedCalls();

    /** What one mount point answered; not usable if it is no directory or another mount hides it. */
    private record Visit(boolean usable, FileSystemSpace space) {}

    /**
     * A probe of one machine.
     *
     * @param roots where its kernel's trees are
     * @param answerLimitNs how long to wait for each file system
     */
    public FileSystemProbe(final KernelRoots roots, final long answerLimitNs) {
        this.roots = roots;
        this.answerLimitNs = answerLimitNs;
    }

    /**
     * The real file systems mounted here, each once; memory and the kernel's own trees are left out. On systems other
     * than Linux what the JVM knows.
     *
     * @return in the order of mounting, or why they cannot be listed
     */
    public Reading<List<FileSystemReport>> mounted() {
        return mounted(new Deadline(Long.MAX_VALUE));
    }

    /**
     * As {@link #mounted()}, within a time for all of them.
     *
     * @param deadline after which no file system is asked any more
     * @return the file systems; those not asked say so
     */
    Reading<List<FileSystemReport>> mounted(final Deadline deadline) {
        return ReadingSource.readingOf(() -> {
            if (!Platform.current().isSupported()) {
                return PortableFileSystems.mounted();
            }
            final MountTable table = MountTable.read(roots.proc());
            final List<FileSystemReport> reports = new ArrayList<>();
            for (final List<MountEntry> mounts : table.realFileSystems()) {
                firstUsable(table, mounts, deadline).ifPresent(reports::add);
            }
            return List.copyOf(reports);
        });
    }

    private Optional<FileSystemReport> firstUsable(
            final MountTable table, final List<MountEntry> mounts, final Deadline deadline) {
        for (final MountEntry mount : mounts) {
            final Reading<Visit> visit = visit(mount, deadline);
            if (visit.map(Visit::usable).orElse(true)) {
                return Optional.of(report(table, mount, visit.map(Visit::space)));
            }
        }
        return Optional.empty();
    }

    private Reading<Visit> visit(final MountEntry mount, final Deadline deadline) {
        final Path mountPoint = Path.of(mount.mountPoint());
        return calls.call("statvfs " + mountPoint, deadline.limitNs(answerLimitNs), () -> {
            final Statx.Place place = Statx.placeOf(mountPoint);
            final boolean hidden = place.mountId().orElse(mount.id()) != mount.id();
            return new Visit(place.directory() && !hidden, FileSystemSpace.of(StatVfs.of(mountPoint)));
        });
    }

    /**
     * The file system of a path, real or not.
     *
     * @param path any file or directory that is there
     * @return the file system, or why it cannot be found
     */
    public Reading<FileSystemReport> of(final Path path) {
        return calls.call("file system of " + path, answerLimitNs, () -> {
            if (!Platform.current().isSupported()) {
                return PortableFileSystems.of(path);
            }
            final Statx.Place place = Statx.placeOf(path);
            final MountTable table = MountTable.read(roots.proc());
            final MountEntry mount = table.mountOf(place.mountId(), path.toRealPath())
                    .orElseThrow(() -> new IOException(
                            path + ": its mount is not in " + roots.proc().resolve("self/mountinfo")));
            return report(table, mount, Reading.measured(FileSystemSpace.of(StatVfs.of(path))));
        });
    }

    private static FileSystemReport report(
            final MountTable table, final MountEntry mount, final Reading<FileSystemSpace> space) {
        return new FileSystemReport(
                Path.of(mount.mountPoint()),
                mount.source(),
                mount.deviceNumber(),
                mount.type(),
                table.kindOf(mount),
                mount.readOnly(),
                space);
    }
}
