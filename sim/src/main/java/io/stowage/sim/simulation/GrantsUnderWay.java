package io.stowage.sim.simulation;

import io.stowage.client.space.SpaceClass;
import java.util.HashMap;
import java.util.Map;

/** Nominal bytes by chunk and space class that the engine granted to requests whose end is still open. */
final class GrantsUnderWay {
    /** Space classes there are. */
    static final int CLASSES = SpaceClass.COUNT;

    private final Map<Integer, long[]> bytes = new HashMap<>();
    private final TouchedChunks touched;

    GrantsUnderWay(final TouchedChunks touched) {
        this.touched = touched;
    }

    void add(final Segment segment) {
        change(segment, segment.bytes);
    }

    /** The request has ended: what becomes of the segment is the business of its extent manager. */
    void ended(final Segment segment) {
        change(segment, -segment.bytes);
    }

    /** Bytes on a chunk by space class, as a copy. */
    long[] on(final int chunk) {
        return bytes.getOrDefault(chunk, new long[CLASSES]).clone();
    }

    private void change(final Segment segment, final long change) {
        bytes.computeIfAbsent(segment.chunk, absent -> new long[CLASSES])[segment.spaceClass()] += change;
        touched.add(segment.chunk);
    }
}
