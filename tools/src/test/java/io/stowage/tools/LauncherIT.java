package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the command, and how it finds a Java. */
@Timeout(120)
class LauncherIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String FIND = ROOT.resolve(".mvn/find-jdk.sh").toString();

    @TempDir
    private Path scratch;

    private record Ended(int status, String out, String err) {}

    @Test
    void shouldRunFromAnyDirectory() throws Exception {
        assumeTrue(Files.isDirectory(ROOT.resolve("tools/target/lib")), "the libraries are copied by 'package'");

        final Ended ended = run(scratch, Map.of(), ROOT.resolve("stowage").toString(), "--version");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).startsWith("stowage ");
    }

    @Test
    void shouldRunThroughALinkAndPassTheStatusOn() throws Exception {
        assumeTrue(Files.isDirectory(ROOT.resolve("tools/target/lib")), "the libraries are copied by 'package'");
        final Path link = Files.createSymbolicLink(scratch.resolve("stw"), ROOT.resolve("stowage"));

        final Ended ended = run(scratch, Map.of(), link.toString(), "nonsense");

        assertThat(ended.status()).isEqualTo(ExitCode.USAGE);
        assertThat(ended.err()).isEqualTo("stowage: 'nonsense' is not known here (try 'stowage --help')\n");
    }

    @Test
    void shouldNameWhatItSawWhereNoJavaFits() throws Exception {
        final Path old = home("old", "17.0.2");

        final Ended ended = run(
                scratch,
                Map.of("JAVA_HOME", old.toString()),
                "sh",
                "-c",
                ". '" + FIND + "'; stowage_find_java 99 javac; echo \"$?$stowage_java_seen\"");

        assertThat(ended.out()).startsWith("1 " + old + " (release 17)");
    }

    @Test
    void shouldPreferTheToldJava() throws Exception {
        final Path told = home("told", "99.0.1");

        final Ended ended = run(
                scratch,
                Map.of("JAVA_HOME", told.toString()),
                "sh",
                "-c",
                ". '" + FIND + "'; stowage_find_java 99 javac && echo \"$stowage_java_home\"");

        assertThat(ended.out()).isEqualTo(told + "\n");
    }

    /** The script finds its Java through the file beside it, so a finder that finds none stands for a machine without one. */
    @Test
    void shouldSayInOneLineThatItNeedsAJdk() throws Exception {
        final Path copy = Files.copy(ROOT.resolve("stowage"), scratch.resolve("stowage"));
        Files.createDirectory(scratch.resolve(".mvn"));
        Files.writeString(scratch.resolve(".mvn/find-jdk.sh"), """
                stowage_find_java() {
                  stowage_java_seen=" /opt/java-17 (release 17)"
                  return 1
                }
                """);

        final Ended ended = run(scratch, Map.of(), "sh", copy.toString(), "up");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .isEqualTo("stowage: needs a JDK of release 25 or newer; seen: /opt/java-17 (release 17). Install one"
                        + " (for example Eclipse Temurin 25) or set JAVA_HOME to it.\n");
    }

    private Path home(final String name, final String release) throws IOException {
        final Path home = scratch.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + release + "\"\n");
        for (final String program : List.of("java", "javac")) {
            final Path file = Files.writeString(home.resolve("bin").resolve(program), "#!/bin/sh\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        return home;
    }

    private Ended run(final Path directory, final Map<String, String> environment, final String... command)
            throws Exception {
        final Path out = scratch.resolve("out.txt");
        final Path err = scratch.resolve("err.txt");
        final ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("STOWAGE_BUILD", "off");
        builder.environment().putAll(environment);
        final Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
            return new Ended(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
