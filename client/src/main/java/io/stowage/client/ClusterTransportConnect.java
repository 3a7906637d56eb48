package io.stowage.client;

import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.ClusterException;
import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.TimeoutException;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;
import io.aeron.security.AuthenticationException;
import io.stowage.client.frame.CommandIdentity;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Opens a session with a cluster. First with Aeron Cluster, which finds the leader and judges the credentials; then with the service
 * behind it, which is sent the connect request once more, now through the log, and answers whether it takes the session.
 *
 * <pre>
 *  AeronCluster: members tried --&gt; credentials --&gt; [challenge --&gt; proof] --&gt; session --&gt; ConnectRequest --&gt; SessionEvent
 * </pre>
 *
 * <p>AeronCluster asks the first member that it reaches, once. If that one dies, stands still, is deposed, or is cut off from the others,
 * nobody says so; hence a question without a session is given up after a while, and the members are asked one by one, from any of them
 * on. Each question has half as much time again as the one before, so that a cluster which is merely slow is not asked ever more.
 */
final class ClusterTransportConnect implements TransportConnect {
    private static final long FIRST_PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);

    /** What AeronCluster says where the member that it asks is gone before the question could be sent. */
    private static final String LOST_CONNECTION = "unexpected loss of connection";

    private final SessionContext context;
    private final Handshake handshake;
    private final ClusterCredentials credentials;
    private final ClusterEgress egress = new ClusterEgress();
    private final ClusterMembers members;
    private final CommandIdentity identity;
    private final String responseChannel;
    private final long deadlineNs;
    private final int firstAlone = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE / 2);
    private final Set<String> unreachable = new LinkedHashSet<>();
    private long patienceNs = FIRST_PATIENCE_NS;
    private int alone;
    private int requestsBefore;
    private AeronCluster.Context attemptContext;
    private AeronCluster.AsyncConnect attempt;

    private @Nullable AeronCluster session;
    private boolean isRequested;
    private boolean isOpen;
    private @Nullable ConnectState end;

    ClusterTransportConnect(
            final SessionContext context, final ClusterMembers members, final CommandIdentity identity) {
        this.context = context;
        this.members = members;
        this.identity = identity;
        handshake = new Handshake(context, identity);
        credentials = new ClusterCredentials(handshake);
        responseChannel = context.responseChannel();
        final long nowNs = context.nanoClock().nanoTime();
        deadlineNs = nowNs + context.connectTimeoutNs();
        attemptContext = newAttemptContext(members.ingressEndpoints(), nowNs);
        attempt = AeronCluster.asyncConnect(attemptContext);
    }

    /** Settings of the next question, which ends with its time or with the whole time. */
    private AeronCluster.Context newAttemptContext(final String endpoints, final long nowNs) {
        return new AeronCluster.Context()
                .aeron(context.aeron())
                .ownsAeronClient(false)
                .clientName("stowage-" + identity.role().name().toLowerCase(Locale.ROOT))
                .ingressChannel(IngressTerm.channelFor(identity.role()))
                .ingressEndpoints(endpoints)
                // The cluster ends a session with the image of its ingress; a shared one would tie clients together.
                .isIngressExclusive(true)
                .egressChannel(responseChannel)
                .egressStreamId(context.nextResponseStreamId())
                .messageTimeoutNs(patience(deadlineNs - nowNs))
                .credentialsSupplier(credentials)
                .controlledEgressListener(egress)
                .errorHandler(context.errorHandler());
    }

    @Override
    public ConnectState state() {
        if (end != null) {
            return end;
        }
        if (session != null) {
            return ConnectState.AWAIT_SESSION_EVENT;
        }
        return switch (attempt.state()) {
            case CREATE_EGRESS_SUBSCRIPTION -> ConnectState.AWAIT_SUBSCRIPTION;
            case CREATE_INGRESS_PUBLICATIONS -> ConnectState.ADD_PUBLICATION;
            case AWAIT_PUBLICATION_CONNECTED -> ConnectState.AWAIT_PUBLICATION;
            case SEND_MESSAGE ->
                credentials.isChallenged() ? ConnectState.SEND_CHALLENGE_RESPONSE : ConnectState.SEND_CONNECT_REQUEST;
            case POLL_RESPONSE ->
                credentials.isChallenged() ? ConnectState.AWAIT_SESSION_EVENT : ConnectState.AWAIT_CHALLENGE;
            case CONCLUDE_CONNECT, DONE -> ConnectState.AWAIT_SESSION_EVENT;
        };
    }

    @Override
    public @Nullable Transport poll() {
        try {
            final AeronCluster found = session;
            if (found != null) {
                return awaitService(found);
            }
            awaitLeader();
            return null;
        } catch (final StowageException refused) {
            throw fail(refused);
        } catch (final AuthenticationException refused) {
            throw fail(new StowageException(
                    "the cluster refused the session: "
                            + ResultText.of(ResultCode.NOT_AUTHORISED, Reason.CREDENTIALS_WRONG, 0, 0),
                    ResultCode.NOT_AUTHORISED,
                    Reason.CREDENTIALS_WRONG));
        } catch (final ClusterException refused) {
            throw fail(refusal(refused));
        } catch (final AeronException failure) {
            throw fail(new StowageException("Aeron refused the session with " + context.channel() + ": "
                    + OwnAeron.text(failure) + "; check hosts, ports and the response channel"));
        }
    }

    @Override
    public void close() {
        if (end == null) {
            release();
            end = ConnectState.FAILED;
        }
    }

    private void awaitLeader() {
        try {
            session = attempt.poll();
        } catch (final TimeoutException late) {
            noteUnreachable(late);
            askAgain(timeoutText());
        } catch (final ClusterException gone) {
            if (!OwnAeron.text(gone).contains(LOST_CONNECTION)) {
                throw gone;
            }
            askAgain(timeoutText());
        }
    }

    /** Fails where the whole time is over. */
    private void askAgain(final String otherwise) {
        final long nowNs = context.nanoClock().nanoTime();
        if (deadlineNs - nowNs <= 0) {
            throw new StowageException(
                    otherwise + (unreachable.isEmpty() ? "" : " (" + String.join("; ", unreachable) + ')'));
        }
        release();
        session = null;
        isRequested = false;
        patienceNs = Math.min(patienceNs + patienceNs / 2, context.connectTimeoutNs());
        attemptContext = newAttemptContext(endpointsToAsk(), nowNs);
        attempt = AeronCluster.asyncConnect(attemptContext);
    }

    /** All where none was reached, or one by one: whoever is reached first would be asked again. */
    private String endpointsToAsk() {
        final boolean isReached = credentials.requests() > requestsBefore;
        requestsBefore = credentials.requests();
        return isReached ? members.ingressEndpoint(firstAlone + alone++) : members.ingressEndpoints();
    }

    /** The last question has what is left, so that there is none for which no time is left. */
    private long patience(final long leftNs) {
        return leftNs < 2 * patienceNs ? leftNs : patienceNs;
    }

    /** A session that is open waits for the next leader as long as for a session: an election that has to be repeated ends none. */
    private void waitPatientlyForLeaders() {
        final long timeoutNs = Math.max(attemptContext.newLeaderTimeoutNs(), context.connectTimeoutNs());
        attemptContext.newLeaderTimeoutNs(timeoutNs).messageTimeoutNs(timeoutNs);
    }

    private @Nullable Transport awaitService(final AeronCluster found) {
        if (!isRequested) {
            final int length = handshake.encodeConnectRequest(0, "");
            isRequested = found.offer(handshake.buffer(), 0, length) > 0;
        }
        egress.poll(found, this::onFrame);
        // The request may have died with its leader.
        isRequested &= !egress.takeLeaderChange();
        final StowageException refused = handshake.refusal();
        if (refused != null) {
            throw refused;
        }
        if (isOpen) {
            waitPatientlyForLeaders();
            end = ConnectState.DONE;
            return new ClusterTransport(context, found, egress);
        }
        if (found.isClosed()) {
            // A leader says yes before the others have agreed, and takes it back where they elect another one.
            askAgain("the cluster closed the session before it was open"
                    + (egress.closeDetail().isEmpty() ? "" : " (" + egress.closeDetail() + ')') + "; try again");
            return null;
        }
        if (context.nanoClock().nanoTime() - deadlineNs >= 0) {
            throw new StowageException(timeoutText());
        }
        return null;
    }

    /** What comes behind the verdict belongs to the session. */
    private Action onFrame(final DirectBuffer frame, final int offset, final int length, final Header header) {
        if (isOpen) {
            return Action.ABORT;
        }
        isOpen = handshake.onFrame(frame, offset, length) == Handshake.Heard.OPEN;
        return isOpen ? Action.BREAK : Action.CONTINUE;
    }

    private StowageException fail(final StowageException failure) {
        release();
        end = ConnectState.FAILED;
        return failure;
    }

    private void release() {
        CloseHelper.close(context.errorHandler(), session == null ? attempt : session);
    }

    private StowageException refusal(final ClusterException refused) {
        final String detail = OwnAeron.text(refused);
        return detail.contains(ConsensusModule.Configuration.SESSION_LIMIT_MSG)
                ? new StowageException(
                        "the cluster refused the session: as many sessions as it takes are open; close some, or start it"
                                + " with a higher limit",
                        ResultCode.BUSY,
                        Reason.TOO_MANY_SESSIONS)
                : new StowageException("the cluster refused the session: " + detail + "; check that it runs");
    }

    private String timeoutText() {
        final ConnectState state = state();
        final String what = switch (state) {
            case ADD_SUBSCRIPTION, AWAIT_SUBSCRIPTION, ADD_PUBLICATION ->
                "the media driver did not set up the channels; check that it runs";
            case AWAIT_PUBLICATION ->
                credentials.requests() > 0
                        ? noLeaderText()
                        : "none of these members was reached; start them, or check hosts and ports";
            default ->
                session == null
                        ? noLeaderText()
                        : "member " + session.leaderMemberId()
                                + " leads and did not answer; check that its service runs";
        };
        return "no session with " + context.channel() + " within " + context.connectTimeoutNs() / 1_000_000 + " ms ("
                + state + "): " + what;
    }

    private String noLeaderText() {
        return "a member was reached but no leader answered; check that a majority of the members runs and can reach "
                + responseChannel;
    }

    /** What the media driver said of members that it could not even try. */
    private void noteUnreachable(final TimeoutException late) {
        for (final Throwable reason : late.getSuppressed()) {
            final String message = reason.getMessage();
            if (message != null) {
                unreachable.add(message.lines().findFirst().orElse(message));
            }
        }
    }
}
