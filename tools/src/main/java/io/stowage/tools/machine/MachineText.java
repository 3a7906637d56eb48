package io.stowage.tools.machine;

import io.stowage.probe.BlockDeviceReport;
import io.stowage.probe.CpuReport;
import io.stowage.probe.FileSystemReport;
import io.stowage.probe.FileSystemSpace;
import io.stowage.probe.LatencyReport;
import io.stowage.probe.NodeReport;
import io.stowage.probe.Reading;
import io.stowage.tools.output.Column;
import io.stowage.tools.output.Table;
import io.stowage.tools.output.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A machine in words and tables. What could not be read is a question mark, with the reasons below. */
final class MachineText {
    private static final String UNKNOWN = "?";

    private MachineText() {}

    static String summary(final NodeReport report) {
        final CpuReport cpus = report.cpus();
        final List<String> lines = new ArrayList<>();
        lines.add("host    " + report.hostName().orElse(UNKNOWN) + "   " + report.operatingSystem() + ' '
                + report.kernel().orElse(UNKNOWN) + ' ' + report.architecture());
        lines.add("cpus    " + cpus.availableCount() + " usable, online "
                + cpus.online().map(Object::toString).orElse(UNKNOWN)
                + cpus.isolated()
                        .map(Object::toString)
                        .toOptional()
                        .filter(text -> !text.isEmpty() && !text.equals("none"))
                        .map(text -> ", isolated " + text)
                        .orElse("")
                + ", "
                + cpus.numaNodes().map(nodes -> Integer.toString(nodes.size())).orElse(UNKNOWN)
                + " NUMA node(s)   " + cpus.model().orElse(""));
        lines.add("memory  " + bytes(report.memory().totalBytes()) + ", "
                + bytes(report.memory().availableBytes()) + " available, swap "
                + bytes(report.memory().swapTotalBytes()) + ", huge pages "
                + report.memory().hugePageCount().map(Text::count).orElse(UNKNOWN) + " x "
                + bytes(report.memory().hugePageBytes()) + ", transparent "
                + report.memory().transparentHugePages().orElse(UNKNOWN));
        return String.join("\n", lines);
    }

    static String fileSystems(final Reading<List<FileSystemReport>> reading) {
        final Optional<String> why = reading.whyUnavailable();
        if (why.isPresent()) {
            return "file systems: " + why.get();
        }
        final List<FileSystemReport> rows = reading.orElse(List.of());
        if (rows.isEmpty()) {
            return "no real file system is mounted";
        }
        final String table = Table.of(
                rows,
                List.of(
                        Column.word("MOUNTED ON", FileSystemReport::mountPoint),
                        Column.word("TYPE", FileSystemReport::type),
                        Column.word("DEVICE", FileSystemReport::device),
                        Column.word("NUMBER", row -> blank(row.deviceNumber())),
                        Column.word("KIND", FileSystemReport::kind),
                        Column.figure("SIZE", row -> bytes(row.space().map(FileSystemSpace::totalBytes))),
                        Column.figure("AVAILABLE", row -> bytes(row.space().map(FileSystemSpace::availableBytes))),
                        Column.word("", row -> row.readOnly() ? "read-only" : "")),
                false);
        final Set<String> reasons = new LinkedHashSet<>();
        rows.forEach(row -> row.space().whyUnavailable().ifPresent(reasons::add));
        return withReasons(table, reasons);
    }

    static String blockDevices(final Reading<List<BlockDeviceReport>> reading) {
        final Optional<String> why = reading.whyUnavailable();
        if (why.isPresent()) {
            return "block devices: " + why.get();
        }
        // Loop and ram devices without a size are slots of the kernel, not disks.
        final List<BlockDeviceReport> rows = reading.orElse(List.of()).stream()
                .filter(row -> !row.virtual() || row.sizeBytes().orElse(0L) > 0)
                .toList();
        if (rows.isEmpty()) {
            return "no block device is visible";
        }
        final String table = Table.of(
                rows,
                List.of(
                        Column.word("DEVICE", BlockDeviceReport::node),
                        Column.word("NUMBER", row -> row.deviceNumber().orElse(UNKNOWN)),
                        Column.figure("SIZE", row -> bytes(row.sizeBytes())),
                        Column.word("MEDIA", row -> media(row)),
                        Column.figure("BLOCK", row -> block(row)),
                        Column.word("NUMA", row -> text(row.numaNode())),
                        Column.word("SCHEDULER", row -> text(row.scheduler())),
                        Column.word("CACHE", row -> text(row.writeCache())),
                        Column.word("MODEL", row -> row.model().orElse("-")),
                        Column.word("", row -> row.readOnly().orElse(false) ? "read-only" : "")),
                false);
        final Set<String> reasons = new LinkedHashSet<>();
        rows.forEach(row -> row.geometry().whyUnavailable().ifPresent(reasons::add));
        return withReasons(table, reasons);
    }

    static String latencies(final List<Probe.Latency> latencies) {
        final List<LatencyReport> measured = latencies.stream()
                .flatMap(latency -> latency.report().toOptional().stream())
                .toList();
        final Set<String> reasons = new LinkedHashSet<>();
        latencies.forEach(latency -> latency.report().whyUnavailable().ifPresent(reasons::add));
        if (measured.isEmpty()) {
            return withReasons("read latency", reasons);
        }
        final String table = Table.of(
                measured,
                List.of(
                        Column.word("READ LATENCY OF", LatencyReport::directory),
                        Column.word("MODE", LatencyReport::mode),
                        Column.figure("READS", row -> Text.count(row.readCount())),
                        Column.figure("BLOCK", row -> Text.bytes(row.blockBytes())),
                        Column.figure("MIN", row -> Text.latency(row.minNs())),
                        Column.figure("P50", row -> Text.latency(row.p50Ns())),
                        Column.figure("P99", row -> Text.latency(row.p99Ns())),
                        Column.figure("P99.9", row -> Text.latency(row.p999Ns())),
                        Column.figure("MAX", row -> Text.latency(row.maxNs()))),
                false);
        return withReasons(table, reasons);
    }

    private static String withReasons(final String text, final Set<String> reasons) {
        return reasons.isEmpty() ? text : text + "\n  not measured: " + String.join("\n  not measured: ", reasons);
    }

    private static String media(final BlockDeviceReport row) {
        return row.virtual()
                ? "virtual"
                : row.rotational().map(spins -> spins ? "disk" : "flash").orElse(UNKNOWN);
    }

    private static String block(final BlockDeviceReport row) {
        return text(row.logicalBlockBytes()) + '/' + text(row.physicalBlockBytes());
    }

    private static String text(final Reading<?> reading) {
        return reading.map(String::valueOf).orElse(UNKNOWN);
    }

    private static String bytes(final Reading<Long> reading) {
        return reading.map(Text::bytes).orElse(UNKNOWN);
    }

    private static String blank(final String text) {
        return text.isBlank() ? "-" : text;
    }
}
