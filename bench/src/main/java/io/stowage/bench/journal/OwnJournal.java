package io.stowage.bench.journal;

import io.stowage.server.journal.Journal;
import io.stowage.server.journal.JournalAppender;
import io.stowage.server.journal.SyncLevel;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/** Ours: batches with a checksum, as the server writes them. */
final class OwnJournal implements Appending {
    private static final long SESSION = 7;

    private final Journal journal;
    private final JournalAppender appender;
    private long timestampMs = 1_700_000_000_000L;

    OwnJournal(final Path directory, final SyncLevel level) {
        journal = Journal.open(new Journal.Context().directory(directory).syncLevel(level));
        appender = journal.appender();
        appender.beginBatch(timestampMs);
    }

    @Override
    public void append(final DirectBuffer command, final int length) {
        if (appender.append(SESSION, 0, command, 0, length) == JournalAppender.BATCH_FULL) {
            throw new IllegalArgumentException("a batch of the benchmark does not fit: take fewer or shorter commands");
        }
    }

    @Override
    public void endBatch() {
        appender.commit();
        appender.beginBatch(++timestampMs);
    }

    @Override
    public void close() {
        journal.close();
    }
}
