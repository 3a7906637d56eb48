package io.stowage.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import oshi.SystemInfo;
import oshi.hardware.HWDiskStore;

/** This machine's block devices, and loop devices made for the test. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
final class BlockDeviceProbeTest {
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final String COLUMNS = "NAME,MAJ:MIN,SIZE,RO,RM,ROTA,LOG-SEC,PHY-SEC,SCHED";

    private final BlockDeviceProbe probe = new BlockDeviceProbe(KernelRoots.live(), LIMIT_NS);

    @TempDir
    private Path directory;

    @Test
    void shouldAgreeWithLsblkOfEachDevice() throws Exception {
        // given
        Command.assumeInstalled("lsblk");
        final List<BlockDeviceReport> reports = probe.list().toOptional().orElseThrow();
        assumeTrue(!reports.isEmpty(), "this machine shows no block device");

        for (final BlockDeviceReport report : reports) {
            // when
            final Command lsblk = Command.run(
                    "lsblk",
                    "--bytes",
                    "--nodeps",
                    "--pairs",
                    "--output",
                    COLUMNS,
                    report.node().toString());
            assumeTrue(lsblk.exitCode() == 0, "lsblk does not show " + report.node() + ": " + lsblk.output());

            // then
            assertThat(lsblk.output())
                    .contains(pair("NAME", report.name()))
                    .contains(pair("MAJ:MIN", text(report.deviceNumber())))
                    .contains(pair("SIZE", text(report.sizeBytes())))
                    .contains(pair("RO", text(report.readOnly().map(on -> on ? 1 : 0))))
                    .contains(pair("RM", text(report.removable().map(on -> on ? 1 : 0))))
                    .contains(pair("ROTA", text(report.rotational().map(on -> on ? 1 : 0))))
                    .contains(pair("LOG-SEC", text(report.logicalBlockBytes())))
                    .contains(pair("PHY-SEC", text(report.physicalBlockBytes())));
            report.scheduler()
                    .toOptional()
                    .ifPresent(scheduler -> assertThat(lsblk.output()).contains(pair("SCHED", scheduler)));
        }
    }

    @Test
    void shouldAgreeWithOshi() {
        // given
        final List<HWDiskStore> stores = new SystemInfo()
                .getHardware().getDiskStores().stream()
                        .filter(store -> store.getSize() > 0)
                        .toList();
        assumeTrue(!stores.isEmpty(), "OSHI sees no block device here (it needs udev)");

        // when
        final List<BlockDeviceReport> reports = probe.list().toOptional().orElseThrow();

        // then
        assertThat(stores).allSatisfy(store -> {
            final BlockDeviceReport report = reports.stream()
                    .filter(each -> each.node().toString().equals(store.getName()))
                    .findFirst()
                    .orElseThrow();
            assertThat(report.sizeBytes()).isEqualTo(Reading.measured(store.getSize()));
        });
    }

    @Test
    void shouldAnswerWithAReasonWhereADeviceRefusesToOpen() {
        final List<BlockDeviceReport> reports = probe.list().toOptional().orElseThrow();

        assertThat(reports).allSatisfy(report -> {
            if (Files.isReadable(report.node()) && report.geometry() instanceof Reading.Measured) {
                assertThat(report.geometry().map(BlockDeviceReport.Geometry::sizeBytes))
                        .isEqualTo(report.sizeBytes());
            } else {
                assertThat(report.geometry().whyUnavailable().orElse("no reason"))
                        .startsWith("open " + report.node() + ": ")
                        .containsPattern("\\((EPERM|EACCES|ENOENT|ENXIO|ENOMEDIUM|EBUSY)\\)");
            }
        });
    }

    @Test
    void shouldMeasureALoopDeviceThroughItsIoctls() throws Exception {
        for (final int sectorBytes : new int[] {512, 4096}) {
            try (LoopDevice loop = LoopDevice.attach(directory.resolve("disk" + sectorBytes), 8L << 20, sectorBytes)) {
                // given
                final String flag = Command.outputOf(
                        "blockdev",
                        "--getsize64",
                        "--getss",
                        "--getpbsz",
                        loop.node().toString());

                // when
                final BlockDeviceReport report = reportOf(loop);

                // then
                final BlockDeviceReport.Geometry geometry =
                        report.geometry().toOptional().orElseThrow();
                assertThat(geometry.sizeBytes()).isEqualTo(8L << 20);
                assertThat(geometry.logicalBlockBytes()).isEqualTo(sectorBytes);
                assertThat(flag.lines().toList())
                        .containsExactly(
                                Long.toString(geometry.sizeBytes()),
                                Integer.toString(geometry.logicalBlockBytes()),
                                Integer.toString(geometry.physicalBlockBytes()));
                assertThat(report.rotational()).isEqualTo(Reading.measured(geometry.rotational()));
                assertThat(report.sizeBytes()).isEqualTo(Reading.measured(geometry.sizeBytes()));
                assertThat(report.virtual()).isTrue();
            }
        }
    }

    @Test
    void shouldSeeARotationalFlagChange() throws Exception {
        try (LoopDevice loop = LoopDevice.attach(directory.resolve("disk"), 8L << 20, 512)) {
            final Path flag = Path.of("/sys/block", loop.name(), "queue/rotational");
            for (final boolean rotational : new boolean[] {true, false, true}) {
                // given
                Files.writeString(flag, rotational ? "1" : "0");

                // when
                final BlockDeviceReport report = reportOf(loop);

                // then
                assertThat(report.rotational()).isEqualTo(Reading.measured(rotational));
                assertThat(report.geometry().map(BlockDeviceReport.Geometry::rotational))
                        .isEqualTo(Reading.measured(rotational));
            }
        }
    }

    @Test
    void shouldFindTheDiskUnderAFileSystem() throws Exception {
        // given
        final FileSystemProbe fileSystems = new FileSystemProbe(KernelRoots.live(), LIMIT_NS);
        try (LoopDevice loop = LoopDevice.attach(directory.resolve("disk"), 32L << 20, 512)
                        .format();
                ScratchMount disk = ScratchMount.ofDevice(loop.node(), directory.resolve("place"))) {
            // when
            final Reading<BlockDeviceReport> under =
                    fileSystems.of(disk.mountPoint()).flatMap(probe::under);

            // then
            assertThat(under.map(BlockDeviceReport::name)).isEqualTo(Reading.measured(loop.name()));
            assertThat(under.map(BlockDeviceReport::node)).isEqualTo(Reading.measured(loop.node()));
        }
    }

    private BlockDeviceReport reportOf(final LoopDevice loop) {
        return probe.list().toOptional().orElseThrow().stream()
                .filter(report -> report.name().equals(loop.name()))
                .findFirst()
                .orElseThrow();
    }

    private static String text(final Reading<?> reading) {
        return reading.toOptional().map(Object::toString).orElse("no reading");
    }

    private static String pair(final String column, final String value) {
        return column + "=\"" + value + "\"";
    }
}
