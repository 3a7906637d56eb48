package io.stowage.bench.endurance;

import io.stowage.bench.engine.Reports;
import io.stowage.bench.engine.Sender;
import io.stowage.codecs.ResultCode;

/** A full report of an extent manager's table on its way, fragment by fragment. The table must not change meanwhile. */
final class OpenReport {
    private static final int ROWS_PER_FRAGMENT = 64;

    private final Reports reports;
    private final int[] chunkIds;
    private final Segments table;
    private final int[] rows = new int[ROWS_PER_FRAGMENT];
    private boolean open;
    private long version;
    private int next;
    private int rowCount;
    private long checksum;

    OpenReport(final Reports reports, final int[] chunkIds, final Segments table) {
        this.reports = reports;
        this.chunkIds = chunkIds;
        this.table = table;
    }

    boolean isOpen() {
        return open;
    }

    void abandon() {
        open = false;
    }

    ResultCode begin(final Sender sender, final long reportVersion) {
        version = reportVersion;
        next = 0;
        rowCount = 0;
        checksum = 0;
        final ResultCode result = reports.begin(sender, version);
        open = result == ResultCode.OK;
        return result;
    }

    /** Sends the next fragment, if there are rows left. */
    boolean sendRows(final Sender sender) {
        int found = 0;
        while (next < table.rows() && found < ROWS_PER_FRAGMENT) {
            if (table.segments(next, false) != 0 || table.segments(next, true) != 0) {
                rows[found++] = next;
            }
            next++;
        }
        if (found == 0) {
            return false;
        }
        reports.fragment(sender, version, found);
        for (int i = 0; i < found; i++) {
            final int row = rows[i];
            checksum += reports.row(
                    chunkIds[Segments.chunkIndexOfRow(row)],
                    Segments.spaceClassOfRow(row),
                    table.segments(row, false),
                    table.bytes(row, false),
                    table.segments(row, true),
                    table.bytes(row, true));
        }
        rowCount += found;
        open = reports.submitFragment(sender) == ResultCode.OK;
        return open;
    }

    /** Ends the report, with a checksum that is wrong by so much. */
    ResultCode end(final Sender sender, final long error) {
        open = false;
        return reports.end(sender, version, rowCount, checksum + error);
    }
}
