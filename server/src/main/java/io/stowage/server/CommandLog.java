package io.stowage.server;

import io.stowage.engine.Engine;
import io.stowage.engine.LogPosition;
import io.stowage.engine.ReplySink;
import io.stowage.server.ingress.JournalState;
import io.stowage.server.ingress.RequestBatch;
import io.stowage.server.journal.JournalAppender;
import org.agrona.DirectBuffer;

/**
 * Log, then apply, then answer: writes a batch into the journal, and only then gives it to the engine. Belongs to the server's
 * thread.
 */
final class CommandLog implements JournalState, RequestBatch.Handler {
    private final JournalAppender appender;
    private final Engine engine;
    private final LoopMeter meter;
    private final long neededBytes;
    private ReplySink sink = ReplySink.NONE;
    private long timestampMs;
    private long position;

    CommandLog(final JournalAppender appender, final Engine engine, final LoopMeter meter, final long neededBytes) {
        this.appender = appender;
        this.engine = engine;
        this.meter = meter;
        this.neededBytes = neededBytes;
        checkSpace();
    }

    /** Writes and applies the batch, sends its replies, and clears it. */
    int process(final RequestBatch batch, final ReplySink replies) {
        final int requests = batch.requestCount();
        if (requests == 0) {
            return 0;
        }
        meter.begin();
        if (batch.commandCount() > 0) {
            appender.commit();
        }
        meter.journaled();
        apply(batch, replies);
        meter.applied(batch.commandCount(), requests, position);
        batch.clear();
        return requests;
    }

    private void apply(final RequestBatch batch, final ReplySink replies) {
        sink = replies;
        timestampMs = batch.timestampMs();
        position = engine.position();
        batch.forEach(this);
        // What was applied is what is in the journal, to the byte.
        if (position != appender.position()) {
            throw new IllegalStateException("the state stands at position " + position + " but the journal at "
                    + appender.position() + "; restart the server, which replays the journal");
        }
    }

    @Override
    public void onCommand(final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
        position = LogPosition.after(position, length);
        engine.onEntry(position, timestampMs, sessionId, buffer, offset, length, sink);
    }

    @Override
    public void onQuery(final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
        engine.onQuery(sessionId, buffer, offset, length, sink);
    }

    /** Asks the file system for its free space; cheap enough for every second, too dear for every batch. */
    boolean checkSpace() {
        appender.checkSpace();
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
        return appender.freeBytes();
    }

    @Override
    public long position() {
        return engine.position();
    }
}
