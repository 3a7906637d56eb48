package io.stowage.client.space;

import io.stowage.client.scripted.SentFrames;
import io.stowage.codecs.Provision;
import io.stowage.codecs.RemoveExtentsDecoder;
import io.stowage.codecs.SpaceDeltaDecoder;
import io.stowage.codecs.UpdateProvisionDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A delta of any of the three messages, decoded into signed rows. */
record DeltaRows(long version, List<Row> rows) {
    record Row(LedgerModel.Key key, LedgerModel.Sums change) {}

    static DeltaRows of(final SentFrames.Frame frame) {
        final List<Row> rows = new ArrayList<>();
        return switch (frame.templateId()) {
            case SpaceDeltaDecoder.TEMPLATE_ID -> {
                final SpaceDeltaDecoder delta =
                        new SpaceDeltaDecoder().wrapAndApplyHeader(frame.buffer(), 0, frame.header());
                for (final var row = delta.rows(); row.hasNext(); ) {
                    row.next();
                    rows.add(row(
                            row.chunk(),
                            SpaceClass.of(row.tier(), row.provision(), row.priority()),
                            new LedgerModel.Sums(row.segments(), row.bytes(), row.rxSegments(), row.rxBytes())));
                }
                delta.sbeRewind();
                yield new DeltaRows(delta.version(), rows);
            }
            case UpdateProvisionDecoder.TEMPLATE_ID -> {
                final UpdateProvisionDecoder provision =
                        new UpdateProvisionDecoder().wrapAndApplyHeader(frame.buffer(), 0, frame.header());
                for (final var row = provision.rows(); row.hasNext(); ) {
                    row.next();
                    rows.add(row(
                            row.chunk(),
                            SpaceClass.of(row.tier(), Provision.THICK, row.priority()),
                            new LedgerModel.Sums(-row.segments(), -row.bytes(), 0, 0)));
                    rows.add(row(
                            row.chunk(),
                            SpaceClass.of(row.tier(), Provision.THIN, row.priority()),
                            new LedgerModel.Sums(row.segments(), row.bytes(), 0, 0)));
                }
                provision.sbeRewind();
                yield new DeltaRows(provision.version(), rows);
            }
            case RemoveExtentsDecoder.TEMPLATE_ID -> {
                final RemoveExtentsDecoder removal =
                        new RemoveExtentsDecoder().wrapAndApplyHeader(frame.buffer(), 0, frame.header());
                for (final var row = removal.rows(); row.hasNext(); ) {
                    row.next();
                    rows.add(row(
                            row.chunk(),
                            SpaceClass.of(row.tier(), row.provision(), row.priority()),
                            new LedgerModel.Sums(-row.segments(), -row.bytes(), 0, 0)));
                }
                removal.sbeRewind();
                yield new DeltaRows(removal.version(), rows);
            }
            default -> throw new AssertionError("message " + frame.templateId() + " is no delta");
        };
    }

    /** Growth comes by reservation: on no chunk, tier and priority may the bytes grow in sum. */
    void requireNoGrowth() {
        final Map<LedgerModel.Key, Long> growth = new HashMap<>();
        rows.forEach(row -> growth.merge(row.key.group(), row.change.bytes() + row.change.rxBytes(), Long::sum));
        growth.forEach((group, bytes) -> {
            if (bytes > 0) {
                throw new AssertionError("a delta lets " + group + " grow by " + bytes + " bytes");
            }
        });
    }

    private static Row row(final long chunk, final int spaceClass, final LedgerModel.Sums change) {
        return new Row(new LedgerModel.Key((int) chunk, spaceClass), change);
    }
}
