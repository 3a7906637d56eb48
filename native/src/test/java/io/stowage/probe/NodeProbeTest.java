package io.stowage.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import oshi.SystemInfo;

@EnabledOnOs(OS.LINUX)
@Timeout(300)
final class NodeProbeTest {
    private static final long GENEROUS_NS = TimeUnit.MINUTES.toNanos(1);

    private final NodeProbe probe = new NodeProbe.Context()
            .answerLimitNs(GENEROUS_NS)
            .totalLimitNs(GENEROUS_NS)
            .conclude();

    @TempDir
    private Path directory;

    @Test
    void shouldAgreeWithUname() throws Exception {
        // given
        Command.assumeInstalled("uname");

        // when
        final NodeReport report = probe.probe();

        // then
        assertThat(report.hostName()).isEqualTo(Reading.measured(Command.outputOf("uname", "-n")));
        assertThat(report.operatingSystem()).isEqualTo(Command.outputOf("uname", "-s"));
        assertThat(report.kernel()).isEqualTo(Reading.measured(Command.outputOf("uname", "-r")));
        assertThat(report.architecture()).isEqualTo(Command.outputOf("uname", "-m"));
        assertThat(report.elapsedNs()).isBetween(1L, GENEROUS_NS);
    }

    @Test
    void shouldAgreeWithOshi() {
        // given
        final SystemInfo oshi = new SystemInfo();

        // when
        final NodeReport report = probe.probe();

        // then
        assertThat(report.hostName())
                .isEqualTo(Reading.measured(
                        oshi.getOperatingSystem().getNetworkParams().getHostName()));
        assertThat(report.memory().totalBytes())
                .isEqualTo(Reading.measured(oshi.getHardware().getMemory().getTotal()));
        assertThat(report.memory().availableBytes().orElse(0L))
                .isCloseTo(oshi.getHardware().getMemory().getAvailable(), within(4L << 30));
        assertThat(report.memory().swapTotalBytes())
                .isEqualTo(Reading.measured(
                        oshi.getHardware().getMemory().getVirtualMemory().getSwapTotal()));
        assertThat(report.cpus().online().map(CpuSet::count))
                .isEqualTo(Reading.measured(oshi.getHardware().getProcessor().getLogicalProcessorCount()));
        assertThat(report.fileSystems().map(List::isEmpty)).isEqualTo(Reading.measured(false));
        assertThat(report.blockDevices()).isInstanceOf(Reading.Measured.class);
    }

    @Test
    void shouldAgreeWithLscpu() throws Exception {
        // given
        Command.assumeInstalled("lscpu");

        // when
        final CpuReport cpus = probe.probe().cpus();

        // then
        final String lscpu = Command.outputOf("lscpu", "--parse=CPU,NODE");
        assertThat(lscpu.lines().filter(line -> !line.startsWith("#"))).allSatisfy(line -> {
            final String[] pair = line.split(",", -1);
            final int cpu = Integer.parseInt(pair[0]);
            assertThat(cpus.online().map(set -> set.contains(cpu))).isEqualTo(Reading.measured(true));
            if (!pair[1].isEmpty()) {
                assertThat(probe.cpus().numaNodeOf(cpu)).isEqualTo(Reading.measured(Integer.valueOf(pair[1])));
            }
        });
        assertThat(probe.cpus().numaNodeOf(8000).toOptional()).isEmpty();
    }

    @Test
    void shouldReturnInTimeAndSayWhatItDidNotAsk() {
        // given
        final NodeProbe hasty = new NodeProbe.Context().totalLimitNs(1).conclude();

        // when
        final NodeReport report = hasty.probe();

        // then
        assertThat(report.hostName()).isInstanceOf(Reading.Measured.class);
        assertThat(report.fileSystems().toOptional().orElseThrow())
                .isNotEmpty()
                .allSatisfy(fileSystem -> assertThat(fileSystem.space())
                        .isEqualTo(Reading.unavailable("statvfs " + fileSystem.mountPoint()
                                + ": not asked, the time of the whole probe was over; allow it more")));
        assertThat(report.blockDevices().toOptional().orElseThrow())
                .allSatisfy(device -> assertThat(device.geometry())
                        .isEqualTo(Reading.unavailable("open " + device.node()
                                + ": not asked, the time of the whole probe was over; allow it more")));
    }

    @Test
    void shouldEndEarlyForAnInterruptedCaller() throws Exception {
        // given
        final FutureTask<NodeReport> task = new FutureTask<>(() -> {
            Thread.currentThread().interrupt();
            return probe.probe();
        });

        // when
        Thread.ofPlatform().daemon().start(task);

        // then
        assertThat(task.get(60, TimeUnit.SECONDS).fileSystems().toOptional().orElseThrow())
                .isNotEmpty()
                .allSatisfy(fileSystem -> assertThat(fileSystem.space())
                        .isEqualTo(Reading.unavailable("statvfs " + fileSystem.mountPoint()
                                + ": cancelled, the asking thread was interrupted")));
    }

    @Test
    void shouldReadAMachineWithIsolatedCpusAndTwoNodes() throws Exception {
        // given
        final SysfsTree tree = new SysfsTree(directory)
                .file("devices/system/cpu/online", "0-7")
                .file("devices/system/cpu/isolated", "6-7")
                .file("devices/system/node/online", "0-1")
                .file("devices/system/node/node0/cpulist", "0-3")
                .file("devices/system/node/node1/cpulist", "4-7")
                .file("kernel/mm/transparent_hugepage/enabled", "always [madvise] never");
        final NodeProbe probeOfTree =
                new NodeProbe.Context().roots(tree.roots()).conclude();

        // when
        final NodeReport report = probeOfTree.probe();

        // then
        assertThat(report.cpus().online()).isEqualTo(Reading.measured(CpuSet.parse("0-7")));
        assertThat(report.cpus().isolated()).isEqualTo(Reading.measured(CpuSet.parse("6,7")));
        assertThat(report.cpus().numaNodes())
                .isEqualTo(Reading.measured(List.of(
                        new CpuReport.NumaNode(0, CpuSet.parse("0-3")),
                        new CpuReport.NumaNode(1, CpuSet.parse("4-7")))));
        assertThat(probeOfTree.cpus().numaNodeOf(5)).isEqualTo(Reading.measured(1));
        assertThat(probeOfTree.cpus().numaNodeOf(9)).isEqualTo(Reading.unavailable("CPU 9 is in no online NUMA node"));
        assertThat(report.memory().transparentHugePages()).isEqualTo(Reading.measured("madvise"));
        assertThat(report.memory().totalBytes())
                .isEqualTo(Reading.unavailable(directory.resolve("proc/meminfo") + ": no such file or directory"));
        assertThat(report.blockDevices())
                .isEqualTo(Reading.unavailable(directory.resolve("sys/block") + ": no such file or directory"));
    }

    @Test
    void shouldRefuseLimitsOutOfBounds() {
        assertThatThrownBy(() -> new NodeProbe.Context().answerLimitNs(0).conclude())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("answerLimitNs is 0; choose from 1 to 600000000000");
        assertThatThrownBy(() -> new NodeProbe.Context().totalLimitNs(-1).conclude())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("totalLimitNs is -1; choose from 1 to 600000000000");
        final NodeProbe.Context used = new NodeProbe.Context();
        used.conclude();
        assertThatThrownBy(used::conclude)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this context has made its probe already; make a new one");
    }
}
