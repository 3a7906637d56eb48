package io.stowage.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import oshi.SystemInfo;
import oshi.software.os.OSFileStore;

@EnabledOnOs(OS.LINUX)
@Timeout(300)
final class FileSystemProbeTest {
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(30);
    // Others write to this machine's disks between two looks.
    private static final long DRIFT_BYTES = 4L << 30;

    private final FileSystemProbe probe = new FileSystemProbe(KernelRoots.live(), LIMIT_NS);

    @TempDir
    private Path directory;

    @Test
    void shouldAgreeWithStatOfEachFileSystem() throws Exception {
        // given
        Command.assumeInstalled("stat");

        // when
        final List<FileSystemReport> mounted = probe.mounted().toOptional().orElseThrow();

        // then
        assertThat(mounted).isNotEmpty();
        for (final FileSystemReport report : mounted) {
            final FileSystemSpace space = report.space().toOptional().orElseThrow();
            final String[] stat = Command.outputOf(
                            "stat",
                            "-f",
                            "-c",
                            "%S %b %f %a %c",
                            report.mountPoint().toString())
                    .split(" ", -1);
            final long blockBytes = Long.parseLong(stat[0]);
            assertThat(space.totalBytes()).isEqualTo(Long.parseLong(stat[1]) * blockBytes);
            assertThat(space.freeBytes()).isCloseTo(Long.parseLong(stat[2]) * blockBytes, within(DRIFT_BYTES));
            assertThat(space.availableBytes()).isCloseTo(Long.parseLong(stat[3]) * blockBytes, within(DRIFT_BYTES));
            assertThat(space.fileCount()).isEqualTo(Long.parseLong(stat[4]));
        }
    }

    @Test
    void shouldAgreeWithOshi() {
        // given
        final List<OSFileStore> stores =
                new SystemInfo().getOperatingSystem().getFileSystem().getFileStores(true);

        // when
        final List<FileSystemReport> mounted = probe.mounted().toOptional().orElseThrow();

        // then
        assertThat(mounted).isNotEmpty().allSatisfy(report -> {
            final OSFileStore store = stores.stream()
                    .filter(each -> each.getMount().equals(report.mountPoint().toString()))
                    .findFirst()
                    .orElseThrow();
            assertThat(report.type()).isEqualTo(store.getType());
            assertThat(report.space().map(FileSystemSpace::totalBytes))
                    .isEqualTo(Reading.measured(store.getTotalSpace()));
            assertThat(report.space().map(FileSystemSpace::availableBytes).orElse(-1L))
                    .isCloseTo(store.getUsableSpace(), within(DRIFT_BYTES));
        });
    }

    @Test
    void shouldListNoPseudoFileSystem() {
        final List<FileSystemReport> mounted = probe.mounted().toOptional().orElseThrow();

        assertThat(mounted).extracting(FileSystemReport::kind).doesNotContain(FileSystemKind.PSEUDO);
        assertThat(mounted)
                .extracting(FileSystemReport::type)
                .doesNotContain("proc", "sysfs", "tmpfs", "devtmpfs", "devpts", "cgroup", "cgroup2");
        assertThat(mounted).extracting(FileSystemReport::deviceNumber).doesNotHaveDuplicates();
    }

    @Test
    void shouldFindTheFileSystemOfAPath() throws Exception {
        // given
        Command.assumeInstalled("stat");
        final Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("/proc"));

        // when / then
        assertThat(probe.of(directory).map(FileSystemReport::mountPoint))
                .isEqualTo(Reading.measured(Path.of(Command.outputOf("stat", "-c", "%m", directory.toString()))));
        assertThat(probe.of(link).map(FileSystemReport::type)).isEqualTo(Reading.measured("proc"));
        assertThat(probe.of(link).map(FileSystemReport::kind)).isEqualTo(Reading.measured(FileSystemKind.PSEUDO));
        assertThat(probe.of(directory.resolve("nothing")).whyUnavailable())
                .contains("statx " + directory.resolve("nothing")
                        + ": no such file or directory (ENOENT); check the path");
    }

    @Test
    void shouldShowANewDiskOnceEvenIfMountedTwice() throws Exception {
        // given
        final Path first = directory.resolve("first place");
        final Path second = directory.resolve("second");
        try (LoopDevice loop = LoopDevice.attach(directory.resolve("disk"), 32L << 20, 512)
                        .format();
                ScratchMount disk = ScratchMount.ofDevice(loop.node(), first);
                ScratchMount again = ScratchMount.ofDirectory(first.resolve("lost+found"), second)) {
            // when
            final List<FileSystemReport> mounted = reportsOf(loop.node());

            // then
            assertThat(mounted).hasSize(1);
            final FileSystemReport report = mounted.getFirst();
            assertThat(report.mountPoint()).isEqualTo(disk.mountPoint());
            assertThat(report.type()).isEqualTo("ext4");
            assertThat(report.kind()).isEqualTo(FileSystemKind.LOCAL);
            assertThat(report.readOnly()).isFalse();
            assertThat(report.space().map(FileSystemSpace::totalBytes).orElse(0L))
                    .isBetween(20L << 20, 32L << 20);
            assertThat(probe.of(again.mountPoint()).map(FileSystemReport::mountPoint))
                    .isEqualTo(Reading.measured(again.mountPoint()));
        }
    }

    @Test
    void shouldShowAReadOnlyDisk() throws Exception {
        // given
        final Path place = directory.resolve("place");
        try (LoopDevice loop = LoopDevice.attach(directory.resolve("disk"), 32L << 20, 512)
                        .format();
                ScratchMount disk = ScratchMount.ofDevice(loop.node(), place)) {
            Command.outputOf("mount", "-o", "remount,ro", disk.mountPoint().toString());

            // when / then
            assertThat(reportsOf(loop.node())).singleElement().satisfies(report -> {
                assertThat(report.readOnly()).isTrue();
                assertThat(report.space()).isInstanceOf(Reading.Measured.class);
            });
        }
    }

    @Test
    void shouldNotShowADiskThatAnotherMountHides() throws Exception {
        // given
        final Path place = directory.resolve("place");
        try (LoopDevice loop = LoopDevice.attach(directory.resolve("disk"), 32L << 20, 512)
                        .format();
                ScratchMount disk = ScratchMount.ofDevice(loop.node(), place);
                ScratchMount lid = ScratchMount.of("tmpfs", "size=1m", disk.mountPoint())) {
            // when / then
            assertThat(reportsOf(loop.node())).isEmpty();
            assertThat(probe.of(lid.mountPoint()).map(FileSystemReport::type)).isEqualTo(Reading.measured("tmpfs"));
        }
    }

    @Test
    void shouldSayThatProcfsIsMissing() {
        // given
        final FileSystemProbe blind = new FileSystemProbe(
                new KernelRoots(directory.resolve("proc"), directory.resolve("sys"), directory), LIMIT_NS);

        // when / then
        assertThat(blind.mounted())
                .isEqualTo(
                        Reading.unavailable(directory.resolve("proc/self/mountinfo") + ": no such file or directory"));
    }

    @Test
    void shouldSayThatAMountPointIsGone() throws IOException {
        // given
        final Path proc = directory.resolve("proc");
        Files.createDirectories(proc.resolve("self"));
        Files.writeString(directory.resolve("proc/filesystems"), "\text4\n");
        Files.writeString(
                directory.resolve("proc/self/mountinfo"),
                String.format(Locale.ROOT, "7 1 8:1 / %s/gone rw - ext4 /dev/sdx rw%n", directory));
        final FileSystemProbe probeOfTree = new FileSystemProbe(new KernelRoots(proc, directory, directory), LIMIT_NS);

        // when
        final List<FileSystemReport> mounted =
                probeOfTree.mounted().toOptional().orElseThrow();

        // then
        assertThat(mounted)
                .singleElement()
                .satisfies(report -> assertThat(report.space())
                        .isEqualTo(Reading.unavailable(
                                "statx " + directory + "/gone: no such file or directory (ENOENT); check the path")));
    }

    private List<FileSystemReport> reportsOf(final Path device) {
        return probe.mounted().toOptional().orElseThrow().stream()
                .filter(report -> report.device().equals(device.toString()))
                .toList();
    }
}
