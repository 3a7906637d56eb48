package io.stowage.engine.command;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.engine.ReplySink;
import org.agrona.DirectBuffer;

/**
 * The command at hand: where it stands in the log, who sent it, where its frame lies. One object, wrapped anew for every
 * command; valid until the next.
 */
public final class CommandContext {
    private final CommandHeaderDecoder header = new CommandHeaderDecoder();
    private DirectBuffer buffer;
    private ReplySink sink = ReplySink.NONE;
    private int offset;
    private int length;
    private long position;
    private long timestampMs;
    private long sessionId;

    /** Creates a context that holds nothing yet. */
    public CommandContext() {
        buffer = new org.agrona.concurrent.UnsafeBuffer(0, 0);
    }

    /**
     * Points the context at a command.
     *
     * @param position    in the log, after the command.
     * @param timestampMs of the log entry.
     * @param sessionId   that sent it; 0: the host.
     * @param buffer      with the frame.
     * @param offset      of the frame.
     * @param length      of the frame, bytes.
     * @param sink        for replies and events.
     */
    public void wrap(
            final long position,
            final long timestampMs,
            final long sessionId,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final ReplySink sink) {
        this.position = position;
        this.timestampMs = timestampMs;
        this.sessionId = sessionId;
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        this.sink = sink;
        if (length >= Frame.MIN_COMMAND_LENGTH) {
            header.wrap(buffer, offset + Frame.COMMAND_HEADER_OFFSET);
        }
    }

    /**
     * The frame's buffer.
     *
     * @return buffer.
     */
    public DirectBuffer buffer() {
        return buffer;
    }

    /**
     * Where the message starts, behind the SBE header.
     *
     * @return offset.
     */
    public int messageOffset() {
        return offset + Frame.COMMAND_HEADER_OFFSET;
    }

    /**
     * Where the frame starts.
     *
     * @return offset.
     */
    public int offset() {
        return offset;
    }

    /**
     * Length of the frame.
     *
     * @return bytes.
     */
    public int length() {
        return length;
    }

    /**
     * Length of the root block.
     *
     * @return bytes.
     */
    public int blockLength() {
        return Frame.blockLength(buffer, offset);
    }

    /**
     * Schema version of the sender.
     *
     * @return version.
     */
    public int version() {
        return Frame.version(buffer, offset);
    }

    /**
     * Position in the log, after the command.
     *
     * @return bytes.
     */
    public long position() {
        return position;
    }

    /**
     * Time of the log entry.
     *
     * @return milliseconds.
     */
    public long timestampMs() {
        return timestampMs;
    }

    /**
     * Session that sent it.
     *
     * @return id; 0: the host.
     */
    public long sessionId() {
        return sessionId;
    }

    /**
     * Where replies go.
     *
     * @return sink.
     */
    public ReplySink sink() {
        return sink;
    }

    /**
     * Cluster, sender and correlation; only for commands and queries whose shape was checked.
     *
     * @return flyweight.
     */
    public CommandHeaderDecoder header() {
        return header;
    }

    /**
     * The correlation id, where the frame is long enough to have one.
     *
     * @return id, or 0.
     */
    public long correlationId() {
        return length >= Frame.MIN_COMMAND_LENGTH ? header.correlationId() : 0;
    }

    /**
     * Reads a yes or no.
     *
     * @param value of the schema.
     * @return true for TRUE.
     */
    public static boolean isTrue(final BooleanType value) {
        return value == BooleanType.TRUE;
    }
}
