package io.stowage.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Block devices that this machine need not have, from trees as their drivers show them. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
final class BlockDeviceFixtureTest {
    private static final String NVME = "pci0000:00/0000:3b:00.0/nvme/nvme0/nvme0n1";
    private static final String SATA = "pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sda";

    @TempDir
    private Path directory;

    private SysfsTree tree = new SysfsTree(Path.of("unset"));
    private BlockDeviceProbe probe = new BlockDeviceProbe(KernelRoots.live(), 1);

    @BeforeEach
    void plantTree() throws IOException {
        tree = new SysfsTree(directory);
        probe = new BlockDeviceProbe(tree.roots(), TimeUnit.SECONDS.toNanos(30));
        Files.createDirectories(directory.resolve("dev"));
    }

    @Test
    void shouldReadAnNvmeDrive() throws IOException {
        // given
        final String device = "devices/" + NVME;
        tree.blockDevice("nvme0n1", "259:0", NVME)
                .file(device + "/size", "7501476528")
                .file(device + "/ro", "0")
                .file(device + "/removable", "0")
                .file(device + "/queue/rotational", "0")
                .file(device + "/queue/logical_block_size", "512")
                .file(device + "/queue/physical_block_size", "4096")
                .file(device + "/queue/scheduler", "[none] mq-deadline kyber bfq")
                .file(device + "/queue/write_cache", "write through")
                .file("devices/pci0000:00/0000:3b:00.0/numa_node", "1")
                .file(device + "/device/model", "SAMSUNG MZQL23T8HCLS-00A07              ")
                .file(device + "/device/serial", "S64HNE0R500000      ");

        // when
        final BlockDeviceReport report = only(probe.list());

        // then
        final Path node = directory.resolve("dev/nvme0n1");
        assertThat(report)
                .isEqualTo(new BlockDeviceReport(
                        "nvme0n1",
                        node,
                        Reading.measured("259:0"),
                        false,
                        Reading.measured(7_501_476_528L * 512),
                        Reading.measured(false),
                        Reading.measured(false),
                        Reading.measured(false),
                        Reading.measured("SAMSUNG MZQL23T8HCLS-00A07"),
                        Reading.measured("S64HNE0R500000"),
                        Reading.measured(1),
                        Reading.measured(512),
                        Reading.measured(4096),
                        Reading.measured("none"),
                        Reading.measured("write through"),
                        Reading.unavailable("open " + node + ": no such file or directory (ENOENT); check the path")));
    }

    @Test
    void shouldReadASpinningDiskWithoutANumaNode() throws IOException {
        // given
        final String device = "devices/" + SATA;
        tree.blockDevice("sda", "8:0", SATA)
                .file(device + "/size", "31251759104")
                .file(device + "/queue/rotational", "1")
                .file(device + "/queue/scheduler", "none [mq-deadline] kyber bfq")
                .file(device + "/queue/write_cache", "write back")
                .file("devices/pci0000:00/0000:00:17.0/numa_node", "-1")
                .file(device + "/device/model", "ST16000NM001G-2K");

        // when
        final BlockDeviceReport report = only(probe.list());

        // then
        final Path real = directory.toRealPath().resolve("sys/devices/pci0000:00/0000:00:17.0/numa_node");
        assertThat(report.rotational()).isEqualTo(Reading.measured(true));
        assertThat(report.scheduler()).isEqualTo(Reading.measured("mq-deadline"));
        assertThat(report.writeCache()).isEqualTo(Reading.measured("write back"));
        assertThat(report.numaNode()).isEqualTo(Reading.unavailable(real + ": the kernel knows no NUMA node of sda"));
        assertThat(report.serial())
                .isEqualTo(Reading.unavailable(
                        directory.resolve("sys/block/sda/device/serial") + ": no such file or directory"));
    }

    @Test
    void shouldSayWhatIsWrongWithEachFile() throws IOException {
        // given
        final String device = "devices/" + SATA;
        tree.blockDevice("sda", "8:0", SATA)
                .file(device + "/size", "many")
                .file(device + "/ro", "2")
                .file(device + "/queue/logical_block_size", "0")
                .file(device + "/queue/physical_block_size", "")
                .file(device + "/queue/scheduler", "a b");

        // when
        final BlockDeviceReport report = only(probe.list());

        // then
        final Path folder = directory.resolve("sys/block/sda");
        assertThat(report.sizeBytes()).isEqualTo(Reading.unavailable(folder + "/size: 'many' is no number"));
        assertThat(report.readOnly()).isEqualTo(Reading.unavailable(folder + "/ro: '2' is neither 0 nor 1"));
        assertThat(report.logicalBlockBytes())
                .isEqualTo(Reading.unavailable(folder + "/queue/logical_block_size: 0 is no block size"));
        assertThat(report.physicalBlockBytes())
                .isEqualTo(Reading.unavailable(folder + "/queue/physical_block_size: empty"));
        assertThat(report.scheduler())
                .isEqualTo(Reading.unavailable(folder + "/queue/scheduler: 'a b' marks none as chosen"));
    }

    @Test
    void shouldLeaveOutEmptyVirtualDevicesOnly() throws IOException {
        // given
        tree.blockDevice("loop0", "7:0", "virtual/block/loop0")
                .file("devices/virtual/block/loop0/size", "0")
                .blockDevice("loop1", "7:1", "virtual/block/loop1")
                .file("devices/virtual/block/loop1/size", "8")
                .blockDevice("sdb", "8:16", "pci0000:00/reader/block/sdb")
                .file("devices/pci0000:00/reader/block/sdb/size", "0");

        // when
        final List<BlockDeviceReport> reports = probe.list().toOptional().orElseThrow();

        // then
        assertThat(reports).extracting(BlockDeviceReport::name).containsExactly("loop1", "sdb");
        assertThat(reports).extracting(BlockDeviceReport::virtual).containsExactly(true, false);
    }

    @Test
    void shouldFindTheDiskUnderAPartition() throws IOException {
        // given
        tree.blockDevice("sda", "8:0", SATA).file("devices/" + SATA + "/sda2/partition", "2");
        Files.createSymbolicLink(
                directory.resolve("sys/dev/block/8:2"),
                directory.resolve("sys/devices").resolve(SATA + "/sda2"));

        // when / then
        assertThat(probe.under(fileSystem("8:2")).map(BlockDeviceReport::name)).isEqualTo(Reading.measured("sda"));
        assertThat(probe.under(fileSystem("8:0")).map(BlockDeviceReport::name)).isEqualTo(Reading.measured("sda"));
        assertThat(probe.under(fileSystem("8:3")).whyUnavailable())
                .contains(directory.resolve("sys/dev/block/8:3") + ": no such file or directory");
        assertThat(probe.under(fileSystem("0:44")).whyUnavailable())
                .contains("/data: no single block device is behind ext4 (/dev/sda2)");
    }

    @Test
    void shouldFindTheNodeOfANameWithASlash() throws IOException {
        tree.blockDevice("cciss!c0d0", "104:0", "pci0000:00/cciss0/block/cciss!c0d0");

        assertThat(only(probe.list()).node()).isEqualTo(directory.resolve("dev/cciss/c0d0"));
    }

    @Test
    void shouldNotHangOnANodeThatIsNoDevice() throws Exception {
        // given
        Command.assumeInstalled("mkfifo");
        tree.blockDevice("sda", "8:0", SATA);
        final Path node = directory.resolve("dev/sda");
        Command.outputOf("mkfifo", node.toString());

        // when / then
        assertThat(only(probe.list()).geometry())
                .isEqualTo(Reading.unavailable(
                        "ioctl BLKGETSIZE64 " + node + ": not a block device (ENOTTY); check the path"));
    }

    @Test
    void shouldSayThatSysfsIsMissing() {
        assertThat(probe.list())
                .isEqualTo(Reading.unavailable(directory.resolve("sys/block") + ": no such file or directory"));
    }

    private static BlockDeviceReport only(final Reading<List<BlockDeviceReport>> reports) {
        final List<BlockDeviceReport> list = reports.toOptional().orElseThrow();
        assertThat(list).hasSize(1);
        return list.getFirst();
    }

    private static FileSystemReport fileSystem(final String deviceNumber) {
        return new FileSystemReport(
                Path.of("/data"),
                "/dev/sda2",
                deviceNumber,
                "ext4",
                FileSystemKind.LOCAL,
                false,
                Reading.unavailable("not asked"));
    }
}
