package io.stowage.tools.faults;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.ReservationRow;
import io.stowage.client.blocking.SpaceRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a server has acknowledged, and what it was asked for besides and in which order. A server takes the requests of one session
 * in their order, so after its death it must hold all that is acknowledged and a first part, maybe none, of the rest.
 */
final class AcknowledgedSpace {
    private final Map<Version, Long> bytesByVersion = new TreeMap<>();
    private final Map<Integer, Long> bytesByChunk = new TreeMap<>();
    private final Map<Long, Asked> inFlight = new LinkedHashMap<>();
    private final List<Held> held = new ArrayList<>();

    /** A space version of an extent manager. */
    record Version(int em, long number) implements Comparable<Version> {
        @Override
        public int compareTo(final Version other) {
            return em != other.em ? Integer.compare(em, other.em) : Long.compare(number, other.number);
        }
    }

    /** Locations that were granted: their chunks, one a segment. */
    record Held(Version version, long segmentBytes, List<Integer> chunks) {
        long bytes() {
            return segmentBytes * chunks.size();
        }
    }

    /** A request: bytes below 0 are given back, from the locations named. */
    private record Asked(
            Version version,
            long bytes,
            long segmentBytes,
            @Nullable Held freed) {}

    void reserveAsked(final long correlationId, final Version version, final long segmentBytes, final int segments) {
        inFlight.put(correlationId, new Asked(version, segmentBytes * segments, segmentBytes, null));
    }

    void freeAsked(final long correlationId, final Held given) {
        held.remove(given);
        inFlight.put(correlationId, new Asked(given.version(), -given.bytes(), given.segmentBytes(), given));
    }

    void reserved(final long correlationId, final List<Integer> chunks) {
        final Asked asked = answered(correlationId);
        final Held granted = new Held(asked.version(), asked.segmentBytes(), List.copyOf(chunks));
        if (granted.bytes() != asked.bytes()) {
            throw new AssertionError("asked for " + asked + ", got " + granted);
        }
        held.add(granted);
        apply(asked);
        chunks.forEach(chunk -> bytesByChunk.merge(chunk, asked.segmentBytes(), Long::sum));
    }

    void freed(final long correlationId) {
        apply(answered(correlationId));
    }

    int inFlight() {
        return inFlight.size();
    }

    int reservationsInFlight() {
        return Math.toIntExact(
                inFlight.values().stream().filter(asked -> asked.bytes() > 0).count());
    }

    List<Held> held() {
        return held;
    }

    long bytes() {
        return sum(bytesByVersion);
    }

    /**
     * Compares with a server that was started again, and takes over what it did of the requests in flight.
     *
     * @return how many of them it did.
     */
    int reconcile(final BlockingOperator operator, final int ems) {
        final Map<Version, Long> found = new TreeMap<>();
        for (int em = 1; em <= ems; em++) {
            for (final ReservationRow row : operator.reservations(em)) {
                if (row.bytes() != 0) {
                    found.put(new Version(em, row.version()), row.bytes());
                }
            }
        }
        final List<Asked> rest = List.copyOf(inFlight.values());
        inFlight.clear();
        final Map<Version, Long> acknowledged = Map.copyOf(bytesByVersion);
        int done = 0;
        while (!found.equals(bytesByVersion)) {
            if (done == rest.size()) {
                throw new AssertionError("the server holds " + found + ", acknowledged are " + acknowledged
                        + ", and no first part of the requests in flight explains it: " + rest);
            }
            apply(rest.get(done++));
        }
        final int longest = longestAlike(rest, done);
        compareChunks(operator, rest.subList(0, longest), rest.subList(done, longest));
        // What was not done is still there to be given back.
        rest.subList(longest, rest.size()).stream()
                .map(Asked::freed)
                .filter(freed -> freed != null)
                .forEach(held::add);
        return done;
    }

    /**
     * Where a reservation and a return of as much in the same version were in flight one after the other, the sums do not tell whether both
     * or none of them was done.
     */
    private int longestAlike(final List<Asked> rest, final int done) {
        final Map<Version, Long> bytes = new TreeMap<>(bytesByVersion);
        int longest = done;
        for (int i = done; i < rest.size(); i++) {
            bytes.merge(rest.get(i).version(), rest.get(i).bytes(), Long::sum);
            bytes.values().removeIf(none -> none == 0);
            if (bytes.equals(bytesByVersion)) {
                longest = i + 1;
            }
        }
        return longest;
    }

    /** Which chunks an unanswered reservation got is not known: their space may be anything between none and all of it. */
    private void compareChunks(final BlockingOperator operator, final List<Asked> done, final List<Asked> doubtful) {
        long unknown = 0;
        for (final Asked asked : done) {
            unknown += Math.max(0, asked.bytes());
        }
        final Map<Integer, Long> least = new TreeMap<>(bytesByChunk);
        for (final Asked asked : doubtful) {
            final Held freed = asked.freed();
            if (freed != null) {
                freed.chunks().forEach(chunk -> least.merge(chunk, -freed.segmentBytes(), Long::sum));
            }
        }
        final Map<Integer, Long> found = new TreeMap<>();
        for (final SpaceRow row : operator.space()) {
            found.merge(row.chunk(), row.thickPending(), Long::sum);
        }
        for (final Map.Entry<Integer, Long> chunk : bytesByChunk.entrySet()) {
            final long there = found.getOrDefault(chunk.getKey(), 0L);
            if (there < least.getOrDefault(chunk.getKey(), 0L) || there > chunk.getValue() + unknown) {
                throw new AssertionError(
                        "chunk " + chunk.getKey() + " has " + there + " bytes reserved, acknowledged are "
                                + chunk.getValue() + ", and at most " + unknown + " were in flight");
            }
        }
        if (sum(found) != bytes()) {
            throw new AssertionError("the chunks have " + found + " reserved, the versions " + bytesByVersion);
        }
        bytesByChunk.clear();
        bytesByChunk.putAll(found);
    }

    private Asked answered(final long correlationId) {
        final Asked asked = inFlight.remove(correlationId);
        if (asked == null) {
            throw new AssertionError("an answer to what nobody asked: " + correlationId);
        }
        return asked;
    }

    private void apply(final Asked asked) {
        bytesByVersion.merge(asked.version(), asked.bytes(), Long::sum);
        bytesByVersion.values().removeIf(bytes -> bytes == 0);
        final Held freed = asked.freed();
        if (freed != null) {
            freed.chunks().forEach(chunk -> bytesByChunk.merge(chunk, -freed.segmentBytes(), Long::sum));
        }
    }

    private static long sum(final Map<?, Long> bytes) {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }
}
