package io.stowage.server.ingress;

import io.stowage.server.journal.JournalLayout;
import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What one turn of the loop has taken in, in the order of arrival: commands for the log, and queries between them.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                      Length of the frame                      |
 *  +---------------------------------------------------------------+
 *  |                1: a query; 0: a command                       |
 *  +---------------------------------------------------------------+
 *  |                          Session id                           |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                      Frame, padded to 8                      ...
 * </pre>
 *
 * <p>A request takes as much here as in a batch of the journal, so that what fits here is one batch there.
 */
public final class RequestBatch {
    private static final int LENGTH_OFFSET = 0;
    private static final int KIND_OFFSET = LENGTH_OFFSET + Integer.BYTES;
    private static final int SESSION_OFFSET = KIND_OFFSET + Integer.BYTES;
    private static final int FRAME_OFFSET = SESSION_OFFSET + Long.BYTES;
    private static final int COMMAND = 0;
    private static final int QUERY = 1;

    private final UnsafeBuffer buffer;
    private final int maxRequests;
    private int end;
    private int requestCount;
    private int commandCount;

    /**
     * An empty batch.
     *
     * @param capacityBytes of all requests with their headers, bytes.
     * @param maxRequests   that clients may put into it.
     */
    public RequestBatch(final int capacityBytes, final int maxRequests) {
        this.buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(capacityBytes));
        this.maxRequests = maxRequests;
    }

    /**
     * Whether a client's request fits.
     *
     * @param length of its frame, bytes.
     * @return false if it has to wait for the next batch.
     */
    public boolean hasRoom(final int length) {
        return requestCount < maxRequests && hasSpace(length);
    }

    /**
     * Whether an entry of the host fits, which is not bound by their number.
     *
     * @param length of its frame, bytes.
     * @return false if it has to wait for the next batch.
     */
    public boolean hasSpace(final int length) {
        return end + JournalLayout.entryLength(length) <= buffer.capacity();
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
        add(COMMAND, sessionId, source, offset, length);
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
        add(QUERY, sessionId, source, offset, length);
    }

    /**
     * How many requests there are.
     *
     * @return their count.
     */
    public int requestCount() {
        return requestCount;
    }

    /**
     * How many of them go into the log.
     *
     * @return their count.
     */
    public int commandCount() {
        return commandCount;
    }

    /** Forgets everything. */
    public void clear() {
        end = 0;
        requestCount = 0;
        commandCount = 0;
    }

    /**
     * Where the frames lie.
     *
     * @return the buffer.
     */
    public DirectBuffer buffer() {
        return buffer;
    }

    /**
     * Where the requests end; the first one begins at 0.
     *
     * @return offset.
     */
    public int end() {
        return end;
    }

    /**
     * The request behind another one.
     *
     * @param request offset of a request.
     * @return offset of the next one, or {@link #end()}.
     */
    public int next(final int request) {
        return request + JournalLayout.entryLength(frameLength(request));
    }

    /**
     * Whether a request is a query.
     *
     * @param request offset of a request.
     * @return true for a query, false for a command.
     */
    public boolean isQuery(final int request) {
        return buffer.getInt(request + KIND_OFFSET) == QUERY;
    }

    /**
     * Who sent a request.
     *
     * @param request offset of a request.
     * @return session id; 0 for the host.
     */
    public long sessionId(final int request) {
        return buffer.getLong(request + SESSION_OFFSET);
    }

    /**
     * Where the frame of a request begins.
     *
     * @param request offset of a request.
     * @return offset in {@link #buffer()}.
     */
    public int frameOffset(final int request) {
        return request + FRAME_OFFSET;
    }

    /**
     * How long the frame of a request is.
     *
     * @param request offset of a request.
     * @return bytes.
     */
    public int frameLength(final int request) {
        return buffer.getInt(request + LENGTH_OFFSET);
    }

    private void add(
            final int kind, final long sessionId, final DirectBuffer source, final int offset, final int length) {
        buffer.putInt(end + LENGTH_OFFSET, length);
        buffer.putInt(end + KIND_OFFSET, kind);
        buffer.putLong(end + SESSION_OFFSET, sessionId);
        buffer.putBytes(end + FRAME_OFFSET, source, offset, length);
        end += FRAME_OFFSET + BitUtil.align(length, Long.BYTES);
        requestCount++;
    }
}
