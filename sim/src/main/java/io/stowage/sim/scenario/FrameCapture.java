package io.stowage.sim.scenario;

import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.codecs.CommandReplyEncoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Stands for an engine, to see which frame a line makes. */
final class FrameCapture implements ScenarioHost {
    private static final int CORRELATION_ID_OFFSET =
            MessageHeaderDecoder.ENCODED_LENGTH + CommandHeaderDecoder.correlationIdEncodingOffset();
    private static final int FIRST_HOST_TEMPLATE = 400;

    private final ScenarioRunner runner = new ScenarioRunner(this);
    private final UnsafeBuffer reply = new UnsafeBuffer(new byte[128]);
    private byte[] captured = new byte[0];
    private long clusterHigh;
    private long clusterLow;

    FrameCapture() {
        final CommandReplyEncoder encoder =
                new CommandReplyEncoder().wrapAndApplyHeader(reply, 0, new MessageHeaderEncoder());
        encoder.header().result(ResultCode.OK).reason(Reason.NONE);
    }

    boolean isCluster(final long high, final long low) {
        return clusterHigh == high && clusterLow == low;
    }

    /** Whether a line makes just this frame, but for its correlation id. */
    boolean makes(final String line, final DirectBuffer frame) {
        captured = new byte[0];
        try {
            runner.runLine(line);
        } catch (final ScenarioException notALine) {
            return false;
        }
        final byte[] wanted = new byte[frame.capacity()];
        frame.getBytes(0, wanted);
        return isStart(wanted) || Arrays.equals(withoutCorrelation(wanted), withoutCorrelation(captured));
    }

    /** The start of a log makes no frame here: it is known by its values. */
    private static boolean isStart(final byte[] frame) {
        return new MessageHeaderDecoder().wrap(new UnsafeBuffer(frame), 0).templateId() == FIRST_HOST_TEMPLATE;
    }

    private static byte[] withoutCorrelation(final byte[] frame) {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final boolean isHost = frame.length < CORRELATION_ID_OFFSET + Long.BYTES
                || new MessageHeaderDecoder().wrap(buffer, 0).templateId() >= FIRST_HOST_TEMPLATE;
        if (!isHost) {
            buffer.putLong(CORRELATION_ID_OFFSET, 0);
        }
        return frame;
    }

    @Override
    public boolean start(final long high, final long low, final long seed) {
        clusterHigh = high;
        clusterLow = low;
        return true;
    }

    @Override
    public DirectBuffer exchange(final MutableDirectBuffer frame, final int length) {
        append(frame, length);
        return reply;
    }

    @Override
    public DirectBuffer exchange(final long sessionId, final MutableDirectBuffer frame, final int length) {
        return exchange(frame, length);
    }

    @Override
    public void append(final MutableDirectBuffer frame, final int length) {
        captured = new byte[length];
        frame.getBytes(0, captured);
    }

    @Override
    public void tick(final long millis, final long stepMs) {}

    @Override
    public void pass(final long millis) {}

    @Override
    public String restart(final boolean fromSnapshot) {
        return "";
    }

    @Override
    public void verify() {}

    @Override
    public long position() {
        return 0;
    }

    @Override
    public long timestampMs() {
        return 0;
    }

    @Override
    public long clusterHigh() {
        return clusterHigh;
    }

    @Override
    public long clusterLow() {
        return clusterLow;
    }

    @Override
    public void close() {}
}
