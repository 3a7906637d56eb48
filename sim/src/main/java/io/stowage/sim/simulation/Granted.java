package io.stowage.sim.simulation;

import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
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

    /** The same from the frames of request and reply. */
    static List<Segment> segments(final ReserveForAllocationDecoder request, final byte[] reply) {
        final long version = request.version();
        final List<Integer> classes = new ArrayList<>();
        for (final ReserveForAllocationDecoder.ItemsDecoder item : request.items()) {
            classes.add(SpaceClass.of(item.tier(), item.provision(), item.priority()));
            item.exclude().forEach(chunk -> {});
            item.existing().forEach(chunk -> {});
        }
        final ReserveForAllocationReplyDecoder decoder = new ReserveForAllocationReplyDecoder()
                .wrapAndApplyHeader(new UnsafeBuffer(reply), 0, new MessageHeaderDecoder());
        return segments(decoder, classes, version);
    }
}
