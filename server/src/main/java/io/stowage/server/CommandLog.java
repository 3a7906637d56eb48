package io.stowage.server;

import io.stowage.engine.Engine;
import io.stowage.engine.LogPosition;
import io.stowage.engine.ReplySink;
import io.stowage.server.ingress.JournalState;
import io.stowage.server.ingress.RequestBatch;
import io.stowage.server.journal.JournalAppender;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochClock;

/**
 * Log, then apply, then answer: writes a batch into the journal, and only then gives it to the engine. The time of the log never
 * runs backwards, whatever the clock does. Belongs to the server's thread.
 */
final class CommandLog implements JournalState {
    private static final int NO_FLAGS = 0;

    private final JournalAppender appender;
    private final Engine engine;
    private final EpochClock clock;
    private final long neededBytes;
    private long freeBytes;
    private long timestampMs;
    private long commandCount;
    private long queryCount;
    private long batchCount;

    CommandLog(final JournalAppender appender, final Engine engine, final EpochClock clock, final long neededBytes) {
        this.appender = appender;
        this.engine = engine;
        this.clock = clock;
        this.neededBytes = neededBytes;
        this.timestampMs = engine.timestampMs();
        checkSpace();
    }

    /** Writes and applies the batch, sends its replies, and clears it. */
    int process(final RequestBatch batch, final ReplySink sink) {
        final int requests = batch.requestCount();
        if (requests == 0) {
            return 0;
        }
        if (batch.commandCount() > 0) {
            write(batch);
        }
        apply(batch, sink);
        batch.clear();
        return requests;
    }

    /** Asks the file system for its free space; cheap enough for every second, too dear for every batch. */
    boolean checkSpace() {
        appender.checkSpace();
        freeBytes = appender.freeBytes();
        return appender.hasSpace();
    }

    @Override
    public boolean hasSpace() {
        return appender.hasSpace();
    }

    @Override
    public long neededBytes() {
        return neededBytes;
    }

    @Override
    public long freeBytes() {
        return freeBytes;
    }

    @Override
    public long position() {
        return engine.position();
    }

    long commandCount() {
        return commandCount;
    }

    long queryCount() {
        return queryCount;
    }

    long batchCount() {
        return batchCount;
    }

    private void write(final RequestBatch batch) {
        timestampMs = Math.max(timestampMs, clock.time());
        final DirectBuffer buffer = batch.buffer();
        appender.beginBatch(timestampMs);
        for (int request = 0; request < batch.end(); request = batch.next(request)) {
            if (batch.isQuery(request)) {
                continue;
            }
            final long sessionId = batch.sessionId(request);
            final int offset = batch.frameOffset(request);
            final int length = batch.frameLength(request);
            if (appender.append(sessionId, NO_FLAGS, buffer, offset, length) == JournalAppender.BATCH_FULL) {
                appender.commit();
                appender.beginBatch(timestampMs);
                appender.append(sessionId, NO_FLAGS, buffer, offset, length);
            }
        }
        appender.commit();
        batchCount++;
    }

    private void apply(final RequestBatch batch, final ReplySink sink) {
        final DirectBuffer buffer = batch.buffer();
        long position = engine.position();
        for (int request = 0; request < batch.end(); request = batch.next(request)) {
            final long sessionId = batch.sessionId(request);
            final int offset = batch.frameOffset(request);
            final int length = batch.frameLength(request);
            if (batch.isQuery(request)) {
                engine.onQuery(sessionId, buffer, offset, length, sink);
                queryCount++;
            } else {
                position = LogPosition.after(position, length);
                engine.onEntry(position, timestampMs, sessionId, buffer, offset, length, sink);
                commandCount++;
            }
        }
        // What was applied is what is in the journal, to the byte.
        if (position != appender.position()) {
            throw new IllegalStateException("the state stands at position " + position + " but the journal at "
                    + appender.position() + "; restart the server, which replays the journal");
        }
    }
}
