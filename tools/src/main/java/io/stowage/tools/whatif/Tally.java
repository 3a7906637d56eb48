package io.stowage.tools.whatif;

import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.Engine;
import io.stowage.tools.whatif.Grants.Asked;
import io.stowage.tools.whatif.Grants.Granted;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/** What a history granted and refused. */
final class Tally {
    private final Map<ResultCode, Long> allocations = new TreeMap<>();
    private final Map<ResultCode, Long> repositions = new TreeMap<>();
    private final Map<String, Long> refusals = new TreeMap<>();
    private final Map<Places.Level, Long> shared = new TreeMap<>();
    private long segments;
    private long bytes;
    private long extents;

    /** A reservation, with its items. */
    void reservation(
            final DirectBuffer frame, final List<Asked> asked, final List<Granted> granted, final Places places) {
        final boolean isAllocation =
                Engine.templateId(frame, 0, frame.capacity()) == ReserveForAllocationDecoder.TEMPLATE_ID;
        for (int i = 0; i < asked.size(); i++) {
            final Granted item = granted.get(i);
            (isAllocation ? allocations : repositions).merge(item.result(), 1L, Long::sum);
            if (isAllocation) {
                segments += item.chunks().size();
                bytes += item.bytes() * item.chunks().size();
                spread(item.chunks(), asked.get(i).perExtent(), places);
            }
        }
    }

    private void spread(final List<Integer> chunks, final int perExtent, final Places places) {
        for (int first = 0; perExtent > 0 && first + perExtent <= chunks.size(); first += perExtent) {
            extents++;
            places.shared(chunks.subList(first, first + perExtent))
                    .forEach(level -> shared.merge(level, 1L, Long::sum));
        }
    }

    /** Any other command that was refused. */
    void refused(final String command, final ResultCode result) {
        refusals.merge(command + " " + result, 1L, Long::sum);
    }

    /** Items of allocations, by how they ended. */
    Map<ResultCode, Long> allocations() {
        return allocations;
    }

    /** Items of repositions, by how they ended. */
    Map<ResultCode, Long> repositions() {
        return repositions;
    }

    /** Other commands that were refused, by their names and results. */
    Map<String, Long> refusals() {
        return refusals;
    }

    /** Extents with two segments in one domain, by its level. */
    Map<Places.Level, Long> shared() {
        return shared;
    }

    long extents() {
        return extents;
    }

    long segments() {
        return segments;
    }

    long bytes() {
        return bytes;
    }
}
