package io.stowage.client;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.stowage.client.frame.CommandIdentity;
import io.stowage.codecs.Role;
import io.stowage.codecs.wire.Protocol;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a server and who calls: every setting of a session, with its default. Fluent; {@link #conclude} is called once,
 * by the client that it is given to, and a context serves one client only. Closing it closes Aeron only if it made it.
 */
public final class SessionContext implements AutoCloseable {
    /** Default of {@link #connectTimeoutNs}: 10 s. */
    public static final long CONNECT_TIMEOUT_DEFAULT_NS = TimeUnit.SECONDS.toNanos(10);

    /** Default of {@link #keepAliveIntervalNs}: 1 s, a tenth of the server's session timeout. */
    public static final long KEEP_ALIVE_INTERVAL_DEFAULT_NS = TimeUnit.SECONDS.toNanos(1);

    /** Default of {@link #reconnectDelayNs}: 50 ms. */
    public static final long RECONNECT_DELAY_DEFAULT_NS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Default of {@link #maxReconnectDelayNs}: 5 s. */
    public static final long MAX_RECONNECT_DELAY_DEFAULT_NS = TimeUnit.SECONDS.toNanos(5);

    private @Nullable Aeron aeron;
    private boolean ownsAeron;
    private @Nullable String aeronDirectoryName;
    private String channel = Protocol.IPC_CHANNEL;
    private int streamId = Protocol.INGRESS_STREAM_ID;
    private @Nullable String responseChannel;
    private int responseStreamId;
    private Role role = Role.OPERATOR;
    private int senderId;
    private long incarnation;
    private long clusterHigh;
    private long clusterLow;
    private byte[] secret = new byte[0];
    private long connectTimeoutNs = CONNECT_TIMEOUT_DEFAULT_NS;
    private long keepAliveIntervalNs = KEEP_ALIVE_INTERVAL_DEFAULT_NS;
    private long reconnectDelayNs = RECONNECT_DELAY_DEFAULT_NS;
    private long maxReconnectDelayNs = MAX_RECONNECT_DELAY_DEFAULT_NS;
    private NanoClock nanoClock = SystemNanoClock.INSTANCE;
    private IdleStrategy idleStrategy =
            new BackoffIdleStrategy(10, 20, TimeUnit.MICROSECONDS.toNanos(1), TimeUnit.MILLISECONDS.toNanos(1));
    private ErrorHandler errorHandler = Throwable::printStackTrace;
    private boolean isConcluded;

    /** All defaults: an operator over IPC to the media driver in Aeron's default directory. */
    public SessionContext() {}

    /**
     * A shared Aeron client, which is never closed here.
     *
     * @param shared to be used.
     * @return this.
     */
    public SessionContext aeron(final Aeron shared) {
        aeron = shared;
        return this;
    }

    /**
     * Aeron, once concluded.
     *
     * @return the shared one, or that which was made.
     */
    public Aeron aeron() {
        final Aeron found = aeron;
        if (found == null) {
            throw new IllegalStateException("the context is not concluded yet");
        }
        return found;
    }

    /**
     * Directory of the media driver to use; not asked where an Aeron is shared.
     *
     * @param directory default: Aeron's own.
     * @return this.
     */
    public SessionContext aeronDirectoryName(final String directory) {
        aeronDirectoryName = directory;
        return this;
    }

    /**
     * Where the server listens.
     *
     * @param uri {@code aeron:ipc} (default) or {@code aeron:udp?endpoint=host:5707}; for a cluster its members, as in
     *     {@code cluster:0=host0:5710,1=host1:5710,2=host2:5710}.
     * @return this.
     */
    public SessionContext channel(final String uri) {
        channel = uri;
        return this;
    }

    /**
     * Where the server listens.
     *
     * @return Aeron channel, or the members of a cluster.
     */
    public String channel() {
        return channel;
    }

    /**
     * Stream on which a standalone server listens; a cluster has its own.
     *
     * @param id default: that of the protocol.
     * @return this.
     */
    public SessionContext streamId(final int id) {
        streamId = id;
        return this;
    }

    /**
     * Stream on which the server listens.
     *
     * @return stream id.
     */
    public int streamId() {
        return streamId;
    }

    /**
     * Where replies are wanted; told where the default, which faces the server, is not right.
     *
     * @param uri Aeron channel; port 0: chosen by the system.
     * @return this.
     */
    public SessionContext responseChannel(final String uri) {
        responseChannel = uri;
        return this;
    }

    /**
     * Where replies are wanted.
     *
     * @return Aeron channel; derived from {@link #channel()} unless told.
     */
    public String responseChannel() {
        final String told = responseChannel;
        return told == null ? ResponseChannel.forIngress(channel) : told;
    }

    /**
     * Stream on which replies are wanted.
     *
     * @param id 0 (default): a new one for each session.
     * @return this.
     */
    public SessionContext responseStreamId(final int id) {
        responseStreamId = id;
        return this;
    }

    /** A stream that no other client of the same media driver uses: over IPC, all of them share one channel. */
    int nextResponseStreamId() {
        return responseStreamId != 0
                ? responseStreamId
                : 0x4000_0000 | ((int) aeron().nextCorrelationId() & 0x3FFF_FFFF);
    }

    /**
     * Who calls; decides what may be sent.
     *
     * @param value default: {@link Role#OPERATOR}.
     * @return this.
     */
    public SessionContext role(final Role value) {
        role = value;
        return this;
    }

    /**
     * Who calls.
     *
     * @return the role.
     */
    public Role role() {
        return role;
    }

    /**
     * Id of the extent manager or chunk.
     *
     * @param id 0 (default) for the others, and for a chunk that is not registered.
     * @return this.
     */
    public SessionContext senderId(final int id) {
        senderId = id;
        return this;
    }

    /**
     * Id of the extent manager or chunk.
     *
     * @return 0 for none.
     */
    public int senderId() {
        return senderId;
    }

    /**
     * Raised at each restart or leader change of an extent manager or chunk.
     *
     * @param value default: 0.
     * @return this.
     */
    public SessionContext incarnation(final long value) {
        incarnation = value;
        return this;
    }

    /**
     * Raised at each restart or leader change of an extent manager or chunk.
     *
     * @return the incarnation.
     */
    public long incarnation() {
        return incarnation;
    }

    /**
     * The cluster that the server must belong to. Services should tell it, so that a machine that comes back after years
     * cannot touch another cluster; tools may leave it out and learn it.
     *
     * @param id its UUID; all zeros (default): that of the server.
     * @return this.
     */
    public SessionContext clusterId(final UUID id) {
        clusterHigh = id.getMostSignificantBits();
        clusterLow = id.getLeastSignificantBits();
        return this;
    }

    /**
     * The cluster that the server must belong to.
     *
     * @return its UUID; all zeros: that of the server.
     */
    public UUID clusterId() {
        return new UUID(clusterHigh, clusterLow);
    }

    /**
     * Secret of the role; never sent.
     *
     * @param bytes empty (default): none.
     * @return this.
     */
    public SessionContext secret(final byte[] bytes) {
        secret = bytes.clone();
        return this;
    }

    byte[] secret() {
        return secret;
    }

    /**
     * Time for one try to open a session, and for a session with a cluster to find the next leader; there at least twice the members'
     * election timeout.
     *
     * @param timeoutNs nanoseconds.
     * @return this.
     */
    public SessionContext connectTimeoutNs(final long timeoutNs) {
        connectTimeoutNs = timeoutNs;
        return this;
    }

    /**
     * Time for one try to open a session.
     *
     * @return nanoseconds.
     */
    public long connectTimeoutNs() {
        return connectTimeoutNs;
    }

    /**
     * An idle session tells the server after this long that it is there.
     *
     * @param intervalNs nanoseconds; well below the server's session timeout.
     * @return this.
     */
    public SessionContext keepAliveIntervalNs(final long intervalNs) {
        keepAliveIntervalNs = intervalNs;
        return this;
    }

    /**
     * An idle session tells the server after this long that it is there.
     *
     * @return nanoseconds.
     */
    public long keepAliveIntervalNs() {
        return keepAliveIntervalNs;
    }

    /**
     * Pause before a lost session is opened again; doubles up to {@link #maxReconnectDelayNs}. Each is shortened by up to
     * a half at random, so that clients that lost their server together do not all come back at once.
     *
     * @param delayNs nanoseconds.
     * @return this.
     */
    public SessionContext reconnectDelayNs(final long delayNs) {
        reconnectDelayNs = delayNs;
        return this;
    }

    /**
     * Pause before a lost session is opened again; doubles up to {@link #maxReconnectDelayNs}.
     *
     * @return nanoseconds.
     */
    public long reconnectDelayNs() {
        return reconnectDelayNs;
    }

    /**
     * Longest pause between tries.
     *
     * @param delayNs nanoseconds.
     * @return this.
     */
    public SessionContext maxReconnectDelayNs(final long delayNs) {
        maxReconnectDelayNs = delayNs;
        return this;
    }

    /**
     * Longest pause between tries.
     *
     * @return nanoseconds.
     */
    public long maxReconnectDelayNs() {
        return maxReconnectDelayNs;
    }

    /**
     * The clock for all timeouts.
     *
     * @param clock default: the system's monotonic clock.
     * @return this.
     */
    public SessionContext nanoClock(final NanoClock clock) {
        nanoClock = clock;
        return this;
    }

    /**
     * The clock for all timeouts.
     *
     * @return the clock.
     */
    public NanoClock nanoClock() {
        return nanoClock;
    }

    /**
     * What the calls that wait do between two looks; nothing else uses it.
     *
     * @param strategy default: back off up to 1 ms.
     * @return this.
     */
    public SessionContext idleStrategy(final IdleStrategy strategy) {
        idleStrategy = strategy;
        return this;
    }

    /**
     * What the calls that wait do between two looks.
     *
     * @return the strategy.
     */
    public IdleStrategy idleStrategy() {
        return idleStrategy;
    }

    /**
     * Told of errors that no caller can be told of.
     *
     * @param handler default: prints to standard error.
     * @return this.
     */
    public SessionContext errorHandler(final ErrorHandler handler) {
        errorHandler = handler;
        return this;
    }

    /**
     * Told of errors that no caller can be told of.
     *
     * @return the handler.
     */
    public ErrorHandler errorHandler() {
        return errorHandler;
    }

    /**
     * Checks the settings and makes an Aeron client where none is shared. The client calls it.
     *
     * @return this.
     * @throws StowageException naming the setting that is wrong, or why the media driver cannot be reached.
     */
    public SessionContext conclude() {
        if (isConcluded) {
            throw new IllegalStateException("the context was concluded before; make a new one for each client");
        }
        isConcluded = true;
        requirePositive("connectTimeoutNs", connectTimeoutNs);
        requirePositive("keepAliveIntervalNs", keepAliveIntervalNs);
        requirePositive("reconnectDelayNs and maxReconnectDelayNs", Math.min(reconnectDelayNs, maxReconnectDelayNs));
        if (role == Role.NULL_VAL || role == Role.SBE_UNKNOWN) {
            throw new StowageException("the context names no role; tell who calls");
        }
        if (role == Role.EXTENT_MANAGER && senderId <= 0) {
            throw new StowageException("an extent manager needs an id; tell a positive senderId");
        }
        if ((role == Role.EXTENT_MANAGER || role == Role.CHUNK) && incarnation <= 0) {
            throw new StowageException(
                    "an extent manager or chunk needs an incarnation; tell a positive one, raised at "
                            + "each restart");
        }
        ServerChannel.check(channel);
        if (aeron == null) {
            aeron = OwnAeron.connect(this, aeronDirectoryName);
            ownsAeron = true;
        }
        return this;
    }

    /** Lets go of Aeron if this context made it. Idempotent. */
    @Override
    public void close() {
        CloseHelper.close(errorHandler, ownsAeron ? aeron : null);
    }

    CommandIdentity newIdentity() {
        return new CommandIdentity(role, senderId, incarnation).cluster(clusterHigh, clusterLow);
    }

    /** Runs the conductor of an Aeron that is in invoker mode. */
    int pollAeron() {
        final AgentInvoker invoker = aeron().conductorAgentInvoker();
        return invoker == null ? 0 : invoker.invoke();
    }

    private static void requirePositive(final String name, final long value) {
        if (value <= 0) {
            throw new StowageException(name + " must be positive, found " + value);
        }
    }

    /**
     * The settings for people; the secret is not shown.
     *
     * @return several lines.
     */
    @Override
    public String toString() {
        return "SessionContext"
                + "\n{"
                + "\n    channel=" + channel
                + "\n    streamId=" + streamId
                + "\n    responseChannel=" + (responseChannel == null ? "derived" : responseChannel)
                + "\n    aeronDirectoryName="
                + (aeronDirectoryName == null ? CommonContext.getAeronDirectoryName() : aeronDirectoryName)
                + "\n    ownsAeron=" + ownsAeron
                + "\n    role=" + role
                + "\n    senderId=" + senderId
                + "\n    incarnation=" + incarnation
                + "\n    clusterId=" + clusterId()
                + "\n    hasSecret=" + (secret.length > 0)
                + "\n    connectTimeoutNs=" + connectTimeoutNs
                + "\n    keepAliveIntervalNs=" + keepAliveIntervalNs
                + "\n    reconnectDelayNs=" + reconnectDelayNs + " to " + maxReconnectDelayNs
                + "\n}";
    }
}
