package io.stowage.tools.journal;

import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.engine.ReplySink;
import io.stowage.server.journal.JournalEntryHandler;
import io.stowage.server.journal.JournalReader;
import io.stowage.server.snapshot.SnapshotStore;
import io.stowage.tools.output.Progress;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.output.Text;
import java.nio.file.Path;

/**
 * The state of a journal at a point of its history: the newest snapshot that is not beyond it, and the entries from there on.
 *
 * @param engine   with that state; to be closed.
 * @param from     position of the snapshot; 0: from the start of the journal.
 * @param replayed entries that were applied.
 */
public record ReplayedState(Engine engine, long from, long replayed) implements AutoCloseable {
    private static final int PROGRESS_INTERVAL = 1 << 16;

    /**
     * Rebuilds it.
     *
     * @param directory      of the server.
     * @param limits         that the journal was written with.
     * @param point          where to end.
     * @param usesSnapshots  whether to begin with a snapshot.
     * @param terminal       for progress and warnings.
     * @return the state.
     */
    public static ReplayedState at(
            final Path directory,
            final Limits limits,
            final PointInLog point,
            final boolean usesSnapshots,
            final Terminal terminal) {
        final Engine engine = start(directory, limits, point, usesSnapshots, terminal);
        boolean isWhole = false;
        try {
            final long from = engine.position();
            final long replayed = replay(
                    directory,
                    engine,
                    point,
                    new Progress(terminal),
                    (position, timestampMs, sessionId, flags, buffer, offset, length) -> {});
            isWhole = true;
            return new ReplayedState(engine, from, replayed);
        } finally {
            if (!isWhole) {
                engine.close();
            }
        }
    }

    private static Engine start(
            final Path directory,
            final Limits limits,
            final PointInLog point,
            final boolean usesSnapshots,
            final Terminal terminal) {
        if (!usesSnapshots) {
            return new Engine(limits);
        }
        final SnapshotStore.Restored restored =
                new SnapshotStore(directory).restore(limits, point.position(), point.timestampMs());
        restored.warnings().forEach(terminal::error);
        return restored.engine();
    }

    /**
     * Goes on from where the state stands.
     *
     * @param directory of the server.
     * @param to        where to end.
     * @param terminal  for progress.
     * @param watcher   told each entry before it is applied.
     * @return entries that were applied.
     */
    public long goOn(
            final Path directory, final PointInLog to, final Terminal terminal, final JournalEntryHandler watcher) {
        return replay(directory, engine, to, new Progress(terminal), watcher);
    }

    private static long replay(
            final Path directory,
            final Engine engine,
            final PointInLog point,
            final Progress progress,
            final JournalEntryHandler watcher) {
        final long[] replayed = {0};
        final boolean[] isOver = {false};
        try (JournalReader reader = JournalReader.open(directory, engine.position())) {
            int delivered;
            do {
                delivered = reader.poll((position, timestampMs, sessionId, flags, buffer, offset, length) -> {
                    isOver[0] |= !point.covers(position, timestampMs);
                    if (!isOver[0]) {
                        watcher.onEntry(position, timestampMs, sessionId, flags, buffer, offset, length);
                        engine.onEntry(position, timestampMs, sessionId, buffer, offset, length, ReplySink.NONE);
                        if (++replayed[0] % PROGRESS_INTERVAL == 0) {
                            progress.sayIfDue(() -> "replayed " + Text.count(replayed[0]) + " commands, position "
                                    + Text.count(position));
                        }
                    }
                });
            } while (delivered > 0 && !isOver[0]);
        }
        progress.clear();
        return replayed[0];
    }

    @Override
    public void close() {
        engine.close();
    }
}
