package io.stowage.sim.log;

import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.engine.LogPosition;
import io.stowage.engine.ReplySink;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A log that is kept whole in memory, as long as it is not too long. Not thread-safe. */
public final class EntryLog {
    private final List<LogEntry> entries = new ArrayList<>();
    private final long maxLength;
    private long position;

    /**
     * An empty log.
     *
     * @param maxLength position up to which it is kept; beyond, all entries are forgotten. Bytes.
     */
    public EntryLog(final long maxLength) {
        this.maxLength = maxLength;
    }

    /**
     * Appends an entry; its frame is copied.
     *
     * @param timestampMs of the log's clock.
     * @param sessionId   of the sender; 0: the host.
     * @param frame       to copy from.
     * @param length      of the frame, from offset 0, bytes.
     * @return the entry, to be applied.
     */
    public LogEntry append(final long timestampMs, final long sessionId, final DirectBuffer frame, final int length) {
        final byte[] copy = new byte[length];
        frame.getBytes(0, copy);
        position = LogPosition.after(position, length);
        final LogEntry entry = new LogEntry(position, timestampMs, sessionId, new UnsafeBuffer(copy));
        if (isWhole()) {
            entries.add(entry);
        } else {
            entries.clear();
        }
        return entry;
    }

    /**
     * Whether no entry was forgotten.
     *
     * @return true as long as it is not longer than was allowed.
     */
    public boolean isWhole() {
        return position <= maxLength;
    }

    /**
     * Where it ends.
     *
     * @return bytes.
     */
    public long position() {
        return position;
    }

    /**
     * All entries.
     *
     * @return a view, oldest first; empty for a log that is not whole.
     */
    public List<LogEntry> entries() {
        return Collections.unmodifiableList(entries);
    }

    /**
     * An engine with all entries applied, from zero.
     *
     * @param limits of the engine.
     * @return to be closed.
     */
    public Engine replay(final Limits limits) {
        final Engine engine = new Engine(limits);
        entries.forEach(entry -> entry.applyTo(engine, ReplySink.NONE));
        return engine;
    }

    /**
     * An engine that starts from a snapshot taken in the middle, with the entries behind it applied.
     *
     * @param limits of the engine.
     * @return to be closed.
     */
    public Engine replayFromSnapshot(final Limits limits) {
        final int middle = entries.size() / 2;
        final UnsafeBuffer snapshot = new UnsafeBuffer(snapshotBefore(middle, limits));
        final Engine engine = new Engine(limits);
        engine.load(snapshot, 0, snapshot.capacity());
        entries.subList(middle, entries.size()).forEach(entry -> entry.applyTo(engine, ReplySink.NONE));
        return engine;
    }

    private byte[] snapshotBefore(final int end, final Limits limits) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Engine engine = new Engine(limits)) {
            entries.subList(0, end).forEach(entry -> entry.applyTo(engine, ReplySink.NONE));
            engine.snapshot((buffer, offset, length) -> {
                final byte[] part = new byte[length];
                buffer.getBytes(offset, part);
                bytes.writeBytes(part);
            });
        }
        return bytes.toByteArray();
    }
}
