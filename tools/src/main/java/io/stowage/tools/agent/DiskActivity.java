package io.stowage.tools.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How busy a block device is, from the kernel's counters ({@code Documentation/block/stat.rst}) between two looks. */
final class DiskActivity {
    private static final int SECTOR_BYTES = 512;
    private static final int READS = 0;
    private static final int READ_SECTORS = 2;
    private static final int WRITES = 4;
    private static final int WRITTEN_SECTORS = 6;
    private static final double NS_PER_SECOND = 1e9;

    private long[] counters = new long[0];
    private long lookedNs;
    private long[] perSecond = new long[WRITTEN_SECTORS + 1];

    DiskActivity() {}

    /** Looks again; a device without counters, as of a network file system, shows no activity. */
    void look(final String deviceNumber, final long nowNs) {
        final long[] current = read(Path.of("/sys/dev/block", deviceNumber, "stat"));
        if (current.length <= WRITTEN_SECTORS) {
            counters = new long[0];
            perSecond = new long[WRITTEN_SECTORS + 1];
            return;
        }
        if (counters.length == current.length && nowNs > lookedNs) {
            final double seconds = (nowNs - lookedNs) / NS_PER_SECOND;
            for (int i = 0; i <= WRITTEN_SECTORS; i++) {
                perSecond[i] = Math.round(Math.max(0, current[i] - counters[i]) / seconds);
            }
        }
        counters = current;
        lookedNs = nowNs;
    }

    long readsPerSecond() {
        return perSecond[READS];
    }

    long writesPerSecond() {
        return perSecond[WRITES];
    }

    long readBytesPerSecond() {
        return perSecond[READ_SECTORS] * SECTOR_BYTES;
    }

    long writtenBytesPerSecond() {
        return perSecond[WRITTEN_SECTORS] * SECTOR_BYTES;
    }

    private static long[] read(final Path stat) {
        try {
            final String[] fields = Files.readString(stat).strip().split("\\s+", -1);
            final long[] values = new long[fields.length];
            for (int i = 0; i < fields.length; i++) {
                values[i] = Long.parseUnsignedLong(fields[i]);
            }
            return values;
        } catch (final IOException | NumberFormatException unknown) {
            return new long[0];
        }
    }
}
