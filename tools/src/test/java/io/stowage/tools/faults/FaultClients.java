package io.stowage.tools.faults;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.NameResolverAgent;
import io.aeron.driver.ThreadingMode;
import io.stowage.client.ChunkClient;
import io.stowage.client.SessionContext;
import io.stowage.client.chunk.ChunkRegistration;
import io.stowage.client.chunk.ChunkState;
import io.stowage.codecs.Role;
import io.stowage.codecs.Tier;
import io.stowage.server.IdleStrategyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.agrona.CloseHelper;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The side of the clients, which outlives every server: a media driver of their own, and three chunks of the SDK on three nodes.
 * Belongs to one thread.
 */
final class FaultClients implements AutoCloseable {
    static final int CHUNKS = 3;
    static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(180);

    /** For a try to open a session, or to find the next leader; the clients go on trying. */
    private static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);

    private static final int TERM_BYTES = 256 << 10;
    /** So that the connections to dead servers are given up soon. */
    private static final long LIVENESS_NS = TimeUnit.SECONDS.toNanos(2);

    /** For names that the system does not know the way to the server cannot be looked up. */
    private static final String LOOPBACK = "aeron:udp?endpoint=127.0.0.1:0";

    static final long CAPACITY_BYTES = 1L << 40;
    private static final int FIRST_PORT = 10_201;

    private final MediaDriver driver;
    private final Aeron aeron;
    private final List<ChunkClient> chunks = new ArrayList<>();
    private final long capacityBytes;
    private final boolean isNamed;
    private Function<Role, byte[]> secrets = role -> new byte[0];
    private long incarnation;

    FaultClients() {
        this(CAPACITY_BYTES);
    }

    FaultClients(final long capacityBytes) {
        this(capacityBytes, null, LIVENESS_NS);
    }

    /** Clients on this machine that look up names in their own way; null: as the system does. */
    FaultClients(final long capacityBytes, final @Nullable NameResolverAgent names) {
        this(capacityBytes, names, LIVENESS_NS);
    }

    private FaultClients(final long capacityBytes, final @Nullable NameResolverAgent names, final long livenessNs) {
        this.capacityBytes = capacityBytes;
        isNamed = names != null;
        driver = MediaDriver.launch(new MediaDriver.Context()
                .nameResolver(names)
                .aeronDirectoryName(CommonContext.generateRandomDirName())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(IdleStrategyKind.BACKOFF.create())
                .publicationTermBufferLength(TERM_BYTES)
                .ipcTermBufferLength(TERM_BYTES)
                .termBufferSparseFile(true)
                .imageLivenessTimeoutNs(livenessNs)
                .publicationLingerTimeoutNs(livenessNs)
                .errorHandler(expected -> {}));
        aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .errorHandler(expected -> {}));
    }

    /** That take a server for dead later, as many of them on a busy machine have to. */
    static FaultClients patient(final long livenessNs) {
        return new FaultClients(CAPACITY_BYTES, null, livenessNs);
    }

    /** Tells what proves the role of a session from now on; empty: nothing does. */
    void secrets(final Function<Role, byte[]> byRole) {
        secrets = byRole;
    }

    /** Settings of a session with a server. */
    SessionContext session(final String channel, final Role role) {
        final SessionContext session = new SessionContext()
                .secret(secrets.apply(role))
                .aeron(aeron)
                .channel(channel)
                .role(role)
                .connectTimeoutNs(CONNECT_TIMEOUT_NS)
                .errorHandler(expected -> {});
        return isNamed ? session.responseChannel(LOOPBACK) : session;
    }

    /** Registers the chunks with a server that was just started, and waits until each has been told that it is alive. */
    void connectChunks(final String channel) {
        dropChunks();
        incarnation++;
        for (int i = 1; i <= CHUNKS; i++) {
            chunks.add(ChunkClient.asyncConnect(new ChunkClient.Context()
                    .session(session(channel, Role.CHUNK).incarnation(incarnation))
                    .registration(new ChunkRegistration(
                            "node-" + i, "10.0.0." + i, "zone-1", "rack-" + i, "", FIRST_PORT, "", 0, 0))
                    .probe(measurement -> measurement.tier(Tier.CAPACITY, capacityBytes, 0, 0, 0))));
        }
        final IdleStrategy idle = new BackoffIdleStrategy();
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (!chunks.stream().allMatch(chunk -> chunk.state() == ChunkState.ALIVE)) {
            idle.idle(poll());
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("the chunks did not come up: "
                        + chunks.stream().map(ChunkClient::state).toList());
            }
        }
    }

    /** Lets the chunks keep alive. */
    int poll() {
        int work = 0;
        for (final ChunkClient chunk : chunks) {
            work += chunk.poll();
        }
        return work;
    }

    @Override
    public void close() {
        dropChunks();
        CloseHelper.closeAll(aeron, driver);
    }

    private void dropChunks() {
        CloseHelper.closeAll(chunks);
        chunks.clear();
    }
}
