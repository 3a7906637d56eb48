package io.stowage.sim.simulation;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Provision;
import io.stowage.codecs.RemoveExtentsDecoder;
import io.stowage.codecs.SpaceDeltaDecoder;
import io.stowage.codecs.UpdateProvisionDecoder;
import io.stowage.sim.model.Amount;
import io.stowage.sim.model.RowKey;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** The changes between two reports, of all three commands that carry them, row by row. */
final class DeltaRows {
    /** One signed change. */
    record Row(int em, RowKey key, Amount change) {}

    private DeltaRows() {}

    static List<Row> of(final int templateId, final DirectBuffer buffer) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        return switch (templateId) {
            case SpaceDeltaDecoder.TEMPLATE_ID -> of(new SpaceDeltaDecoder().wrapAndApplyHeader(buffer, 0, header));
            case UpdateProvisionDecoder.TEMPLATE_ID ->
                of(new UpdateProvisionDecoder().wrapAndApplyHeader(buffer, 0, header));
            default -> of(new RemoveExtentsDecoder().wrapAndApplyHeader(buffer, 0, header));
        };
    }

    private static List<Row> of(final SpaceDeltaDecoder delta) {
        final int em = (int) delta.header().sender();
        final List<Row> rows = new ArrayList<>();
        for (final SpaceDeltaDecoder.RowsDecoder row : delta.rows()) {
            final RowKey key = new RowKey((int) row.chunk(), row.tier(), row.provision(), row.priority());
            rows.add(new Row(em, key, new Amount(row.segments(), row.bytes(), row.rxSegments(), row.rxBytes())));
        }
        return rows;
    }

    /** Out of thick, into thin. */
    private static List<Row> of(final UpdateProvisionDecoder update) {
        final int em = (int) update.header().sender();
        final List<Row> rows = new ArrayList<>();
        for (final UpdateProvisionDecoder.RowsDecoder row : update.rows()) {
            final RowKey thick = new RowKey((int) row.chunk(), row.tier(), Provision.THICK, row.priority());
            final Amount amount = Amount.of(row.segments(), row.bytes());
            rows.add(new Row(em, thick, Amount.NONE.minus(amount)));
            rows.add(new Row(em, thick.with(Provision.THIN), amount));
        }
        return rows;
    }

    private static List<Row> of(final RemoveExtentsDecoder removal) {
        final int em = (int) removal.header().sender();
        final List<Row> rows = new ArrayList<>();
        for (final RemoveExtentsDecoder.RowsDecoder row : removal.rows()) {
            final RowKey key = new RowKey((int) row.chunk(), row.tier(), row.provision(), row.priority());
            rows.add(new Row(em, key, Amount.NONE.minus(Amount.of(row.segments(), row.bytes()))));
        }
        return rows;
    }
}
