package io.stowage.tools.agent;

import io.stowage.probe.FileSystemProbe;
import io.stowage.probe.FileSystemReport;
import io.stowage.probe.FileSystemSpace;
import io.stowage.probe.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures what a chunk can promise. Chunks on one file system share what is available there, so that together they never promise
 * more than there is: each gets an equal part of what is free and of what they use themselves.
 *
 * <p>The promise is rounded down and kept as long as it is still true and near the measured figure, for the free space of a disk
 * that others use too changes all the time.
 */
final class SiteMeter {
    /** Part of the free space that is left to the journal, logs and others: one of so many. */
    private static final int KEPT_BACK_PART = 20;

    private static final long KEPT_BACK_MAX = 4L << 30;
    private static final int GRAIN_PART = 32;
    private static final long GRAIN_MAX = 1L << 30;
    private static final long THIN_BLOCK = 256L << 10;

    private final FileSystemProbe probe;
    private final Map<Integer, String> fileSystemByPort = new HashMap<>();

    SiteMeter(final FileSystemProbe probe) {
        this.probe = probe;
    }

    /**
     * What was measured.
     *
     * @param fileSystem    of the chunk.
     * @param capacityBytes that the chunk may promise.
     * @param thinUsedBytes of its thin segments' files.
     */
    record Measured(FileSystemReport fileSystem, long capacityBytes, long thinUsedBytes) {}

    /** Measures one of the chunks of this node; all of them are asked where they lie. */
    Reading<Measured> measure(final ChunkSite site, final List<ChunkSite> all) {
        return probe.of(site.directory())
                .flatMap(report -> report.space().map(space -> measured(site, all, report, space)));
    }

    private Measured measured(
            final ChunkSite site,
            final List<ChunkSite> all,
            final FileSystemReport report,
            final FileSystemSpace space) {
        final String identity = SitePlanner.identity(report);
        fileSystemByPort.put(site.port(), identity);
        long ownBytes = 0;
        int sharers = 0;
        for (final ChunkSite other : all) {
            if (fileSystemOf(other).equals(identity)) {
                sharers++;
                ownBytes += usedBytes(other.directory(), 1);
            }
        }
        return new Measured(
                report,
                promise(space.availableBytes(), ownBytes, sharers, site.capacityBytes()),
                usedBytes(site.directory().resolve("thin"), THIN_BLOCK));
    }

    /** Where another chunk was found when it was measured last; asked only the first time. */
    private String fileSystemOf(final ChunkSite other) {
        return fileSystemByPort.computeIfAbsent(
                other.port(),
                port -> probe.of(other.directory()).map(SitePlanner::identity).orElse(""));
    }

    /** The new promise of one of several chunks that share a file system; the former one where it still holds. */
    static long promise(final long availableBytes, final long ownBytes, final int sharers, final long formerBytes) {
        final long mostBytes = (availableBytes + ownBytes) / sharers;
        final long keptBackBytes = Math.min(availableBytes / KEPT_BACK_PART, KEPT_BACK_MAX);
        final long wishedBytes = Math.max(0, (availableBytes + ownBytes - keptBackBytes) / sharers);
        final long grain = Math.clamp(Long.highestOneBit(Math.max(1, wishedBytes / GRAIN_PART)), 1, GRAIN_MAX);
        final long roundedBytes = wishedBytes / grain * grain;
        final boolean stillHolds =
                formerBytes > 0 && formerBytes <= mostBytes && Math.abs(formerBytes - roundedBytes) <= 2 * grain;
        return stillHolds ? formerBytes : roundedBytes;
    }

    /** Bytes of the files below a directory, each rounded up; 0 where there is none. */
    private static long usedBytes(final Path directory, final long grain) {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> (file.toFile().length() + grain - 1) / grain * grain)
                    .sum();
        } catch (final IOException e) {
            throw new UncheckedIOException(directory + " cannot be read: " + e.getMessage(), e);
        }
    }
}
