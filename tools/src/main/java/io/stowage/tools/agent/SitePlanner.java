package io.stowage.tools.agent;

import io.stowage.probe.FileSystemKind;
import io.stowage.probe.FileSystemProbe;
import io.stowage.probe.FileSystemReport;
import io.stowage.probe.FileSystemSpace;
import io.stowage.probe.Reading;
import io.stowage.tools.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses directories for new chunks on this machine's real file systems: the next chunk goes where its share would be largest. The
 * file system of the data directory always counts; others only if they are local disks that we may write to.
 */
final class SitePlanner {
    /** Smaller file systems (boot partitions and the like) are left alone. */
    private static final long MIN_AVAILABLE_BYTES = 4L << 30;

    private static final Path BOOT = Path.of("/boot");
    private static final int PORT_MAX = 65_535;

    private final FileSystemProbe probe;
    private final Path dataDirectory;

    SitePlanner(final FileSystemProbe probe, final Path dataDirectory) {
        this.probe = probe;
        this.dataDirectory = dataDirectory;
    }

    /** A file system that may take chunks, and the folder for them there. */
    private record Candidate(String identity, Path folder, long availableBytes) {}

    /** Sites in directories that a person named, one each; a directory that is known keeps its port and its promise. */
    List<ChunkSite> named(final List<Path> directories, final List<ChunkSite> known, final int firstPort) {
        final List<ChunkSite> sites = new ArrayList<>();
        final List<ChunkSite> taken = new ArrayList<>(known);
        for (final Path directory : directories) {
            final Path path = directory.toAbsolutePath().normalize();
            try {
                Files.createDirectories(path);
            } catch (final IOException e) {
                throw new ToolException(
                        "the chunk directory " + path + " cannot be created (" + e
                                + "); choose another, or make its parent writable",
                        e);
            }
            final ChunkSite site = known.stream()
                    .filter(one -> one.directory().equals(path))
                    .findFirst()
                    .orElseGet(() -> new ChunkSite(nextPort(taken, firstPort, 0), path, 0));
            sites.add(site);
            taken.add(site);
        }
        return sites;
    }

    /** Adds sites to those that are there until there are as many as wanted. */
    List<ChunkSite> extend(final List<ChunkSite> existing, final int wanted, final int firstPort) {
        final List<ChunkSite> sites = new ArrayList<>(existing);
        if (sites.size() >= wanted) {
            return sites;
        }
        final Map<String, Candidate> candidates = candidates();
        final Map<String, Integer> counts = counts(existing);
        int offset = 0;
        while (sites.size() < wanted) {
            final Candidate best = candidates.values().stream()
                    .max(Comparator.comparingLong(candidate ->
                            candidate.availableBytes() / (counts.getOrDefault(candidate.identity(), 0) + 1)))
                    .orElseThrow(() -> new ToolException("no directory for chunks can be created in " + dataDirectory
                            + " or on another disk; name some with --chunk-dir"));
            final int port = nextPort(sites, firstPort, offset);
            offset = port - firstPort + 1;
            final Path directory = best.folder().resolve("chunk-" + port);
            try {
                Files.createDirectories(directory);
                sites.add(new ChunkSite(port, directory, 0));
                counts.merge(best.identity(), 1, Integer::sum);
            } catch (final IOException notOurs) {
                candidates.remove(best.identity());
            }
        }
        return sites;
    }

    /** What file system a path is on. */
    static String identity(final FileSystemReport report) {
        return report.deviceNumber().isBlank() ? report.mountPoint().toString() : report.deviceNumber();
    }

    private Map<String, Candidate> candidates() {
        final Map<String, Candidate> found = new LinkedHashMap<>();
        add(found, ownFileSystem(), dataDirectory.resolve("chunks"));
        for (final FileSystemReport report : probe.mounted().orElse(List.of())) {
            final boolean isUsable = report.kind() == FileSystemKind.LOCAL
                    && !report.readOnly()
                    && !report.mountPoint().startsWith(BOOT)
                    && available(report) >= MIN_AVAILABLE_BYTES;
            if (isUsable && Files.isWritable(report.mountPoint())) {
                add(found, report, report.mountPoint().resolve("stowage-chunks"));
            }
        }
        return found;
    }

    /** Without it chunks would move to other disks, only because this one is slow to answer now. */
    private FileSystemReport ownFileSystem() {
        return switch (probe.of(dataDirectory)) {
            case Reading.Measured<FileSystemReport>(FileSystemReport own) -> own;
            case Reading.Unavailable<FileSystemReport>(String reason) ->
                throw new ToolException("where new chunks go was not decided, for the file system of " + dataDirectory
                        + " could not be read: " + reason + "; try again, or name directories with --chunk-dir");
        };
    }

    private static void add(final Map<String, Candidate> found, final FileSystemReport report, final Path folder) {
        found.putIfAbsent(identity(report), new Candidate(identity(report), folder, available(report)));
    }

    private Map<String, Integer> counts(final List<ChunkSite> sites) {
        final Map<String, Integer> counts = new HashMap<>();
        for (final ChunkSite site : sites) {
            probe.of(site.directory())
                    .toOptional()
                    .ifPresent(report -> counts.merge(identity(report), 1, Integer::sum));
        }
        return counts;
    }

    private static long available(final FileSystemReport report) {
        final Reading<FileSystemSpace> space = report.space();
        return space.map(FileSystemSpace::availableBytes).orElse(0L);
    }

    private static int nextPort(final List<ChunkSite> sites, final int firstPort, final int offset) {
        int candidate = offset;
        while (isTaken(sites, port(firstPort, candidate))) {
            candidate++;
        }
        return port(firstPort, candidate);
    }

    private static boolean isTaken(final List<ChunkSite> sites, final int port) {
        return sites.stream().anyMatch(site -> site.port() == port);
    }

    private static int port(final int firstPort, final int offset) {
        if (firstPort < 1 || firstPort + offset > PORT_MAX) {
            throw new ToolException("port " + ((long) firstPort + offset)
                    + " of a chunk is not between 1 and 65535; choose another --first-port");
        }
        return firstPort + offset;
    }
}
