package io.stowage.server.ingress;

import io.stowage.server.journal.JournalAppender;
import io.stowage.server.journal.JournalLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What one turn of the loop has taken in, in the order of arrival. A command is copied once, out of Aeron's term buffer into the
 * journal's open batch, in the journal's format: from there it is written as it is, and applied. A query is kept apart, with
 * the place between the commands where it arrived.
 *
 * <pre>
 *  a query
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                      Length of the frame                      |
 *  +---------------------------------------------------------------+
 *  |          End of the journal's batch when it arrived           |
 *  +---------------------------------------------------------------+
 *  |                          Session id                           |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                      Frame, padded to 8                      ...
 * </pre>
 *
 * <p>The time of the log is that of a batch's first command and never runs backwards, whatever the clock does. Belongs to the
 * server's thread; allocates nothing after construction.
 */
public final class RequestBatch {
    private static final int NO_FLAGS = 0;
    private static final int LENGTH_OFFSET = 0;
    private static final int PLACE_OFFSET = LENGTH_OFFSET + Integer.BYTES;
    private static final int SESSION_OFFSET = PLACE_OFFSET + Integer.BYTES;
    private static final int FRAME_OFFSET = SESSION_OFFSET + Long.BYTES;

    /** Takes the requests of a batch, in the order of their arrival. */
    public interface Handler {
        /**
         * A command.
         *
         * @param sessionId that sent it; 0 for the host.
         * @param buffer    holding its frame.
         * @param offset    of the frame.
         * @param length    of the frame, bytes.
         */
        void onCommand(long sessionId, DirectBuffer buffer, int offset, int length);

        /**
         * A query.
         *
         * @param sessionId that sent it.
         * @param buffer    holding its frame.
         * @param offset    of the frame.
         * @param length    of the frame, bytes.
         */
        void onQuery(long sessionId, DirectBuffer buffer, int offset, int length);
    }

    private final JournalAppender appender;
    private final EpochClock clock;
    private final UnsafeBuffer queries;
    private final int maxRequests;
    private int queriesEnd;
    private int queryCount;
    private int commandCount;
    private long timestampMs;

    /**
     * An empty batch.
     *
     * @param appender    of the journal that commands go into.
     * @param clock       for the time of the log.
     * @param timestampMs of the log so far, ms since 1970.
     * @param maxRequests that clients may put into it.
     */
    public RequestBatch(
            final JournalAppender appender, final EpochClock clock, final long timestampMs, final int maxRequests) {
        this.appender = appender;
        this.clock = clock;
        this.timestampMs = timestampMs;
        this.maxRequests = maxRequests;
        this.queries = new UnsafeBuffer(ByteBuffer.allocateDirect(queryLength(appender.maxEntryLength())));
    }

    /**
     * Whether a client's request fits, be it a command or a query.
     *
     * @param length of its frame, bytes.
     * @return false if it has to wait for the next batch.
     */
    public boolean hasRoom(final int length) {
        return requestCount() < maxRequests
                && appender.fits(length)
                && queriesEnd + queryLength(length) <= queries.capacity();
    }

    /**
     * Whether a command of the host fits, which is not bound by their number.
     *
     * @param length of its frame, bytes.
     * @return false if it has to wait for the next batch.
     */
    public boolean hasSpace(final int length) {
        return appender.fits(length);
    }

    /**
     * Adds a command; it must fit.
     *
     * @param sessionId that sent it; 0 for the host.
     * @param source    holding the frame.
     * @param offset    of the frame.
     * @param length    of the frame, bytes.
     */
    public void addCommand(final long sessionId, final DirectBuffer source, final int offset, final int length) {
        if (commandCount == 0) {
            timestampMs = Math.max(timestampMs, clock.time());
            appender.beginBatch(timestampMs);
        }
        if (appender.append(sessionId, NO_FLAGS, source, offset, length) == JournalAppender.BATCH_FULL) {
            throw new IllegalStateException("a command was added to a batch that has no room for it: ask first");
        }
        commandCount++;
    }

    /**
     * Adds a query; it must fit.
     *
     * @param sessionId that sent it.
     * @param source    holding the frame.
     * @param offset    of the frame.
     * @param length    of the frame, bytes.
     */
    public void addQuery(final long sessionId, final DirectBuffer source, final int offset, final int length) {
        queries.putInt(queriesEnd + LENGTH_OFFSET, length);
        queries.putInt(queriesEnd + PLACE_OFFSET, commandsEnd());
        queries.putLong(queriesEnd + SESSION_OFFSET, sessionId);
        queries.putBytes(queriesEnd + FRAME_OFFSET, source, offset, length);
        queriesEnd += queryLength(length);
        queryCount++;
    }

    /**
     * How many requests there are.
     *
     * @return their count.
     */
    public int requestCount() {
        return commandCount + queryCount;
    }

    /**
     * How many of them go into the log.
     *
     * @return their count.
     */
    public int commandCount() {
        return commandCount;
    }

    /**
     * Time of the log: that of the commands in this batch, or of the last ones before.
     *
     * @return ms since 1970.
     */
    public long timestampMs() {
        return timestampMs;
    }

    /**
     * Hands out all requests, in the order of their arrival.
     *
     * @param handler to take them.
     */
    public void forEach(final Handler handler) {
        final DirectBuffer commands = appender.batchBuffer();
        final int end = commandsEnd();
        int query = 0;
        int entry = JournalLayout.BATCH_HEADER_LENGTH;
        while (entry < end || query < queriesEnd) {
            if (query < queriesEnd && queries.getInt(query + PLACE_OFFSET) <= entry) {
                final int length = queries.getInt(query + LENGTH_OFFSET);
                handler.onQuery(queries.getLong(query + SESSION_OFFSET), queries, query + FRAME_OFFSET, length);
                query += queryLength(length);
            } else {
                final int length = commands.getInt(entry + JournalLayout.ENTRY_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
                handler.onCommand(
                        commands.getLong(entry + JournalLayout.ENTRY_SESSION_ID_OFFSET, ByteOrder.LITTLE_ENDIAN),
                        commands,
                        entry + JournalLayout.ENTRY_HEADER_LENGTH,
                        length);
                entry += JournalLayout.entryLength(length);
            }
        }
    }

    /** Forgets everything; the commands must be committed. */
    public void clear() {
        queriesEnd = 0;
        queryCount = 0;
        commandCount = 0;
    }

    private int commandsEnd() {
        return commandCount == 0 ? JournalLayout.BATCH_HEADER_LENGTH : appender.batchLength();
    }

    private static int queryLength(final int frameLength) {
        return FRAME_OFFSET + BitUtil.align(frameLength, Long.BYTES);
    }
}
