package io.stowage.tools.explain;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.engine.ReplySink;
import io.stowage.server.journal.JournalReader;
import io.stowage.server.snapshot.SnapshotStore;
import io.stowage.tools.ToolException;
import io.stowage.tools.journal.CommandSchema;
import io.stowage.tools.journal.JournalEntry;
import io.stowage.tools.output.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** The reservations of a journal: found by what they are called, or by where they stand. Only reads. */
final class History {
    private final Path directory;
    private final Limits limits;

    History(final Path directory, final Limits limits) {
        this.directory = directory;
        this.limits = limits;
    }

    /**
     * A reservation, and the state right before it.
     *
     * @param engine with everything before the entry applied; to be closed.
     * @param entry  that reserves.
     */
    record Moment(Engine engine, JournalEntry entry) implements AutoCloseable {
        @Override
        public void close() {
            engine.close();
        }
    }

    /** The reservation at a position, and the state right before it. */
    Moment at(final long position) {
        final Engine engine = before(position);
        boolean isFound = false;
        try (JournalReader reader = JournalReader.open(directory, engine.position())) {
            final Seeker seeker = new Seeker(engine, position);
            while (seeker.behind == null && reader.poll(seeker::onEntry) > 0) {
                // The seeker does the work.
            }
            final JournalEntry entry = seeker.found(directory);
            isFound = true;
            return new Moment(engine, entry);
        } finally {
            if (!isFound) {
                engine.close();
            }
        }
    }

    /** The newest state that was saved before a position, or none. */
    private Engine before(final long position) {
        return new SnapshotStore(directory)
                .restore(limits, position - 1, Long.MAX_VALUE)
                .engine();
    }

    /** Applies entries up to a position, and remembers what stands around it. */
    private static final class Seeker {
        private final CommandSchema schema = new CommandSchema();
        private final Engine engine;
        private final long wanted;
        private @Nullable JournalEntry before;
        private @Nullable JournalEntry at;
        private @Nullable JournalEntry behind;
        private long reservationBefore;

        private Seeker(final Engine engine, final long wanted) {
            this.engine = engine;
            this.wanted = wanted;
        }

        private void onEntry(
                final long position,
                final long timestampMs,
                final long sessionId,
                final int flags,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            if (position > wanted) {
                // Something must stand behind it only where it was not found itself.
                behind = behind == null
                        ? JournalEntry.copy(position, timestampMs, sessionId, flags, buffer, offset, length)
                        : behind;
            } else if (position == wanted) {
                at = JournalEntry.copy(position, timestampMs, sessionId, flags, buffer, offset, length);
                behind = at;
            } else {
                if (Reservation.of(position, timestampMs, buffer, offset, length) != null) {
                    reservationBefore = position;
                }
                engine.onEntry(position, timestampMs, sessionId, buffer, offset, length, ReplySink.NONE);
                before =
                        JournalEntry.copy(position, timestampMs, sessionId, flags, buffer, offset, Math.min(length, 8));
            }
        }

        private JournalEntry found(final Path directory) {
            if (at == null) {
                throw new ToolException(notThere(directory));
            }
            final DirectBuffer frame = at.frame();
            if (Reservation.of(at.position(), at.timestampMs(), frame, 0, frame.capacity()) == null) {
                throw new ToolException("position " + wanted + " is that of a "
                        + schema.name(frame, 0, frame.capacity()) + ", not of a reservation"
                        + (reservationBefore == 0
                                ? "; there is none before it"
                                : "; the last one before it is at " + reservationBefore));
            }
            return at;
        }

        private String notThere(final Path directory) {
            if (before == null && behind == null) {
                return "the journal in " + directory + " is empty: nothing was reserved yet";
            }
            final String nearest = before == null
                    ? "the first is " + named(behind)
                    : behind == null
                            ? "the journal ends with " + named(before)
                            : "the nearest are " + named(before) + " and " + named(behind);
            return "there is no entry at position " + wanted + "; " + nearest;
        }

        private String named(final @Nullable JournalEntry entry) {
            return entry == null
                    ? ""
                    : entry.position() + " ("
                            + schema.name(entry.frame(), 0, entry.frame().capacity()) + ")";
        }
    }

    /** All reservations of an extent manager under a version, in order; at least one. */
    List<Reservation> find(final int em, final long version) {
        final List<Reservation> found = new ArrayList<>();
        final Map<Integer, NavigableSet<Long>> versions = new TreeMap<>();
        final long[] entries = {0};
        try (JournalReader reader = JournalReader.openOldest(directory)) {
            int delivered;
            do {
                delivered = reader.poll((position, timestampMs, sessionId, flags, buffer, offset, length) -> {
                    entries[0]++;
                    final Reservation each = Reservation.of(position, timestampMs, buffer, offset, length);
                    if (each != null) {
                        versions.computeIfAbsent(each.em(), key -> new TreeSet<>())
                                .add(each.version());
                        if (each.em() == em && each.version() == version) {
                            found.add(each);
                        }
                    }
                });
            } while (delivered > 0);
        }
        if (found.isEmpty()) {
            throw new ToolException(notFound(em, version, entries[0], versions));
        }
        return found;
    }

    private String notFound(
            final int em, final long version, final long entries, final Map<Integer, NavigableSet<Long>> versions) {
        if (entries == 0) {
            return "the journal in " + directory + " is empty: nothing was reserved yet";
        }
        if (versions.isEmpty()) {
            return "nobody has reserved anything yet in the " + Text.count(entries) + " entries of " + directory;
        }
        final NavigableSet<Long> ofEm = versions.get(em);
        if (ofEm == null) {
            return "extent manager " + em + " has reserved nothing; those that have are " + someOf(versions.keySet());
        }
        return "extent manager " + em + " has reserved nothing under version " + version + "; its versions are "
                + nearest(ofEm, version);
    }

    private static String nearest(final NavigableSet<Long> versions, final long version) {
        if (versions.size() <= 8) {
            return someOf(versions);
        }
        final Long below = versions.lower(version);
        final Long above = versions.higher(version);
        return versions.first() + " to " + versions.last() + ", the nearest "
                + (below == null ? "" : below + (above == null ? "" : " and ")) + (above == null ? "" : above);
    }

    private static String someOf(final Iterable<?> all) {
        final List<String> names = new ArrayList<>();
        all.forEach(each -> names.add(String.valueOf(each)));
        final int shown = Math.min(names.size(), 8);
        return names.stream().limit(shown).collect(Collectors.joining(", "))
                + (names.size() > shown ? " and " + (names.size() - shown) + " more" : "");
    }

    /** How each of some reservations ended, in their order. */
    List<ResultCode> results(final List<Reservation> reservations) {
        final Map<Long, ResultCode> results = new TreeMap<>();
        final long last = reservations.getLast().position();
        try (Engine engine = before(reservations.getFirst().position());
                JournalReader reader = JournalReader.open(directory, engine.position())) {
            final LastResult sink = new LastResult();
            int delivered;
            do {
                delivered = reader.poll((position, timestampMs, sessionId, flags, buffer, offset, length) -> {
                    if (position <= last) {
                        engine.onEntry(position, timestampMs, sessionId, buffer, offset, length, sink);
                        if (Reservation.of(position, timestampMs, buffer, offset, length) != null) {
                            results.put(position, sink.result);
                        }
                    }
                });
            } while (delivered > 0 && reader.position() < last);
        }
        return reservations.stream()
                .map(each -> results.getOrDefault(each.position(), ResultCode.NULL_VAL))
                .toList();
    }

    private static final class LastResult implements ReplySink {
        private final ReplyHeaderDecoder header = new ReplyHeaderDecoder();
        private ResultCode result = ResultCode.NULL_VAL;

        @Override
        public void onReply(final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
            result = header.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH)
                    .result();
        }

        @Override
        public void onEvent(
                final Role role, final int id, final DirectBuffer buffer, final int offset, final int length) {
            // Nobody has subscribed to a replay.
        }
    }
}
