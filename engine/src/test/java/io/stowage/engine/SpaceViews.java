package io.stowage.engine;

import io.stowage.codecs.*;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the engine says of its space when it is asked. */
final class SpaceViews {
    private final EngineFixture fixture;
    private final MessageHeaderEncoder header;

    SpaceViews(final EngineFixture fixture) {
        this.fixture = fixture;
        header = fixture.headerEncoder;
    }

    /** Views by chunk and tier, as {@link SpaceTwin#view}; behind them the segments of the chunk. */
    Map<List<Integer>, List<Long>> views() {
        fixture.query(buffer -> {
            final SpaceQueryEncoder encoder = new SpaceQueryEncoder().wrapAndApplyHeader(buffer, 0, header);
            fixture.header(encoder.header(), Role.OPERATOR, 0, 0);
            return encoder.chunk(0).after(0).pageSize(0).encodedLength();
        });
        final Map<List<Integer>, List<Long>> views = new HashMap<>();
        for (final SpaceReplyDecoder.RowsDecoder row : new SpaceReplyDecoder()
                .wrapAndApplyHeader(fixture.reply, 0, fixture.headerDecoder)
                .rows()) {
            final List<Long> prioritized = List.of(
                    row.thickPrioritized(),
                    row.thickPendingPrioritized(),
                    row.thickRxPrioritized(),
                    row.thinUsedPrioritized(),
                    row.thinNewFreshPrioritized(),
                    row.thinNewAgingPrioritized(),
                    row.thinPendingPrioritized(),
                    row.thinRxPrioritized(),
                    row.thinNominalPrioritized());
            final List<Long> all = List.of(
                    row.thick(),
                    row.thickPending(),
                    row.thickRx(),
                    row.thinUsed(),
                    row.thinNewFresh(),
                    row.thinNewAging(),
                    row.thinPending(),
                    row.thinRx(),
                    row.thinNominal());
            final List<Long> view =
                    new ArrayList<>(List.of(row.capacity(), row.total(), row.failed(), row.allocated()));
            for (int i = 0; i < all.size(); i++) {
                view.add(all.get(i) - prioritized.get(i));
            }
            view.addAll(prioritized);
            view.add(row.segments());
            views.put(List.of((int) row.chunk(), (int) row.tier().value()), view);
        }
        return views;
    }

    /** Rows of the list of extent managers: last version, pending bytes, reported bytes, rows, versions, last seen, by id. */
    Map<Integer, List<Long>> extentManagers() {
        fixture.query(buffer -> {
            final EmsQueryEncoder encoder = new EmsQueryEncoder().wrapAndApplyHeader(buffer, 0, header);
            fixture.header(encoder.header(), Role.OPERATOR, 0, 0);
            return encoder.after(0).pageSize(0).encodedLength();
        });
        final Map<Integer, List<Long>> ems = new TreeMap<>();
        for (final EmsReplyDecoder.RowsDecoder row : new EmsReplyDecoder()
                .wrapAndApplyHeader(fixture.reply, 0, fixture.headerDecoder)
                .rows()) {
            ems.put(
                    (int) row.em(),
                    List.of(
                            row.lastVersion(),
                            row.pendingBytes(),
                            row.reportedBytes(),
                            row.rows(),
                            (long) row.versions(),
                            row.lastSeen()));
        }
        return ems;
    }
}
