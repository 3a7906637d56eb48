package io.stowage.probe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The mounts this process sees, and which of them are real file systems: each file system once, however often it is
 * mounted, without the kernel's own trees. Immutable.
 */
final class MountTable {
    private static final String NO_DEVICE = "nodev";
    private static final String ROOT = "/";

    // Where all of the file system shows and can be written is the place to use it.
    private static final Comparator<MountEntry> MOST_USEFUL_FIRST = Comparator.comparing(
                    (MountEntry entry) -> !entry.root().equals(ROOT))
            .thenComparing(MountEntry::readOnly)
            .thenComparingInt(entry -> entry.mountPoint().length());

    private final List<MountEntry> entries;
    private final Set<String> deviceTypes;

    /**
     * From the kernel's texts.
     *
     * @param mountInfo {@code /proc/self/mountinfo}
     * @param fileSystems {@code /proc/filesystems}
     */
    MountTable(final String mountInfo, final String fileSystems) {
        entries = mountInfo
                .lines()
                .map(MountEntry::parse)
                .flatMap(Optional::stream)
                .toList();
        deviceTypes = fileSystems
                .lines()
                .filter(line -> !line.startsWith(NO_DEVICE))
                .map(String::strip)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Reads the table as it is now.
     *
     * @param procRoot where procfs is mounted
     * @return the table
     * @throws IOException if procfs cannot be read
     */
    static MountTable read(final Path procRoot) throws IOException {
        return new MountTable(
                KernelText.contentOf(procRoot.resolve("self/mountinfo")),
                KernelText.contentOf(procRoot.resolve("filesystems")));
    }

    /**
     * The real file systems.
     *
     * @return for each file system its mounts, the most useful first, in the table's order
     */
    List<List<MountEntry>> realFileSystems() {
        final Map<String, List<MountEntry>> byDevice = entries.stream()
                .filter(this::isReal)
                .collect(Collectors.groupingBy(
                        MountEntry::deviceNumber, LinkedHashMap::new, Collectors.toUnmodifiableList()));
        return byDevice.values().stream()
                .map(mounts -> mounts.stream().sorted(MOST_USEFUL_FIRST).toList())
                .toList();
    }

    private boolean isReal(final MountEntry entry) {
        return switch (kindOf(entry)) {
            case LOCAL, REMOTE -> true;
            // A container's own root holds files; others are the roots of containers that run here.
            case LAYERED -> entry.mountPoint().equals(ROOT);
            case PSEUDO -> false;
        };
    }

    /**
     * What stands behind a mount.
     *
     * @param entry of this table
     * @return its kind
     */
    FileSystemKind kindOf(final MountEntry entry) {
        return FileSystemKind.of(entry.type(), deviceTypes);
    }

    /**
     * The mount of a path.
     *
     * @param mountId the path's, if the kernel says it
     * @param realPath the path without symbolic links, for kernels that do not
     * @return the mount; empty if the table does not have it
     */
    Optional<MountEntry> mountOf(final OptionalLong mountId, final Path realPath) {
        if (mountId.isPresent()) {
            return entries.stream()
                    .filter(entry -> entry.id() == mountId.getAsLong())
                    .findFirst();
        }
        // The longest mount point wins, and of two at one place the later, which hides the earlier.
        return entries.stream()
                .filter(entry -> realPath.startsWith(entry.mountPoint()))
                .reduce((best, entry) ->
                        entry.mountPoint().length() >= best.mountPoint().length() ? entry : best);
    }
}
