package io.stowage.server.session;

import io.aeron.Image;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.wire.SessionProof;
import org.jspecify.annotations.Nullable;

/**
 * Decides who gets a session: cluster, protocol version, role, credentials, room. A refusal is sent on the response channel
 * that the client named, unless that could be used to send frames to somebody else. Belongs to the server's thread.
 */
final class SessionGate {
    /** Handshakes under way at the same time; more are dropped, and their clients try again. */
    static final int MAX_HANDSHAKES = 1_024;

    private final long clusterHigh;
    private final long clusterLow;
    private final SessionContext settings;
    private final ReplyMemory memory;
    private final SessionTable table;
    private final SessionSupervisor supervisor;

    SessionGate(
            final long clusterHigh,
            final long clusterLow,
            final SessionContext settings,
            final SessionTable table,
            final SessionSupervisor supervisor) {
        this.clusterHigh = clusterHigh;
        this.clusterLow = clusterLow;
        this.settings = settings;
        this.memory = new ReplyMemory(settings.replyQueueBytes());
        this.table = table;
        this.supervisor = supervisor;
    }

    /** Begins a handshake; false where the request is dropped because nobody can be answered. */
    boolean onConnect(
            final Origin origin,
            final Image image,
            final ConnectAttempt attempt,
            final long namedHigh,
            final long namedLow,
            final int protocolVersion,
            final long nowNs) {
        final Session before = origin.sessionOf(attempt.aeronSessionId());
        if (before != null && before.attempt().correlationId() == attempt.correlationId()) {
            // Sent again because the answer did not come: the handshake goes on where it stands.
            before.heard(nowNs);
            if (before.state() == SessionState.CHALLENGED) {
                supervisor.challenge(before);
            }
            return true;
        }
        if (before != null) {
            supervisor.end(before, EndReason.SUPERSEDED, nowNs);
        }
        if (table.size() >= settings.maxSessions() + MAX_HANDSHAKES) {
            return false;
        }
        if (!mayBeAnswered(image, attempt)) {
            return false;
        }
        final Refusal refusal = verdict(image, attempt, namedHigh, namedLow, protocolVersion);
        final Session session = new Session(table.nextId(), origin, attempt, memory);
        if (refusal != null) {
            session.refuse(refusal);
        }
        final byte[] nonce = new byte[SessionProof.NONCE_LENGTH];
        settings.random().nextBytes(nonce);
        session.nonce(nonce);
        return supervisor.connect(session, nowNs);
    }

    /** Opens the session if the proof is right, else refuses it. */
    void onProof(final Session session, final byte[] proof, final long nowNs) {
        if (session.state() != SessionState.CHALLENGED) {
            return;
        }
        if (table.openCount() >= settings.maxSessions()) {
            supervisor.refuse(session, tooMany(), nowNs);
            return;
        }
        if (!settings.secrets().isEmpty()) {
            final byte[] secret = settings.secrets().of(session.role());
            if (secret == null
                    || !SessionProof.matches(
                            SessionProof.compute(
                                    secret,
                                    session.nonce(),
                                    session.id(),
                                    session.role().value(),
                                    session.sender()),
                            proof)) {
                final String detail = "the proof does not match the secret of " + session.role()
                        + "; give this client the same secrets file as the server";
                supervisor.refuse(
                        session, new Refusal(ResultCode.NOT_AUTHORISED, Reason.CREDENTIALS_WRONG, detail), nowNs);
                return;
            }
        }
        session.heard(nowNs);
        supervisor.open(session);
    }

    private @Nullable Refusal verdict(
            final Image image,
            final ConnectAttempt attempt,
            final long namedHigh,
            final long namedLow,
            final int protocolVersion) {
        final Refusal refusal = HandshakeRules.verdict(
                clusterHigh, clusterLow, namedHigh, namedLow, protocolVersion, attempt.role(), attempt.sender());
        if (refusal != null) {
            return refusal;
        }
        if (settings.secrets().isEmpty() && !isLocal(image, attempt)) {
            return new Refusal(
                    ResultCode.NOT_AUTHORISED,
                    Reason.CREDENTIALS_NEEDED,
                    "without secrets the server accepts only aeron:ipc and loopback; run 'stowage init' and give server"
                            + " and clients the secrets file");
        }
        return table.openCount() >= settings.maxSessions() ? tooMany() : null;
    }

    private Refusal tooMany() {
        return new Refusal(
                ResultCode.BUSY,
                Reason.TOO_MANY_SESSIONS,
                "the server has its limit of " + settings.maxSessions() + " sessions; close some or raise the limit");
    }

    private static boolean isLocal(final Image image, final ConnectAttempt attempt) {
        final String host = Origin.hostOf(image);
        return attempt.channel().loopback() && (host.isEmpty() || ResponseChannel.isLoopback(host));
    }

    /** Where anybody may connect, nobody may make this server send to a third party, not even a refusal. */
    private boolean mayBeAnswered(final Image image, final ConnectAttempt attempt) {
        return !settings.secrets().isEmpty()
                || attempt.channel().loopback()
                || attempt.channel().isAt(Origin.hostOf(image));
    }
}
