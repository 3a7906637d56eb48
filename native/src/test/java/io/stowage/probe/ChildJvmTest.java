package io.stowage.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.probe.linux.Platform;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The probes in JVMs that are not as lucky as this one: another system, no native access, no rights. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
final class ChildJvmTest {
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    @TempDir
    private Path directory;

    /** The code under test, where any user may read it. */
    private Path code = Path.of("unset");

    @BeforeEach
    void copyCode() throws IOException, URISyntaxException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        code = Files.createDirectory(directory.resolve("code"));
        for (final Class<?> type : List.of(NodeProbe.class, ProbeProgram.class, Histogram.class)) {
            final URI location =
                    type.getProtectionDomain().getCodeSource().getLocation().toURI();
            copy(Path.of(location), code);
        }
        // Where the libraries come as jars, they lie there side by side.
        Command.outputOf("chmod", "-R", "a+rX", code.toString());
    }

    @Test
    void shouldMeasureHereWithNativeAccess() throws Exception {
        final Map<String, String> found = probe(List.of(NATIVE_ACCESS));

        assertThat(found.get("of")).startsWith("Measured[value=Measured[value=");
        assertThat(found.get("latency")).isEqualTo("Measured[value=COUNT]");
        assertThat(found.get("allowed")).startsWith("Measured[value=");
    }

    @Test
    void shouldStillSayWhatIsPortableOnAnotherSystem() throws Exception {
        // when
        final Map<String, String> found = probe(List.of(NATIVE_ACCESS, "-Dos.name=Mac OS X", "-Dos.arch=aarch64"));

        // then
        final String reason = "Unavailable[reason=not supported on Mac OS X aarch64; needs Linux on x86-64 or AArch64]";
        assertThat(found)
                .containsEntry("allowed", reason)
                .containsEntry("latency", reason)
                .containsEntry("preallocation", reason)
                .containsEntry("pinned", reason)
                .containsEntry("locked", reason);
        assertThat(found.get("hostName")).startsWith("Measured[value=");
        assertThat(found.get("totalBytes")).startsWith("Measured[value=");
        assertThat(found.get("availableCount")).isNotEqualTo("0");
        assertThat(found.get("fileSystems")).isEqualTo("Measured[value=1]");
        assertThat(found.get("of"))
                .isEqualTo("Measured[value=Measured[value="
                        + Files.getFileStore(directory).getTotalSpace() + "]]");
    }

    @Test
    void shouldSayThatNativeAccessIsForbidden() throws Exception {
        // when
        final Map<String, String> found = probe(List.of("--illegal-native-access=deny"));

        // then
        assertThat(Platform.current().isSupported()).isTrue();
        assertThat(found)
                .containsEntry(
                        "latency",
                        "Unavailable[reason=native calls are forbidden; start java with"
                                + " --enable-native-access=ALL-UNNAMED]");
        assertThat(found.get("totalBytes")).startsWith("Measured[value=");
    }

    @Test
    void shouldSayWhatAPlainUserMayNotDo() throws Exception {
        Command.assumeRoot();
        Command.assumeInstalled("setpriv");
        try (LoopDevice loop = LoopDevice.attach(directory.resolve("disk"), 8L << 20, 512)) {
            // given
            Files.createFile(
                    directory.resolve("file"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));

            // when
            final Map<String, String> found =
                    probe(List.of(NATIVE_ACCESS), "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

            // then
            assertThat(found)
                    .containsEntry(
                            "geometry " + loop.node(),
                            "Unavailable[reason=open " + loop.node()
                                    + ": permission denied (EACCES); give this user access or run as root]")
                    .containsEntry(
                            "preallocation",
                            "Unavailable[reason=open " + directory.resolve("file")
                                    + ": permission denied (EACCES); give this user access or run as root]");
            assertThat(found.get("latency"))
                    .startsWith("Unavailable[reason=open " + directory + "/.stowage-probe-")
                    .endsWith(": permission denied (EACCES); give this user access or run as root]");
            assertThat(found.get("of")).startsWith("Measured[value=Measured[value=");
            assertThat(found.get("fileSystems")).startsWith("Measured[value=");
        }
    }

    private Map<String, String> probe(final List<String> options, final String... before) throws IOException {
        final List<String> command = new ArrayList<>(List.of(before));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
        command.add(code + ":" + code + "/*");
        command.addAll(List.of(ProbeProgram.class.getName(), directory.toString()));
        return Command.outputOf(command.toArray(new String[0]))
                .lines()
                .filter(line -> line.contains("="))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1)));
    }

    private static void copy(final Path from, final Path to) throws IOException {
        if (Files.isRegularFile(from)) {
            Files.copy(from, to.resolve(String.valueOf(from.getFileName())));
            return;
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                final Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.resolveSibling("."));
                // Both trees have a package-info of the same package.
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
