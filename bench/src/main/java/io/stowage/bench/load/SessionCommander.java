package io.stowage.bench.load;

import io.stowage.bench.BenchException;
import io.stowage.bench.fleet.Commander;
import io.stowage.client.StowageClient;
import io.stowage.client.frame.FrameReader;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/** Sends one command at a time over a session, and waits for its reply. Not measured. */
public final class SessionCommander implements Commander {
    private static final int MAX_REPLY_LENGTH = 64 << 10;
    private static final int FIRST_REPLY = 200;
    private static final int FIRST_EVENT = 300;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);

    private final StowageClient session;
    private final IdleStrategy idle;
    private final FrameReader reader = new FrameReader();
    private final UnsafeBuffer reply = new UnsafeBuffer(new byte[MAX_REPLY_LENGTH]);
    private boolean isAnswered;

    /**
     * Over an open session.
     *
     * @param session to send by.
     * @param idle    between looks for the reply.
     */
    public SessionCommander(final StowageClient session, final IdleStrategy idle) {
        this.session = session;
        this.idle = idle;
    }

    @Override
    public DirectBuffer send(final DirectBuffer buffer, final int length) {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        isAnswered = false;
        while (session.offer(buffer, 0, length) <= 0) {
            step(deadlineNs);
        }
        while (!isAnswered) {
            step(deadlineNs);
        }
        return reply;
    }

    private void step(final long deadlineNs) {
        idle.idle(session.poll(this::onFrame));
        if (session.state() != StowageClient.State.OPEN) {
            throw new BenchException("the session ended while the fleet was made: " + session.lossText());
        }
        if (System.nanoTime() - deadlineNs >= 0) {
            throw new BenchException(
                    "a command was not answered within a minute while the fleet was made; look for errors of the server above");
        }
    }

    private boolean onFrame(final DirectBuffer frame, final int offset, final int length) {
        if (reader.wrap(frame, offset, length)
                && reader.templateId() >= FIRST_REPLY
                && reader.templateId() < FIRST_EVENT) {
            reply.putBytes(0, frame, offset, length);
            isAnswered = true;
        }
        return true;
    }
}
