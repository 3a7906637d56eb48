package io.stowage.client.scripted;

import io.stowage.client.frame.FrameSink;
import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Keeps what a client sends, in order, until a test takes it; refuses with a code if told to. */
public final class SentFrames implements FrameSink {
    /** A frame that was sent. */
    public record Frame(UnsafeBuffer buffer) {
        public int templateId() {
            return header().templateId();
        }

        public MessageHeaderDecoder header() {
            return new MessageHeaderDecoder().wrap(buffer, 0);
        }

        public CommandHeaderDecoder command() {
            return new CommandHeaderDecoder().wrap(buffer, MessageHeaderDecoder.ENCODED_LENGTH);
        }

        public long correlationId() {
            return command().correlationId();
        }
    }

    private final Deque<Frame> frames = new ArrayDeque<>();
    private long code = 1;
    private int maxFrameLength = 128 << 10;

    @Override
    public long offer(final DirectBuffer buffer, final int offset, final int length) {
        if (code > 0) {
            final byte[] copy = new byte[length];
            buffer.getBytes(offset, copy);
            frames.add(new Frame(new UnsafeBuffer(copy)));
        }
        return code;
    }

    @Override
    public int maxFrameLength() {
        return maxFrameLength;
    }

    public void maxFrameLength(final int length) {
        maxFrameLength = length;
    }

    /** What every offer returns from now on; positive: frames are taken. */
    public void answerWith(final long newCode) {
        code = newCode;
    }

    public boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Whether the oldest frame is of the given message. */
    public boolean isNext(final int templateId) {
        final Frame frame = frames.peek();
        return frame != null && frame.templateId() == templateId;
    }

    public int size() {
        return frames.size();
    }

    /** The oldest frame, which must be of the given message. */
    public Frame take(final int templateId) {
        final Frame frame = frames.poll();
        if (frame == null) {
            throw new AssertionError("nothing was sent; expected message " + templateId);
        }
        if (frame.templateId() != templateId) {
            throw new AssertionError("message " + frame.templateId() + " was sent; expected " + templateId);
        }
        return frame;
    }

    public Frame take() {
        final Frame frame = frames.poll();
        if (frame == null) {
            throw new AssertionError("nothing was sent");
        }
        return frame;
    }
}
