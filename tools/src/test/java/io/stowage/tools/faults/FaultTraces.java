package io.stowage.tools.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the files of a data directory tell about one run: how often the journal rolled, whether while a snapshot was written, and
 * where torn tails were cut. Each file is counted once, however often it is looked at.
 */
final class FaultTraces {
    private static final Pattern CUT = Pattern.compile("cycle-\\d+-offset-(\\d+)-\\d+\\.bin");

    private final Path directory;
    private final long blockBytes;
    private final Set<String> known = new HashSet<>();
    private int rolls;
    private int rollsInSnapshot;
    private int cutsAtBlock;

    FaultTraces(final Path directory, final long blockBytes) {
        this.directory = directory;
        this.blockBytes = blockBytes;
    }

    private record Span(FileTime from, FileTime to) {
        boolean contains(final FileTime time) {
            return time.compareTo(from) >= 0 && time.compareTo(to) <= 0;
        }
    }

    /** Looks again. */
    FaultTraces look() {
        rolls = 0;
        rollsInSnapshot = 0;
        cutsAtBlock = 0;
        final List<Span> snapshots = new ArrayList<>();
        for (final Path file : files("snapshots")) {
            final BasicFileAttributes attributes = attributes(file);
            snapshots.add(new Span(attributes.creationTime(), attributes.lastModifiedTime()));
        }
        for (final Path file : files("journal")) {
            if (known.add(file.toString())) {
                onNew(file, snapshots);
            }
        }
        return this;
    }

    int rolls() {
        return rolls;
    }

    int rollsInSnapshot() {
        return rollsInSnapshot;
    }

    int cutsAtBlock() {
        return cutsAtBlock;
    }

    private void onNew(final Path file, final List<Span> snapshots) {
        final Matcher cut = CUT.matcher(String.valueOf(file.getFileName()));
        if (cut.matches()) {
            cutsAtBlock += isAtBlock(file, Long.parseLong(cut.group(1))) ? 1 : 0;
        } else if (file.toString().endsWith(".cq4") && known.stream().anyMatch(other -> isOlderOfRun(other, file))) {
            rolls++;
            final FileTime rolled = attributes(file).creationTime();
            rollsInSnapshot += snapshots.stream().anyMatch(span -> span.contains(rolled)) ? 1 : 0;
        }
    }

    /** What was cut began in one block and was to end in the next. */
    private boolean isAtBlock(final Path file, final long offset) {
        return offset / blockBytes != (offset + attributes(file).size()) / blockBytes;
    }

    private static boolean isOlderOfRun(final String other, final Path file) {
        return other.endsWith(".cq4")
                && !other.equals(file.toString())
                && Path.of(other).resolveSibling(file.getFileName()).equals(file);
    }

    private List<Path> files(final String name) {
        final Path root = directory.resolve(name);
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BasicFileAttributes attributes(final Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
