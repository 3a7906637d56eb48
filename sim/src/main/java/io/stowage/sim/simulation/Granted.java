package io.stowage.sim.simulation;

import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForRepositionDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** The segments of a reply to a reservation. */
final class Granted {
    private Granted() {}

    static List<Segment> segments(
            final ReserveForAllocationReplyDecoder reply, final List<Integer> classes, final long version) {
        final List<Segment> segments = new ArrayList<>();
        int item = 0;
        for (final ReserveForAllocationReplyDecoder.ItemsDecoder items : reply.items()) {
            final long bytes = items.segmentBytes();
            final int spaceClass = classes.get(item++);
            items.chunks().forEach(chunk -> segments.add(new Segment((int) chunk.chunk(), spaceClass, bytes, version)));
        }
        return segments;
    }

    /** The destinations of segments that are to be moved or rebuilt. */
    static List<Segment> destinations(
            final ReserveForRepositionReplyDecoder reply, final OpenRequests.Request request, final long version) {
        final List<Segment> segments = new ArrayList<>();
        int item = 0;
        for (final ReserveForRepositionReplyDecoder.ItemsDecoder items : reply.items()) {
            final int chunk = (int) items.destination();
            final boolean isGranted = items.result() == ResultCode.OK;
            items.ranked().forEach(each -> {});
            if (isGranted) {
                final Segment moved = request.moved().get(item);
                segments.add(Segment.destination(chunk, request.classes().get(item), version, moved));
            }
            item++;
        }
        return segments;
    }

    /** What counts as on its way after a command was answered: from the frames of request and reply. */
    static List<Segment> onTheWay(final byte[] frame, final byte[] reply) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        final UnsafeBuffer asked = new UnsafeBuffer(frame);
        final UnsafeBuffer answered = new UnsafeBuffer(reply);
        final List<Integer> classes = new ArrayList<>();
        if (Replied.templateId(reply) == ReserveForAllocationReplyDecoder.TEMPLATE_ID) {
            final ReserveForAllocationDecoder request =
                    new ReserveForAllocationDecoder().wrapAndApplyHeader(asked, 0, header);
            final long version = request.version();
            for (final ReserveForAllocationDecoder.ItemsDecoder item : request.items()) {
                classes.add(SpaceClass.of(item.tier(), item.provision(), item.priority()));
                item.exclude().forEach(chunk -> {});
                item.existing().forEach(chunk -> {});
            }
            return segments(
                    new ReserveForAllocationReplyDecoder().wrapAndApplyHeader(answered, 0, header), classes, version);
        }
        final ReserveForRepositionDecoder request =
                new ReserveForRepositionDecoder().wrapAndApplyHeader(asked, 0, header);
        final long version = request.version();
        for (final ReserveForRepositionDecoder.ItemsDecoder item : request.items()) {
            classes.add(SpaceClass.of(item.tier(), item.provision(), item.priority()));
            item.sources().forEach(chunk -> {});
            item.exclude().forEach(chunk -> {});
        }
        final List<Segment> segments = new ArrayList<>();
        int item = 0;
        for (final ReserveForRepositionReplyDecoder.ItemsDecoder items : new ReserveForRepositionReplyDecoder()
                .wrapAndApplyHeader(answered, 0, header)
                .items()) {
            if (items.result() == ResultCode.OK) {
                final int chunk = (int) items.destination();
                segments.add(new Segment(chunk, classes.get(item), items.segmentBytes(), version));
            }
            items.ranked().forEach(each -> {});
            item++;
        }
        return segments;
    }
}
