package io.stowage.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.engine.Engine;
import io.stowage.server.DamageTable.Fate;
import io.stowage.server.journal.JournalException;
import io.stowage.server.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real journal and a real snapshot, damaged at every offset and cut at every length, one damage at a time, and the steps of a
 * server's start after each: it is refused, cut with a message, left out with a warning, or changes nothing at all.
 */
@Timeout(900)
class FlippedByteTest {
    /** {@code -Dstowage.faults.every-byte=true}: a longer journal, and all of what was set aside for more. */
    private static final boolean IS_LONG = Boolean.getBoolean("stowage.faults.every-byte");

    private static final int NODES = IS_LONG ? 12 : 4;
    /** Of the zeros that are set aside for more, one in so many is looked at. */
    private static final int UNWRITTEN_STEP = IS_LONG ? 1 : 331;

    /** One damaged snapshot in so many is given to all of a start; the others to what chooses snapshots. */
    private static final int WHOLE_START_STEP = IS_LONG ? 1 : 61;

    private static final Path MEMORY = Path.of("/dev/shm");

    @TempDir
    private Path scratch;

    private Path directory = Path.of("");

    @BeforeEach
    void chooseDirectory() throws IOException {
        // Each start forces what it cuts: in memory that costs nothing.
        directory = Files.isWritable(MEMORY)
                ? Files.createTempDirectory(MEMORY, "stowage-flipped-")
                : scratch.resolve("dir");
    }

    @AfterEach
    void deleteDirectory() throws IOException {
        DataImage.delete(directory);
    }

    @Test
    void shouldNoticeAFlippedByteAnywhereInAJournal() throws IOException {
        final DataImage image = DataImage.of(scratch.resolve("server"), NODES, false);
        final Map<Long, DataImage.Start> prefixes = prefixes(image);
        final DataImage.Start whole =
                start(image, image.files().getFirst(), image.bytes(image.files().getFirst()));
        final DamageTable table = new DamageTable();
        assertThat(image.cycles()).hasSizeGreaterThan(2);

        for (final Path file : image.cycles()) {
            final byte[] good = image.bytes(file);
            final JournalRegions regions = JournalRegions.of(good);
            for (int at = 0; at < good.length; at += at < regions.usedEnd() ? 1 : UNWRITTEN_STEP) {
                final byte[] bytes = good.clone();
                bytes[at] ^= (byte) (1 << at % Byte.SIZE);
                table.count(regions.at(at), fate(image, file, bytes, whole, prefixes, file + " at " + at));
            }
        }

        System.out.println(
                "one bit flipped in each byte of a journal of " + image.cycles().size() + " files\n" + table);
        assertThat(table.of("entry: command", Fate.HARMLESS)).isZero();
        assertThat(table.of("batch header: checksum", Fate.HARMLESS)).isZero();
        assertThat(table.total(Fate.REFUSED)).isPositive();
        assertThat(table.total(Fate.CUT)).isPositive();
    }

    @Test
    void shouldNoticeAJournalThatEndsAnywhere() throws IOException {
        final DataImage image = DataImage.of(scratch.resolve("server"), NODES, false);
        final Map<Long, DataImage.Start> prefixes = prefixes(image);
        final Path file = image.cycles().getLast();
        final byte[] good = image.bytes(file);
        final JournalRegions regions = JournalRegions.of(good);
        final DataImage.Start whole = start(image, file, good);
        final DamageTable table = new DamageTable();

        for (int length = 0; length <= regions.usedEnd(); length++) {
            final DataImage.Start found = start(image, file, Arrays.copyOf(good, length));
            // A file that ends between two batches is a shorter journal: only the mark of an orderly stop could tell.
            assertThat(found.stateHash())
                    .as("cut to %s bytes", length)
                    .isEqualTo(Objects.requireNonNull(
                                    prefixes.get(found.position()), "state at a position that was passed")
                            .stateHash());
            final boolean isWhole = found.position() == whole.position();
            table.count(regions.at(length), isWhole ? Fate.HARMLESS : Fate.CUT);
        }

        System.out.println("the newest file of a journal cut at every length\n" + table);
        assertThat(table.total(Fate.CUT)).isPositive();
    }

    @Test
    void shouldNoticeAFlippedByteOrACutAnywhereInASnapshot() throws IOException {
        final DataImage image = DataImage.of(scratch.resolve("server"), NODES, true);
        final Path file = image.files().stream()
                .filter(path -> path.startsWith("snapshots"))
                .findFirst()
                .orElseThrow();
        final byte[] good = image.bytes(file);
        final DataImage.Start whole = start(image, file, good);
        assertThat(whole.warnings()).isEmpty();
        final DamageTable table = new DamageTable();

        for (int at = 0; at < good.length; at++) {
            final byte[] bytes = good.clone();
            bytes[at] ^= (byte) (1 << at % Byte.SIZE);
            table.count("flipped: " + SnapshotRegions.at(good, at), snapshotFate(image, file, bytes, whole, at));
            table.count(
                    "cut: " + SnapshotRegions.at(good, at),
                    snapshotFate(image, file, Arrays.copyOf(good, at), whole, at));
        }

        System.out.println(
                "a snapshot of " + good.length + " bytes, one bit flipped in each byte, cut at each length\n" + table);
        assertThat(table.total(Fate.LEFT_OUT)).isEqualTo(2 * good.length);
    }

    @Test
    void shouldStartWithAFlippedByteAnywhereInTheMark() throws IOException {
        final DataImage image = DataImage.of(scratch.resolve("server"), NODES, true);
        final Path mark = Path.of("journal.mark");
        final byte[] good = image.bytes(mark);
        final DataImage.Start whole = start(image, mark, good);
        final DamageTable table = new DamageTable();

        for (int at = 0; at < good.length; at++) {
            final byte[] bytes = good.clone();
            bytes[at] ^= (byte) (1 << at % Byte.SIZE);
            table.count("mark file", fate(image, mark, bytes, whole, Map.of(), "mark at " + at));
        }

        System.out.println("one bit flipped in each byte of the mark file\n" + table);
        assertThat(table.total(Fate.CUT)).isZero();
    }

    private Fate fate(
            final DataImage image,
            final Path file,
            final byte[] bytes,
            final DataImage.Start whole,
            final Map<Long, DataImage.Start> prefixes,
            final String damage)
            throws IOException {
        final DataImage.Start found;
        try {
            found = start(image, file, bytes);
        } catch (final JournalException | ServerException refused) {
            assertThat(refused.getMessage()).as(damage).contains("; ");
            return Fate.REFUSED;
        }
        if (found.position() == whole.position()) {
            assertThat(found.stateHash()).as(damage).isEqualTo(whole.stateHash());
            assertThat(found.commands()).as(damage).isEqualTo(whole.commands());
            return found.warnings().isEmpty() ? Fate.HARMLESS : Fate.CUT;
        }
        assertThat(found.warnings()).as(damage).singleElement().asString().startsWith("journal had a torn tail (");
        assertThat(found.stateHash())
                .as(damage)
                .isEqualTo(Objects.requireNonNull(prefixes.get(found.position()), "state at a position that was passed")
                        .stateHash());
        return Fate.CUT;
    }

    private Fate snapshotFate(
            final DataImage image, final Path file, final byte[] bytes, final DataImage.Start whole, final int at)
            throws IOException {
        final List<String> warnings;
        if (at % WHOLE_START_STEP == 0) {
            final DataImage.Start found = start(image, file, bytes);
            assertThat(found.stateHash()).as("byte %s", at).isEqualTo(whole.stateHash());
            assertThat(found.commands()).as("byte %s", at).isEqualTo(whole.commands());
            warnings = found.warnings();
        } else {
            Files.write(directory.resolve(file.toString()), bytes);
            final SnapshotStore.Restored restored = new SnapshotStore(directory).restore(DataImage.LIMITS);
            try (Engine engine = restored.engine()) {
                assertThat(engine.position()).as("byte %s", at).isZero();
            }
            warnings = restored.warnings();
        }
        assertThat(warnings).as("byte %s", at).singleElement().asString().contains(" is left out: ");
        return Fate.LEFT_OUT;
    }

    private DataImage.Start start(final DataImage image, final Path file, final byte[] bytes) throws IOException {
        image.restore(directory, file, bytes);
        return DataImage.start(directory);
    }

    /** The state after each batch of the newest file, and after none of them, by position. */
    private Map<Long, DataImage.Start> prefixes(final DataImage image) throws IOException {
        final Map<Long, DataImage.Start> prefixes = new HashMap<>();
        final List<Path> cycles = image.cycles();
        for (final Path file : cycles.subList(cycles.size() - 1, cycles.size())) {
            final byte[] good = image.bytes(file);
            final JournalRegions regions = JournalRegions.of(good);
            for (int at = 0; at <= regions.usedEnd(); at++) {
                if (regions.at(at).equals("batch: length word") || at == regions.usedEnd()) {
                    final DataImage.Start start = start(image, file, Arrays.copyOf(good, at));
                    prefixes.put(start.position(), start);
                }
            }
        }
        return prefixes;
    }
}
