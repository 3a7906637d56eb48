package io.stowage.bench.cluster;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.stowage.bench.fleet.Fleet;
import io.stowage.bench.fleet.FleetShape;
import io.stowage.bench.fleet.Frames;
import io.stowage.bench.load.SessionCommander;
import io.stowage.client.SessionContext;
import io.stowage.client.StowageClient;
import io.stowage.client.frame.CommandIdentity;
import io.stowage.codecs.Role;
import io.stowage.server.IdleStrategyKind;
import io.stowage.server.MediaContext;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;

/** The side of the clients: a media driver and an Aeron client for the sessions of both systems. Single-threaded. */
final class BenchClients implements AutoCloseable {
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(120);
    private static final double FILL_SHARE = 0.5;

    private final IdleStrategyKind idle;
    private final MediaDriver driver;
    private final Aeron aeron;
    private int echoStreams;

    /**
     * Starts the driver.
     *
     * @param idle       what its thread does when there is nothing to do, and the clients' too.
     * @param livenessNs silence after which the driver takes the other end for gone, nanoseconds.
     */
    BenchClients(final IdleStrategyKind idle, final long livenessNs) {
        this.idle = idle;
        driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(CommonContext.generateRandomDirName())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(idle.create())
                .publicationTermBufferLength(MediaContext.TERM_BUFFER_LENGTH_DEFAULT)
                .termBufferSparseFile(true)
                .imageLivenessTimeoutNs(livenessNs)
                .publicationConnectionTimeoutNs(livenessNs)
                .clientLivenessTimeoutNs(TIMEOUT_NS)
                .publicationUnblockTimeoutNs(2 * TIMEOUT_NS)
                .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(TIMEOUT_NS)));
        aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(TIMEOUT_NS)));
    }

    /** Registers and fills a fleet. */
    void build(final BenchedCluster cluster, final FleetShape shape) {
        try (StowageClient operator = StowageClient.connect(session(cluster, Role.OPERATOR, 0))) {
            Fleet.build(shape, frames(Role.OPERATOR, 0), new SessionCommander(operator, idle.create()), FILL_SHARE);
        }
    }

    /** A session of the SDK. */
    ClusterLink stowage(final BenchedCluster cluster, final Role role, final int sender) {
        return ClusterLink.of(StowageClient.connect(session(cluster, role, sender)));
    }

    /** A session with the echo. */
    ClusterLink echo(final BenchedCluster cluster) {
        echoStreams++;
        return new EchoSession(aeron, cluster.members(), echoStreams);
    }

    /** Frames numbered from 1, whatever the sessions number themselves. */
    static Frames frames(final Role role, final int sender) {
        return new Frames(new CommandIdentity(role, sender, 1)
                .cluster(
                        BenchedCluster.CLUSTER.getMostSignificantBits(),
                        BenchedCluster.CLUSTER.getLeastSignificantBits()));
    }

    @Override
    public void close() {
        CloseHelper.closeAll(aeron, driver);
    }

    private SessionContext session(final BenchedCluster cluster, final Role role, final int sender) {
        return new SessionContext()
                .aeron(aeron)
                .channel("cluster:" + cluster.members())
                .clusterId(BenchedCluster.CLUSTER)
                .role(role)
                .senderId(sender)
                .incarnation(1)
                .connectTimeoutNs(TIMEOUT_NS)
                .idleStrategy(idle.create());
    }
}
