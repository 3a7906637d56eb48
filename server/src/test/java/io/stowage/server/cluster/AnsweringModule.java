package io.stowage.server.cluster;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import io.aeron.Counter;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.cluster.ElectionState;
import io.aeron.cluster.codecs.ClusterMembersExtendedResponseEncoder;
import io.aeron.cluster.codecs.ClusterMembersQueryDecoder;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.MessageHeaderEncoder;
import io.aeron.cluster.service.ClusterCounters;
import io.aeron.logbuffer.Header;
import io.stowage.server.IdleStrategyKind;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.IdleStrategy;

/** Answers as a consensus module does that stands at a step of an election, on a thread of its own: that its member leads. */
final class AnsweringModule implements AutoCloseable {
    static final int MEMBER = 2;
    static final int QUESTIONS = 104;
    static final int ANSWERS = 105;
    static final String CHANNEL = "aeron:ipc?term-length=64k";

    private final Subscription questions;
    private final Publication answers;
    private final Counter election;
    private final MessageHeaderDecoder head = new MessageHeaderDecoder();
    private final ClusterMembersQueryDecoder query = new ClusterMembersQueryDecoder();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final Thread thread = new Thread(this::run);
    private volatile boolean isClosed;

    AnsweringModule(final Aeron aeron, final ElectionState state) {
        election = ClusterCounters.allocate(
                aeron, new ExpandableArrayBuffer(), "election state", AeronCounters.CLUSTER_ELECTION_STATE_TYPE_ID, 0);
        election.setRelease(state.code());
        questions = aeron.addSubscription(CHANNEL, QUESTIONS);
        answers = aeron.addPublication(CHANNEL, ANSWERS);
    }

    void start() {
        thread.start();
    }

    private void run() {
        final IdleStrategy idle = IdleStrategyKind.BACKOFF.create();
        while (!isClosed) {
            idle.idle(questions.poll(this::onQuestion, 1));
        }
    }

    private void onQuestion(final DirectBuffer frame, final int offset, final int length, final Header ignored) {
        head.wrap(frame, offset);
        query.wrap(frame, offset + MessageHeaderDecoder.ENCODED_LENGTH, head.blockLength(), head.version());
        final ClusterMembersExtendedResponseEncoder answer = new ClusterMembersExtendedResponseEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .correlationId(query.correlationId())
                .currentTimeNs(0)
                .leaderMemberId(MEMBER)
                .memberId(MEMBER);
        answer.activeMembersCount(0);
        answer.passiveMembersCount(0);
        final IdleStrategy idle = IdleStrategyKind.BACKOFF.create();
        while (!isClosed
                && answers.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + answer.encodedLength()) < 0) {
            idle.idle();
        }
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        CloseHelper.closeAll(questions, answers, election);
    }
}
