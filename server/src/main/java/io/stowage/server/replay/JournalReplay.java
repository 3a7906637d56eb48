package io.stowage.server.replay;

import io.stowage.engine.Engine;
import io.stowage.engine.ReplySink;
import io.stowage.server.journal.JournalEntryHandler;
import io.stowage.server.journal.JournalReader;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/**
 * Applies a journal to an engine, from the engine's position on. Replies go nowhere. The same journal gives the same state on
 * every host. Single-threaded.
 */
public final class JournalReplay {
    /** Stop position: the end of the journal. */
    public static final long TO_THE_END = Long.MAX_VALUE;

    /** Entries between two calls of the progress listener. */
    public static final int PROGRESS_INTERVAL = 1 << 18;

    private JournalReplay() {}

    /**
     * What was applied.
     *
     * @param entries     applied.
     * @param position    of the last of them, bytes; where the engine stood if there was none.
     * @param timestampMs of the last of them, milliseconds since 1970; 0 if there was none.
     */
    public record Result(long entries, long position, long timestampMs) {}

    /**
     * Applies the whole journal.
     *
     * @param directory of the server.
     * @param engine    fresh, or restored from a snapshot.
     * @return what was applied.
     * @throws io.stowage.server.journal.JournalException if the journal is damaged or cannot be read.
     */
    public static Result run(final Path directory, final Engine engine) {
        return run(directory, engine, TO_THE_END, ReplayProgress.NONE);
    }

    /**
     * Applies the journal up to a position.
     *
     * @param directory    of the server.
     * @param engine       fresh, or restored from a snapshot.
     * @param stopPosition entries beyond it are left out; {@link #TO_THE_END} for all.
     * @param progress     told now and then.
     * @return what was applied.
     * @throws io.stowage.server.journal.JournalException if the journal is damaged or cannot be read.
     */
    public static Result run(
            final Path directory, final Engine engine, final long stopPosition, final ReplayProgress progress) {
        try (JournalReader reader = JournalReader.open(directory, engine.position())) {
            return run(reader, engine, stopPosition, progress);
        }
    }

    /**
     * Applies what a reader delivers, up to a position.
     *
     * @param reader       that stands at the engine's position.
     * @param engine       fresh, or restored from a snapshot.
     * @param stopPosition entries beyond it are left out; {@link #TO_THE_END} for all.
     * @param progress     told now and then.
     * @return what was applied.
     * @throws io.stowage.server.journal.JournalException if the journal is damaged or cannot be read.
     */
    public static Result run(
            final JournalReader reader, final Engine engine, final long stopPosition, final ReplayProgress progress) {
        final Applier applier = new Applier(engine, stopPosition, progress);
        while (!applier.stopped && reader.poll(applier) > 0) {
            // The applier does the work.
        }
        return new Result(applier.entries, engine.position(), applier.timestampMs);
    }

    private static final class Applier implements JournalEntryHandler {
        private final Engine engine;
        private final long stopPosition;
        private final ReplayProgress progress;
        private long entries;
        private long timestampMs;
        private boolean stopped;

        private Applier(final Engine engine, final long stopPosition, final ReplayProgress progress) {
            this.engine = engine;
            this.stopPosition = stopPosition;
            this.progress = progress;
        }

        @Override
        public void onEntry(
                final long position,
                final long entryTimestampMs,
                final long sessionId,
                final int flags,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            if (position > stopPosition) {
                stopped = true;
                return;
            }
            engine.onEntry(position, entryTimestampMs, sessionId, buffer, offset, length, ReplySink.NONE);
            timestampMs = entryTimestampMs;
            if (++entries % PROGRESS_INTERVAL == 0) {
                progress.onProgress(entries, position, entryTimestampMs);
            }
        }
    }
}
