package io.stowage.tools.whatif;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForRepositionDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** What was asked for in a reservation, and what a history granted of it, item by item. */
final class Grants {
    private static final MessageHeaderDecoder HEADER = new MessageHeaderDecoder();

    private Grants() {}

    /**
     * What an item asks for, as far as it matters here.
     *
     * @param spaceClass tier &lt;&lt; 2 | provision &lt;&lt; 1 | priority.
     * @param perExtent  segments of an extent; 1 for a reposition.
     * @param replace    chunk that a reposition takes a segment from; else 0.
     */
    record Asked(int spaceClass, int perExtent, int replace) {}

    /**
     * What became of an item.
     *
     * @param result how it ended.
     * @param bytes  nominal size of a segment.
     * @param chunks granted, one a segment.
     */
    record Granted(ResultCode result, long bytes, List<Integer> chunks) {}

    static List<Asked> asked(final DirectBuffer frame) {
        final List<Asked> items = new ArrayList<>();
        if (templateId(frame) == ReserveForAllocationDecoder.TEMPLATE_ID) {
            final ReserveForAllocationDecoder request =
                    new ReserveForAllocationDecoder().wrapAndApplyHeader(frame, 0, HEADER);
            for (final ReserveForAllocationDecoder.ItemsDecoder item : request.items()) {
                final int spaceClass = item.tierRaw() << 2 | item.provisionRaw() << 1 | item.priorityRaw();
                final int perExtent = item.replicas() + item.ecData() + item.ecParity();
                item.sbeSkip();
                items.add(new Asked(spaceClass, perExtent, 0));
            }
        } else {
            final ReserveForRepositionDecoder request =
                    new ReserveForRepositionDecoder().wrapAndApplyHeader(frame, 0, HEADER);
            for (final ReserveForRepositionDecoder.ItemsDecoder item : request.items()) {
                final int spaceClass = item.tierRaw() << 2 | item.provisionRaw() << 1 | item.priorityRaw();
                final int replace = (int) item.replace();
                item.sbeSkip();
                items.add(new Asked(spaceClass, 1, replace));
            }
        }
        return items;
    }

    /** As many as were asked for; a command that was refused as a whole refused each. */
    static List<Granted> granted(final Answers answers, final int items) {
        final List<Granted> granted = new ArrayList<>();
        for (final DirectBuffer reply : answers.replies()) {
            switch (templateId(reply)) {
                case ReserveForAllocationReplyDecoder.TEMPLATE_ID -> allocated(reply, granted);
                case ReserveForRepositionReplyDecoder.TEMPLATE_ID -> repositioned(reply, granted);
                default -> {}
            }
        }
        while (granted.size() < items) {
            granted.add(new Granted(answers.result(), 0, List.of()));
        }
        return granted;
    }

    private static void allocated(final DirectBuffer frame, final List<Granted> granted) {
        final ReserveForAllocationReplyDecoder reply =
                new ReserveForAllocationReplyDecoder().wrapAndApplyHeader(frame, 0, HEADER);
        for (final ReserveForAllocationReplyDecoder.ItemsDecoder item : reply.items()) {
            final ResultCode result = item.result();
            final long bytes = item.segmentBytes();
            final List<Integer> chunks = new ArrayList<>();
            for (final ReserveForAllocationReplyDecoder.ItemsDecoder.ChunksDecoder each : item.chunks()) {
                chunks.add((int) each.chunk());
            }
            granted.add(new Granted(result, bytes, chunks));
        }
    }

    private static void repositioned(final DirectBuffer frame, final List<Granted> granted) {
        final ReserveForRepositionReplyDecoder reply =
                new ReserveForRepositionReplyDecoder().wrapAndApplyHeader(frame, 0, HEADER);
        for (final ReserveForRepositionReplyDecoder.ItemsDecoder item : reply.items()) {
            final ResultCode result = item.result();
            final long bytes = item.segmentBytes();
            final int destination = (int) item.destination();
            item.sbeSkip();
            granted.add(new Granted(result, bytes, result == ResultCode.OK ? List.of(destination) : List.of()));
        }
    }

    private static int templateId(final DirectBuffer frame) {
        return Engine.templateId(frame, 0, frame.capacity());
    }
}
