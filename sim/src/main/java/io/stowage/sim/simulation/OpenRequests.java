package io.stowage.sim.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Requests of an extent manager whose end is open, with what the engine granted for them. */
final class OpenRequests {
    /** One request: what is asked for, item by item. */
    static final class Request {
        private final List<Integer> classes;
        private final List<Segment> moved;
        private final List<Segment> granted = new ArrayList<>();
        private boolean isForgotten;

        private Request(final List<Integer> classes, final List<Segment> moved) {
            this.classes = classes;
            this.moved = moved;
        }

        static Request allocation(final List<Integer> classes) {
            return new Request(classes, List.of());
        }

        static Request reposition(final List<Segment> moved) {
            return new Request(
                    moved.stream().map(segment -> segment.spaceClass()).toList(), moved);
        }

        List<Integer> classes() {
            return classes;
        }

        /** The segments that are to be moved or rebuilt; none: it is an allocation. */
        List<Segment> moved() {
            return moved;
        }

        /** The engine was told to forget what it had granted. */
        boolean isForgotten() {
            return isForgotten;
        }
    }

    private final GrantsUnderWay grants;
    private final Map<Long, Request> inFlight = new TreeMap<>();
    private final Map<Long, List<Segment>> deferred = new TreeMap<>();

    OpenRequests(final GrantsUnderWay grants) {
        this.grants = grants;
    }

    boolean isEmpty() {
        return inFlight.isEmpty();
    }

    void sent(final long correlationId, final Request request) {
        inFlight.put(correlationId, request);
    }

    /** The request; null: it has ended. */
    @Nullable
    Request find(final long correlationId) {
        return inFlight.get(correlationId);
    }

    void forEachGranted(final Consumer<Segment> consumer) {
        inFlight.values().forEach(each -> each.granted.forEach(consumer));
    }

    /** The engine granted something; it counts from now on if the request has not ended. */
    void granted(final long correlationId, final List<Segment> segments) {
        final Request open = inFlight.get(correlationId);
        if (open != null) {
            open.granted.addAll(segments);
            segments.forEach(grants::add);
        }
    }

    /** The engine was told to forget all that it granted. */
    void forgotten() {
        deferred.values().forEach(segments -> segments.forEach(segment -> segment.forgotten(true)));
        for (final Request open : inFlight.values()) {
            open.granted.forEach(grants::ended);
            open.granted.clear();
            open.isForgotten = true;
        }
    }

    void defer(final long correlationId, final List<Segment> segments) {
        deferred.put(correlationId, segments);
    }

    /** The oldest request whose reply waits for a decision; 0: none. */
    long oldestDeferred() {
        return deferred.isEmpty() ? 0 : deferred.keySet().iterator().next();
    }

    List<Segment> takeDeferred(final long correlationId) {
        final List<Segment> segments = deferred.remove(correlationId);
        return segments == null ? List.of() : segments;
    }

    /** A request has ended: nothing is on its way for it any more. */
    void end(final long correlationId) {
        final Request ended = inFlight.remove(correlationId);
        if (ended != null) {
            ended.granted.forEach(grants::ended);
        }
    }

    /** All have ended, for nobody waits for them any more. */
    void endAll() {
        List.copyOf(inFlight.keySet()).forEach(this::end);
        deferred.clear();
    }
}
