package io.stowage.bench.load;

import io.aeron.Aeron;
import io.aeron.ControlledFragmentAssembler;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.Header;
import io.stowage.client.frame.FrameHandler;
import io.stowage.codecs.wire.Protocol;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentInvoker;

/** The client's end of the echo: what {@link io.stowage.client.StowageClient} has, without the session. */
final class EchoClient implements Link {
    private static final int FRAGMENT_LIMIT = 16;

    private final Aeron aeron;
    private final AgentInvoker invoker;
    private final ExclusivePublication publication;
    private final Subscription subscription;
    private final ControlledFragmentAssembler assembler = new ControlledFragmentAssembler(this::onFragment);
    private FrameHandler handler = (frame, offset, length) -> true;

    /** Takes an Aeron whose conductor is invoked here, and closes it in the end. */
    EchoClient(final Aeron aeron) {
        this.aeron = aeron;
        invoker = aeron.conductorAgentInvoker();
        publication = aeron.addExclusivePublication(Protocol.IPC_CHANNEL, EchoServer.REQUEST_STREAM_ID);
        subscription = aeron.addSubscription(Protocol.IPC_CHANNEL, EchoServer.REPLY_STREAM_ID);
    }

    boolean isConnected() {
        invoker.invoke();
        return publication.isConnected() && subscription.isConnected();
    }

    @Override
    public long offer(final DirectBuffer buffer, final int offset, final int length) {
        return publication.offer(buffer, offset, length);
    }

    @Override
    public int poll(final FrameHandler frames) {
        handler = frames;
        return invoker.invoke() + subscription.controlledPoll(assembler, FRAGMENT_LIMIT);
    }

    @Override
    public void close() {
        aeron.close();
    }

    private ControlledFragmentHandler.Action onFragment(
            final DirectBuffer frame, final int offset, final int length, final Header header) {
        return handler.onFrame(frame, offset, length)
                ? ControlledFragmentHandler.Action.CONTINUE
                : ControlledFragmentHandler.Action.ABORT;
    }
}
