package io.stowage.tools.connect;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.AeronException;
import io.stowage.client.SessionContext;
import io.stowage.client.StowageException;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.wire.Protocol;
import io.stowage.server.IdleStrategyKind;
import io.stowage.server.StandaloneServer;
import io.stowage.server.cluster.MemberEndpoints;
import io.stowage.server.session.Secrets;
import io.stowage.tools.ToolException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;

/** The way to a server: its media driver over IPC, or a small one of our own over UDP. Shared by all sessions of a process. */
public final class ServerConnection implements AutoCloseable {
    private static final int TERM_LENGTH = 1 << 20;
    private static final ErrorHandler SILENT = error -> {};

    private final Target target;
    private final long timeoutNs;
    private final Secrets secrets;
    private final @Nullable UUID clusterId;
    private final @Nullable MediaDriver driver;
    private final Aeron aeron;

    private ServerConnection(
            final Target target,
            final long timeoutNs,
            final Secrets secrets,
            final @Nullable UUID clusterId,
            final @Nullable MediaDriver driver,
            final Aeron aeron) {
        this.target = target;
        this.timeoutNs = timeoutNs;
        this.secrets = secrets;
        this.clusterId = clusterId;
        this.driver = driver;
        this.aeron = aeron;
    }

    static ServerConnection open(
            final Target target, final long timeoutNs, final Secrets secrets, final @Nullable UUID clusterId) {
        final String foreign = target.aeronDirectory();
        final MediaDriver own = foreign == null ? launchDriver() : null;
        final String directory = own == null ? String.valueOf(foreign) : own.aeronDirectoryName();
        try {
            final Aeron aeron = Aeron.connect(new Aeron.Context()
                    .aeronDirectoryName(directory)
                    .clientName("stowage")
                    .errorHandler(SILENT)
                    .subscriberErrorHandler(SILENT));
            return new ServerConnection(target, timeoutNs, secrets, clusterId, own, aeron);
        } catch (final AeronException e) {
            CloseHelper.close(own);
            throw new ToolException(
                    target.name() + " does not answer in " + directory + "; if it is starting, try again in a moment",
                    e);
        }
    }

    /**
     * Reaches a server of this process.
     *
     * @param server    running.
     * @param timeoutNs for sessions.
     * @return its media driver and channel; to be closed before the server.
     */
    public static ServerConnection of(final StandaloneServer server, final long timeoutNs) {
        final Path directory = server.context().directory();
        final Target target =
                new Target(Protocol.IPC_CHANNEL, server.aeronDirectoryName(), "the server of " + directory, directory);
        return open(target, timeoutNs, server.context().sessions().secrets(), server.clusterId());
    }

    /**
     * Reaches a cluster by its members.
     *
     * @param members   as configured.
     * @param timeoutNs for sessions.
     * @param secrets   with that of whoever speaks.
     * @return a media driver of its own; to be closed.
     */
    public static ServerConnection toMembers(
            final MemberEndpoints members, final long timeoutNs, final Secrets secrets) {
        final String channel = "cluster:" + members.ingressEndpoints();
        return open(new Target(channel, null, channel, Path.of("")), timeoutNs, secrets, null);
    }

    /**
     * Settings of a new session.
     *
     * @param role who speaks.
     * @return not concluded.
     */
    public SessionContext newSession(final Role role) {
        final SessionContext session = new SessionContext()
                .aeron(aeron)
                .channel(target.channel())
                .role(role)
                .connectTimeoutNs(timeoutNs)
                .errorHandler(SILENT);
        if (clusterId != null) {
            session.clusterId(clusterId);
        }
        final byte[] secret = secrets.of(role);
        return secret == null ? session : session.secret(secret);
    }

    /**
     * The server's name for people.
     *
     * @return as in {@code localhost:5707}.
     */
    public String serverName() {
        return target.name();
    }

    /**
     * Says which server did not answer, or refused.
     *
     * @param failure of the client.
     * @return to be thrown.
     */
    public ToolException explain(final StowageException failure) {
        final String message = failure.result() == ResultCode.NULL_VAL
                ? "no answer from " + target.name() + " within " + TimeUnit.NANOSECONDS.toMillis(timeoutNs)
                        + " ms; check that it runs and can reach this machine, or raise --timeout"
                : target.name() + ": " + failure.getMessage();
        return new ToolException(message, failure);
    }

    @Override
    public void close() {
        CloseHelper.closeAll(aeron, driver);
    }

    private static MediaDriver launchDriver() {
        return MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(CommonContext.generateRandomDirName())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                // For a person, or an agent, a millisecond is nothing; a processor is not.
                .sharedIdleStrategy(IdleStrategyKind.SLEEP.create())
                .publicationTermBufferLength(TERM_LENGTH)
                .ipcTermBufferLength(TERM_LENGTH)
                .termBufferSparseFile(true)
                .errorHandler(SILENT));
    }
}
