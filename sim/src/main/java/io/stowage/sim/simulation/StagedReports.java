package io.stowage.sim.simulation;

import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.ReportSpaceEndDecoder;
import io.stowage.codecs.ReportSpaceRowsDecoder;
import io.stowage.codecs.wire.ReportChecksum;
import io.stowage.sim.model.Amount;
import io.stowage.sim.model.RowKey;
import java.util.HashMap;
import java.util.Map;

/** Reports that are arriving, as far as the engine took their rows. */
final class StagedReports {
    private static final class Staged {
        private final Map<RowKey, Amount> rows = new HashMap<>();
        private long count;
        private long checksum;
    }

    private final Map<Integer, Staged> byEm = new HashMap<>();

    void begin(final int em) {
        byEm.put(em, new Staged());
    }

    void rows(final ReportSpaceRowsDecoder fragment) {
        final Staged staged = byEm.computeIfAbsent((int) fragment.header().sender(), absent -> new Staged());
        for (final ReportSpaceRowsDecoder.RowsDecoder row : fragment.rows()) {
            final RowKey key = new RowKey((int) row.chunk(), row.tier(), row.provision(), row.priority());
            final Amount amount = new Amount(row.segments(), row.bytes(), row.rxSegments(), row.rxBytes());
            staged.rows.merge(key, amount, Amount::plus);
            staged.count++;
            staged.checksum += ReportChecksum.ofRow(
                    key.chunk(),
                    SpaceClass.of(key.tier(), key.provision(), key.priority()),
                    amount.segments(),
                    amount.bytes(),
                    amount.rxSegments(),
                    amount.rxBytes());
        }
    }

    /** All rows of a report that took effect; it must be whole. */
    Map<RowKey, Amount> end(final ReportSpaceEndDecoder end) {
        final int em = (int) end.header().sender();
        final Staged staged = byEm.getOrDefault(em, new Staged());
        byEm.remove(em);
        if (staged.count != end.rowCount() || staged.checksum != end.checksum()) {
            throw new InvariantBroken(
                    "report",
                    "extent manager " + em + ": expected " + end.rowCount() + " rows with checksum "
                            + Long.toHexString(end.checksum()) + ", found " + staged.count + " with "
                            + Long.toHexString(staged.checksum) + ", and the report took effect");
        }
        return staged.rows;
    }
}
