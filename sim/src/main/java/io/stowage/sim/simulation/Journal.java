package io.stowage.sim.simulation;

import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.engine.ReplySink;
import io.stowage.sim.log.LogEntry;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What survives the death of the server: every entry of the log, and the newest snapshots. */
final class Journal {
    private static final int KEPT_SNAPSHOTS = 2;

    /** The state after so many entries. */
    private record Snapshot(int entries, DirectBuffer bytes) {}

    private final List<LogEntry> entries = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();

    void append(final long position, final long timestampMs, final long sessionId, final DirectBuffer frame) {
        entries.add(new LogEntry(position, timestampMs, sessionId, frame));
    }

    /** Every entry so far, oldest first. */
    List<LogEntry> entries() {
        return entries;
    }

    /** Keeps the state of an engine that has applied all entries. */
    void snapshot(final Engine engine) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        engine.snapshot((buffer, offset, length) -> {
            final byte[] part = new byte[length];
            buffer.getBytes(offset, part);
            bytes.write(part, 0, length);
        });
        snapshots.add(new Snapshot(entries.size(), new UnsafeBuffer(bytes.toByteArray())));
        if (snapshots.size() > KEPT_SNAPSHOTS) {
            snapshots.removeFirst();
        }
    }

    /** Nothing of it is left. */
    void clear() {
        entries.clear();
        snapshots.clear();
    }

    int snapshots() {
        return snapshots.size();
    }

    /** A fresh engine with the whole log applied. */
    Engine fromZero() {
        return applied(new Engine(Limits.small()), 0);
    }

    /** A fresh engine with a snapshot loaded and the tail applied; 0: the newest snapshot. */
    Engine fromSnapshot(final int age) {
        final Snapshot snapshot = snapshots.get(snapshots.size() - 1 - age);
        final Engine engine = new Engine(Limits.small());
        engine.load(snapshot.bytes(), 0, snapshot.bytes().capacity());
        return applied(engine, snapshot.entries());
    }

    private Engine applied(final Engine engine, final int from) {
        for (final LogEntry entry : entries.subList(from, entries.size())) {
            entry.applyTo(engine, ReplySink.NONE);
        }
        return engine;
    }
}
