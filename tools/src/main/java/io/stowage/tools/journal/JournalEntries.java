package io.stowage.tools.journal;

import io.stowage.server.journal.JournalReader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The entries of a journal one by one, however they were batched. */
public final class JournalEntries implements AutoCloseable {
    private final JournalReader reader;
    private final Queue<JournalEntry> batch = new ArrayDeque<>();

    /**
     * Begins to read.
     *
     * @param directory    of the server.
     * @param fromPosition of the last entry that is known already; 0 for all. Must be the position of an entry.
     */
    public JournalEntries(final Path directory, final long fromPosition) {
        reader = JournalReader.open(directory, fromPosition);
    }

    /**
     * The next entry.
     *
     * @return entry, or null at the end.
     */
    public @Nullable JournalEntry next() {
        if (batch.isEmpty()) {
            reader.poll((position, timestampMs, sessionId, flags, buffer, offset, length) ->
                    batch.add(JournalEntry.copy(position, timestampMs, sessionId, flags, buffer, offset, length)));
        }
        return batch.poll();
    }

    @Override
    public void close() {
        reader.close();
    }
}
