package io.stowage.bench.load;

import io.aeron.Aeron;
import io.aeron.ControlledFragmentAssembler;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.Header;
import io.stowage.codecs.wire.Protocol;
import io.stowage.server.MediaContext;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The floor: answers every request with the bytes that the server would answer, and does nothing else. Media driver and Aeron
 * client are set like the server's, and invoked in the same loop.
 */
final class EchoServer implements AutoCloseable {
    static final int REQUEST_STREAM_ID = Protocol.INGRESS_STREAM_ID;
    static final int REPLY_STREAM_ID = Protocol.INGRESS_STREAM_ID + 1;

    /** As the server polls. */
    private static final int FRAGMENT_LIMIT = 256;

    private static final int BUFFER_LENGTH = 4_096;

    private final MediaDriver driver;
    private final AgentInvoker driverInvoker;
    private final Aeron aeron;
    private final AgentInvoker aeronInvoker;
    private final Subscription requests;
    private final ExclusivePublication publication;
    private final ControlledFragmentAssembler assembler = new ControlledFragmentAssembler(this::onRequest);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final EchoReplies replies;

    EchoServer(final MediaContext like, final EchoReplies replies) {
        this.replies = replies;
        final String directory = like.aeronDirectoryName() + "-echo";
        driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(directory)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.INVOKER)
                .ipcTermBufferLength(like.termBufferLength())
                .publicationTermBufferLength(like.termBufferLength())
                .termBufferSparseFile(true)
                .clientLivenessTimeoutNs(like.livenessTimeoutNs())
                .publicationUnblockTimeoutNs(like.livenessTimeoutNs() * 3 / 2)
                .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(like.livenessTimeoutNs())));
        driverInvoker = driver.sharedAgentInvoker();
        aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(directory)
                .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(like.livenessTimeoutNs()))
                .useConductorAgentInvoker(true)
                .driverAgentInvoker(driverInvoker));
        aeronInvoker = aeron.conductorAgentInvoker();
        requests = aeron.addSubscription(Protocol.IPC_CHANNEL, REQUEST_STREAM_ID);
        publication = aeron.addExclusivePublication(Protocol.IPC_CHANNEL, REPLY_STREAM_ID);
    }

    String aeronDirectoryName() {
        return driver.aeronDirectoryName();
    }

    int doWork() {
        return driverInvoker.invoke() + aeronInvoker.invoke() + requests.controlledPoll(assembler, FRAGMENT_LIMIT);
    }

    @Override
    public void close() {
        CloseHelper.closeAll(aeron, driver);
    }

    private ControlledFragmentHandler.Action onRequest(
            final DirectBuffer request, final int offset, final int length, final Header header) {
        final int replyLength = replies.copyTo(buffer, request, offset);
        return publication.offer(buffer, 0, replyLength) > 0
                ? ControlledFragmentHandler.Action.CONTINUE
                : ControlledFragmentHandler.Action.ABORT;
    }
}
