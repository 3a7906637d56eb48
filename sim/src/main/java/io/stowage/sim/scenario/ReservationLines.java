package io.stowage.sim.scenario;

import io.stowage.codecs.FreeForAllocationDecoder;
import io.stowage.codecs.FreeForRepositionDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForRepositionDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Reservations, and what is given back of them, as lines of a scenario. */
final class ReservationLines {
    private ReservationLines() {}

    /** Null: the frame is about something else. */
    static @Nullable Line of(final int templateId, final DirectBuffer frame, final MessageHeaderDecoder header) {
        return switch (templateId) {
            case ReserveForAllocationDecoder.TEMPLATE_ID ->
                allocation(new ReserveForAllocationDecoder().wrapAndApplyHeader(frame, 0, header));
            case FreeForAllocationDecoder.TEMPLATE_ID -> {
                final FreeForAllocationDecoder free =
                        new FreeForAllocationDecoder().wrapAndApplyHeader(frame, 0, header);
                final List<Long> chunks = new ArrayList<>();
                final Line line = SpaceLines.ofEm("freeForAllocation", free.header())
                        .put("version", free.version())
                        .put("tier", free.tier())
                        .put("provision", free.provision())
                        .priority(free.priority())
                        .put("segmentBytes", free.segmentBytes());
                free.chunks().forEach(chunk -> chunks.add(chunk.chunk()));
                yield line.ids("chunks", chunks);
            }
            case ReserveForRepositionDecoder.TEMPLATE_ID ->
                reposition(new ReserveForRepositionDecoder().wrapAndApplyHeader(frame, 0, header));
            case FreeForRepositionDecoder.TEMPLATE_ID -> {
                final FreeForRepositionDecoder free =
                        new FreeForRepositionDecoder().wrapAndApplyHeader(frame, 0, header);
                final List<Long> chunks = new ArrayList<>();
                final Line line = SpaceLines.ofEm("freeForReposition", free.header())
                        .put("version", free.version())
                        .put("tier", free.tier())
                        .put("provision", free.provision())
                        .priority(free.priority())
                        .put("segmentBytes", free.segmentBytes());
                free.chunks().forEach(chunk -> chunks.add(chunk.chunk()));
                yield line.ids("chunks", chunks);
            }
            default -> null;
        };
    }

    private static Line allocation(final ReserveForAllocationDecoder reserve) {
        final Line line =
                SpaceLines.ofEm("reserveForAllocation", reserve.header()).put("version", reserve.version());
        final List<Line> items = new ArrayList<>();
        for (final ReserveForAllocationDecoder.ItemsDecoder item : reserve.items()) {
            final List<Long> exclude = new ArrayList<>();
            final List<Long> existing = new ArrayList<>();
            final Line target = Line.empty()
                    .unless(Purpose.NEW, "purpose", item.purpose())
                    .put("tier", item.tier())
                    .put("provision", item.provision())
                    .priority(item.priority())
                    .resiliency(item.replicas(), item.ecData(), item.ecParity())
                    .unless(1, "extents", item.extents())
                    .unless(0, "segmentBytes", item.segmentBytes())
                    .unless(0, "prefer", item.prefer())
                    .unless(0, "preferZone", item.preferZone())
                    .unless(0, "pool", item.pool())
                    .ifTrue("partial", item.partial())
                    .ifTrue("strictSpread", item.strictSpread());
            item.exclude().forEach(chunk -> exclude.add(chunk.chunk()));
            item.existing().forEach(chunk -> existing.add(chunk.chunk()));
            items.add(target.unlessEmptyIds("exclude", exclude).unlessEmptyIds("existing", existing));
        }
        return line.objects("items", items);
    }

    private static Line reposition(final ReserveForRepositionDecoder reserve) {
        final Line line = SpaceLines.ofEm("reserveForReposition", reserve.header())
                .put("version", reserve.version())
                .put("kind", reserve.kind());
        final List<Line> items = new ArrayList<>();
        for (final ReserveForRepositionDecoder.ItemsDecoder item : reserve.items()) {
            final List<Long> sources = new ArrayList<>();
            final List<Long> exclude = new ArrayList<>();
            final Line target = Line.empty()
                    .put("tier", item.tier())
                    .put("provision", item.provision())
                    .priority(item.priority())
                    .resiliency(item.replicas(), item.ecData(), item.ecParity())
                    .put("replace", item.replace())
                    .unless(0, "segmentBytes", item.segmentBytes())
                    .unless(0, "prefer", item.prefer())
                    .unless(0, "redundancyLeft", item.redundancyLeft());
            item.sources().forEach(chunk -> sources.add(chunk.chunk()));
            item.exclude().forEach(chunk -> exclude.add(chunk.chunk()));
            items.add(target.unlessEmptyIds("sources", sources).unlessEmptyIds("exclude", exclude));
        }
        return line.objects("items", items);
    }
}
