package io.stowage.client;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.ClusterException;
import io.aeron.cluster.client.ControlledEgressListener;
import io.aeron.exceptions.TimeoutException;
import io.stowage.client.frame.CommandIdentity;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * Asks a cluster for a session, which only its leader gives.
 *
 * <p>AeronCluster asks the first member that it reaches, once. If that one dies, stands still, is deposed, or is cut off from the others,
 * nobody says so; hence a question without a session is given up after a while, and the members are asked one by one, from any of them
 * on. Each question has half as much time again as the one before, so that a cluster which is merely slow is not asked ever more.
 */
final class LeaderSearch implements AutoCloseable {
    private static final long FIRST_PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);

    /** What AeronCluster says where the member that it asks is gone before the question could be sent. */
    private static final String LOST_CONNECTION = "unexpected loss of connection";

    private final SessionContext context;
    private final ClusterMembers members;
    private final CommandIdentity identity;
    private final ClusterCredentials credentials;
    private final ControlledEgressListener egress;
    private final String responseChannel;
    private final long deadlineNs;
    private final int firstAlone = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE / 2);
    private final Set<String> unreachable = new LinkedHashSet<>();
    private long patienceNs = FIRST_PATIENCE_NS;
    private int alone;
    private int requestsBefore;
    private AeronCluster.Context attemptContext;
    private AeronCluster.AsyncConnect attempt;

    LeaderSearch(
            final SessionContext context,
            final ClusterMembers members,
            final CommandIdentity identity,
            final ClusterCredentials credentials,
            final ControlledEgressListener egress) {
        this.context = context;
        this.members = members;
        this.identity = identity;
        this.credentials = credentials;
        this.egress = egress;
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

    /** One step; a session once a leader has given one, which belongs to the caller then. */
    @Nullable
    AeronCluster poll() {
        try {
            return attempt.poll();
        } catch (final TimeoutException late) {
            noteUnreachable(late);
        } catch (final ClusterException gone) {
            if (!OwnAeron.text(gone).contains(LOST_CONNECTION)) {
                throw gone;
            }
        }
        askAgain(timeoutText());
        return null;
    }

    /** Asks anew; fails with the given words where the whole time is over. */
    void askAgain(final String otherwise) {
        final long nowNs = context.nanoClock().nanoTime();
        if (deadlineNs - nowNs <= 0) {
            throw new StowageException(
                    otherwise + (unreachable.isEmpty() ? "" : " (" + String.join("; ", unreachable) + ')'));
        }
        close();
        patienceNs = Math.min(patienceNs + patienceNs / 2, context.connectTimeoutNs());
        attemptContext = newAttemptContext(endpointsToAsk(), nowNs);
        attempt = AeronCluster.asyncConnect(attemptContext);
    }

    /** Whether the whole time is over. */
    boolean isOver() {
        return context.nanoClock().nanoTime() - deadlineNs >= 0;
    }

    /** How far the present question has come. */
    ConnectState state() {
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

    /**
     * Has the session that was found wait for the next leader as long as for a session, once it is open: an election that has to be
     * repeated ends none.
     */
    void waitPatientlyForLeaders() {
        final long timeoutNs = Math.max(attemptContext.newLeaderTimeoutNs(), context.connectTimeoutNs());
        attemptContext.newLeaderTimeoutNs(timeoutNs).messageTimeoutNs(timeoutNs);
    }

    /** Why there is no session when the whole time is over. */
    String timeoutText() {
        final String what = switch (state()) {
            case ADD_SUBSCRIPTION, AWAIT_SUBSCRIPTION, ADD_PUBLICATION ->
                "the media driver did not set up the channels; check that it runs";
            case AWAIT_PUBLICATION ->
                credentials.requests() > 0
                        ? noLeaderText()
                        : "none of these members was reached; start them, or check hosts and ports";
            default -> noLeaderText();
        };
        return timeoutText(state(), what);
    }

    /** That there is no session within the whole time. */
    String timeoutText(final ConnectState state, final String what) {
        return "no session with " + context.channel() + " within " + context.connectTimeoutNs() / 1_000_000 + " ms ("
                + state + "): " + what;
    }

    /** Gives the present question up; a session that was found stays. */
    @Override
    public void close() {
        CloseHelper.close(context.errorHandler(), attempt);
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
