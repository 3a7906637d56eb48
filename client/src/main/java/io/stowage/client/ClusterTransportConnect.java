package io.stowage.client;

import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.ClusterException;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;
import io.aeron.security.AuthenticationException;
import io.stowage.client.frame.CommandIdentity;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Opens a session with a cluster. First with Aeron Cluster, which finds the leader and judges the credentials; then with the service
 * behind it, which is sent the connect request once more, now through the log, and answers whether it takes the session.
 *
 * <pre>
 *  LeaderSearch: members tried --&gt; credentials --&gt; [challenge --&gt; proof] --&gt; session --&gt; ConnectRequest --&gt; SessionEvent
 * </pre>
 */
final class ClusterTransportConnect implements TransportConnect {
    private final SessionContext context;
    private final Handshake handshake;
    private final ClusterEgress egress = new ClusterEgress();
    private final LeaderSearch search;
    private @Nullable AeronCluster session;
    private boolean isRequested;
    private boolean isOpen;
    private @Nullable ConnectState end;

    ClusterTransportConnect(
            final SessionContext context, final ClusterMembers members, final CommandIdentity identity) {
        this.context = context;
        handshake = new Handshake(context, identity);
        search = new LeaderSearch(context, members, identity, new ClusterCredentials(handshake), egress);
    }

    @Override
    public ConnectState state() {
        if (end != null) {
            return end;
        }
        return session == null ? search.state() : ConnectState.AWAIT_SESSION_EVENT;
    }

    @Override
    public @Nullable Transport poll() {
        try {
            final AeronCluster found = session;
            if (found != null) {
                return awaitService(found);
            }
            session = search.poll();
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
            search.waitPatientlyForLeaders();
            end = ConnectState.DONE;
            return new ClusterTransport(context, found, egress);
        }
        if (found.isClosed()) {
            // A leader says yes before the others have agreed, and takes it back where they elect another one.
            session = null;
            isRequested = false;
            search.askAgain("the cluster closed the session before it was open"
                    + (egress.closeDetail().isEmpty() ? "" : " (" + egress.closeDetail() + ')') + "; try again");
        } else if (search.isOver()) {
            throw new StowageException(search.timeoutText(
                    state(),
                    "member " + found.leaderMemberId() + " leads and did not answer; check that its service runs"));
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
        search.close();
        CloseHelper.close(context.errorHandler(), session);
    }

    private static StowageException refusal(final ClusterException refused) {
        final String detail = OwnAeron.text(refused);
        return detail.contains(ConsensusModule.Configuration.SESSION_LIMIT_MSG)
                ? new StowageException(
                        "the cluster refused the session: as many sessions as it takes are open; close some, or start it"
                                + " with a higher limit",
                        ResultCode.BUSY,
                        Reason.TOO_MANY_SESSIONS)
                : new StowageException("the cluster refused the session: " + detail + "; check that it runs");
    }
}
