package io.stowage.bench.placement.peer;

import io.stowage.bench.BenchException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/** Builds {@code bench/peers} on demand: its libraries are large, and nobody else needs them. */
public final class PeerBuild {
    private static final long SECONDS = 1_200;
    private static final Path MODULE = Path.of("bench", "peers");

    private PeerBuild() {}

    /**
     * Builds the module unless it is built and no older than its sources.
     *
     * @param progress told that it takes a while.
     * @return class path of the program.
     * @throws BenchException with the reason, if there is none.
     */
    public static String classPath(final PrintStream progress) {
        final Path root = Checkout.root();
        if (root == null || !Files.isRegularFile(root.resolve(MODULE).resolve("pom.xml"))) {
            throw new BenchException("this checkout has no " + MODULE);
        }
        final Path module = root.resolve(MODULE);
        final Path stamp = module.resolve("target").resolve("bench.stamp");
        if (isStale(module, stamp) && !"off".equals(System.getenv("STOWAGE_BUILD"))) {
            progress.println("building " + MODULE + " (the first time this fetches the peers' libraries)");
            final FileTime started = FileTime.fromMillis(System.currentTimeMillis());
            Child.run(
                    SECONDS,
                    List.of(
                            root.resolve("mvnw").toString(),
                            "-q",
                            "-B",
                            "-ntp",
                            "-Ppeers",
                            "-Dmaven.test.skip=true",
                            "-Dspotless.check.skip=true",
                            "-Djacoco.skip=true",
                            "-pl",
                            MODULE.toString(),
                            "-am",
                            "package"),
                    root);
            touch(stamp, started);
        }
        return module.resolve("target").resolve("lib") + "/*";
    }

    private static void touch(final Path stamp, final FileTime time) {
        try {
            Files.writeString(stamp, "");
            Files.setLastModifiedTime(stamp, time);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isStale(final Path module, final Path stamp) {
        if (!Files.exists(stamp)) {
            return true;
        }
        try (Stream<Path> sources = Files.walk(module.resolve("src"))) {
            final FileTime built = Files.getLastModifiedTime(stamp);
            return Stream.concat(sources, Stream.of(module.resolve("pom.xml")))
                    .filter(Files::isRegularFile)
                    .anyMatch(source -> isNewer(source, built));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isNewer(final Path source, final FileTime built) {
        try {
            return Files.getLastModifiedTime(source).compareTo(built) > 0;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
