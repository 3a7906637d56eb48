package io.stowage.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The targets of the fuzzer over their corpus: golden files, good frames, what the fuzzer found, and so many seeded changes of
 * them. The fuzzer itself runs by {@code .ci/faults fuzz}, as long as it is told.
 */
@Timeout(300)
class FuzzRegressionTest {
    private static final int CHANGES = Integer.getInteger("stowage.faults.fuzz-changes", 2_000);
    private static final int CHANGES_OF_FILES = CHANGES / 10;
    private static final Path GOLDEN_JOURNAL =
            Path.of("src/test/resources/io/stowage/server/journal/golden/v1/journal/run-0000000000/19700101F.cq4");
    private static final Path GOLDEN_FRAMES = Path.of("../codecs/src/test/resources/golden/v1");
    private static final Path FOUND = Path.of("src/test/resources/io/stowage/server/fuzz");

    @TempDir
    private Path scratch;

    @Test
    void shouldTakeAnyCommands() throws IOException {
        final List<byte[]> corpus = new ArrayList<>(found("commands"));
        corpus.add(FuzzedCommands.row(goodFrames().toArray(UnsafeBuffer[]::new)));
        run(corpus, CHANGES, FuzzedCommands::fuzzerTestOneInput);
    }

    @Test
    void shouldRecoverOrRefuseAnyJournal() throws IOException {
        final List<byte[]> corpus = new ArrayList<>(found("journal"));
        final byte[] golden = Files.readAllBytes(GOLDEN_JOURNAL);
        final int usedEnd = JournalRegions.of(golden).usedEnd();
        final byte[] seed = new byte[1 + usedEnd];
        System.arraycopy(golden, 0, seed, 1, usedEnd);
        corpus.add(seed.clone());
        seed[0] = 1;
        corpus.add(seed);
        run(corpus, CHANGES_OF_FILES, FuzzedJournal::fuzzerTestOneInput);
    }

    @Test
    void shouldLoadOrRefuseAnySnapshot() throws IOException {
        final DataImage image = DataImage.of(scratch.resolve("server"), 4, true);
        final Path file = image.files().stream()
                .filter(path -> path.startsWith("snapshots"))
                .findFirst()
                .orElseThrow();
        final List<byte[]> corpus = new ArrayList<>(found("snapshot"));
        corpus.add(image.bytes(file));
        run(corpus, CHANGES_OF_FILES, FuzzedSnapshot::fuzzerTestOneInput);
    }

    private static void run(final List<byte[]> corpus, final int changes, final Consumer<byte[]> target) {
        assertThat(corpus).isNotEmpty();
        final long seed = Long.getLong("stowage.test.seed", 20_261_127L);
        final SplittableRandom random = new SplittableRandom(seed);
        corpus.forEach(input -> run(input, target, seed));
        for (int i = 0; i < changes; i++) {
            run(changed(random, corpus.get(random.nextInt(corpus.size()))), target, seed);
        }
    }

    private static void run(final byte[] input, final Consumer<byte[]> target, final long seed) {
        try {
            target.accept(input);
        } catch (final RuntimeException | Error e) {
            throw new AssertionError(
                    "seed " + seed + ", input " + HexFormat.of().formatHex(input), e);
        }
    }

    /** Cuts, flips, repeats, and the numbers at which things break. */
    private static byte[] changed(final SplittableRandom random, final byte[] good) {
        byte[] bytes = good.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 8; changes--) {
            final int at = random.nextInt(bytes.length - 8);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> Arrays.fill(bytes, at, at + 1 + random.nextInt(8), (byte) (random.nextBoolean() ? 0 : 0xFF));
                case 3 -> bytes = Arrays.copyOf(bytes, at + 1);
                default -> System.arraycopy(bytes, random.nextInt(bytes.length - 8), bytes, at, 8);
            }
        }
        return bytes;
    }

    private static List<UnsafeBuffer> goodFrames() throws IOException {
        final FrameBuilder frames = new FrameBuilder().as(new UUID(1, 2), Role.OPERATOR, 1);
        final List<UnsafeBuffer> good = new ArrayList<>(List.of(
                frames.registerNode("10.0.0.1", "n1"),
                frames.registerChunk("10.0.0.1", 10_201),
                frames.keepAlive(1),
                frames.connectEm(),
                frames.statusQuery(),
                frames.stateHashQuery()));
        try (Stream<Path> files = Files.list(GOLDEN_FRAMES)) {
            for (final Path file : files.sorted().toList()) {
                final String hex = Files.readString(file).replaceAll("#.*|\\s", "");
                good.add(new UnsafeBuffer(HexFormat.of().parseHex(hex)));
            }
        }
        return good;
    }

    private static List<byte[]> found(final String target) throws IOException {
        final Path directory = FOUND.resolve(target);
        final List<byte[]> inputs = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (final Path file : files.sorted().toList()) {
                    inputs.add(Files.readAllBytes(file));
                }
            }
        }
        return inputs;
    }
}
