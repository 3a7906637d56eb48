package io.stowage.server.cluster;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.MessageHeaderEncoder;
import io.aeron.cluster.codecs.SessionMessageHeaderEncoder;
import io.aeron.cluster.service.ClientSession;
import io.stowage.codecs.Role;
import io.stowage.server.session.ReplyChannel;
import io.stowage.server.session.ReplyMemory;
import io.stowage.server.session.ResponseChannel;
import io.stowage.server.session.Speaker;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One client of the cluster. Every member knows who it is and whether its connect request was accepted, for that decides what
 * becomes of its commands; the way back to it is the leader's alone. Belongs to the service's thread.
 */
final class ClusterSession implements Speaker {
    /** What its connect request, which comes through the log like everything else, has led to. */
    enum State {
        /** None was seen yet. */
        NEW,
        /** Accepted: its commands are taken. */
        OPEN,
        /** Refused: it is told why, and closed. */
        REFUSED
    }

    private static final int NOT_ASKED_FOR = -1;

    private final ClientSession client;
    private final Principal principal;
    private final UnsafeBuffer egressHeader = new UnsafeBuffer(new byte[AeronCluster.SESSION_HEADER_LENGTH]);
    private final SessionMessageHeaderEncoder headerEncoder = new SessionMessageHeaderEncoder();
    private final @Nullable ResponseChannel channel;

    private State state = State.NEW;
    private long refusedAtMs;
    private @Nullable ReplyChannel replies;
    private long registrationId = NOT_ASKED_FOR;
    private boolean attended;
    private boolean mustEnd;

    ClusterSession(final ClientSession client, final Principal principal) {
        this.client = client;
        this.principal = principal;
        this.channel = ResponseChannel.parse(client.responseChannel());
        headerEncoder
                .wrapAndApplyHeader(egressHeader, 0, new MessageHeaderEncoder())
                .clusterSessionId(client.id());
    }

    long id() {
        return client.id();
    }

    ClientSession client() {
        return client;
    }

    @Override
    public Role role() {
        return principal.role();
    }

    @Override
    public int sender() {
        return principal.sender();
    }

    /** Where it wants to be answered; null where no member will open that. */
    @Nullable
    ResponseChannel channel() {
        return channel;
    }

    State state() {
        return state;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Time of the log, milliseconds, at which it was refused. */
    long refusedAtMs() {
        return refusedAtMs;
    }

    void open() {
        state = State.OPEN;
    }

    void refuse(final long timestampMs) {
        state = State.REFUSED;
        refusedAtMs = timestampMs;
    }

    /** As a snapshot has it. */
    void restore(final State saved, final long savedRefusedAtMs) {
        state = saved;
        refusedAtMs = savedRefusedAtMs;
    }

    /** The way back to it; null on members that do not lead. */
    @Nullable
    ReplyChannel replies() {
        return replies;
    }

    /** Begins to answer it. */
    ReplyChannel answered(final ReplyMemory memory, final long leadershipTermId) {
        headerEncoder.leadershipTermId(leadershipTermId);
        final ReplyChannel begun = new ReplyChannel(memory, egressHeader);
        replies = begun;
        mustEnd = false;
        return begun;
    }

    /** Answers it no longer. */
    void unanswered() {
        replies = null;
        registrationId = NOT_ASKED_FOR;
        attended = false;
        mustEnd = false;
    }

    void timestampMs(final long value) {
        headerEncoder.timestamp(value);
    }

    long registrationId() {
        return registrationId;
    }

    void registrationId(final long value) {
        registrationId = value;
    }

    boolean awaitsPublication() {
        return registrationId != NOT_ASKED_FOR && replies != null && replies.publication() == null;
    }

    /** Whether every turn looks at it: its publication is awaited, or frames wait. */
    boolean attended() {
        return attended;
    }

    void attended(final boolean value) {
        attended = value;
    }

    /** Whether the leader has to end it: it cannot be answered any more. */
    boolean mustEnd() {
        return mustEnd;
    }

    void endLater() {
        mustEnd = true;
    }

    @Override
    public String toString() {
        return "session " + id() + " of " + role() + (sender() == 0 ? "" : " " + Integer.toUnsignedString(sender()));
    }
}
