package io.stowage.tools.agent;

import io.stowage.client.ChunkClient;
import io.stowage.client.ResultText;
import io.stowage.client.SessionContext;
import io.stowage.client.chunk.ChunkListener;
import io.stowage.client.chunk.ChunkMeasurement;
import io.stowage.client.chunk.ChunkSettings;
import io.stowage.client.chunk.ChunkState;
import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import io.stowage.codecs.Isolation;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Tier;
import io.stowage.probe.FileSystemReport;
import io.stowage.probe.Reading;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One chunk of this node: keeps its session, and measures its directory before each keepalive. Belongs to the agent's thread. */
final class ChunkAgent implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ChunkAgent.class);

    private final ChunkClient client;
    private final Function<ChunkSite, Reading<SiteMeter.Measured>> meter;
    private final Consumer<ChunkSite> onPromise;
    private final DiskActivity activity = new DiskActivity();
    private ChunkSite site;
    private @Nullable FileSystemReport fileSystem;
    private Health health = Health.INITIALIZING;
    private Isolation isolation = Isolation.NONE;
    private AdminState adminState = AdminState.IN_USE;
    private String trouble = "";
    private long ackCount;

    ChunkAgent(
            final ChunkSite site,
            final NodePlan plan,
            final SessionContext session,
            final Function<ChunkSite, Reading<SiteMeter.Measured>> meter,
            final Consumer<ChunkSite> onPromise) {
        this.site = site;
        this.meter = meter;
        this.onPromise = onPromise;
        client = ChunkClient.asyncConnect(new ChunkClient.Context()
                .session(session)
                .settings(ChunkSettings.DEFAULTS.withKeepAliveIntervalNs(plan.keepAliveIntervalNs()))
                .registration(plan.registration(site))
                .probe(this::measure)
                .listener(new Listener()));
    }

    int poll() {
        return client.poll();
    }

    ChunkSite site() {
        return site;
    }

    /** 0 before it is registered. */
    int chunk() {
        return client.chunk();
    }

    Health health() {
        return health;
    }

    Isolation isolation() {
        return isolation;
    }

    AdminState adminState() {
        return adminState;
    }

    boolean isStopped() {
        return client.state() == ChunkState.STOPPED;
    }

    /** Whether the server knows what this chunk measured. */
    boolean isKnown() {
        return ackCount > 0;
    }

    /** One line on what is wrong; empty where nothing is. */
    String trouble() {
        return trouble;
    }

    /** As in {@code ext4 on /dev/vda}. */
    String fileSystemName() {
        final FileSystemReport found = fileSystem;
        return found == null ? "-" : found.type() + " on " + found.device();
    }

    @Override
    public void close() {
        client.close();
    }

    private void measure(final ChunkMeasurement measurement) {
        switch (meter.apply(site)) {
            case Reading.Measured<SiteMeter.Measured>(SiteMeter.Measured measured) -> {
                fileSystem = measured.fileSystem();
                if (measured.capacityBytes() != site.capacityBytes()) {
                    site = site.withCapacity(measured.capacityBytes());
                    onPromise.accept(site);
                }
                activity.look(measured.fileSystem().deviceNumber(), System.nanoTime());
                measurement
                        .tier(Tier.CAPACITY, measured.capacityBytes(), 0, measured.thinUsedBytes(), 0)
                        .load(
                                activity.readsPerSecond(),
                                activity.writesPerSecond(),
                                activity.readBytesPerSecond(),
                                activity.writtenBytesPerSecond());
                trouble("");
            }
            case Reading.Unavailable<SiteMeter.Measured>(String reason) -> {
                // All of it counts as failed: nothing new comes here, and what is here counts on.
                measurement
                        .tier(Tier.CAPACITY, site.capacityBytes(), site.capacityBytes(), 0, 0)
                        .warning(true);
                trouble(reason);
            }
        }
    }

    private void trouble(final String text) {
        if (!text.isEmpty() && !text.equals(trouble)) {
            LOGGER.warn("chunk {} on port {}: {}", chunk(), site.port(), text);
        }
        trouble = text;
    }

    private final class Listener implements ChunkListener {
        @Override
        public void onRegistered(final int chunk, final int node) {
            LOGGER.info("chunk {} of node {}: port {}, {}", chunk, node, site.port(), site.directory());
        }

        @Override
        public void onAck(final long fence, final Health seen, final AdminState wanted, final Isolation isolatedAs) {
            ackCount++;
            if (seen != health) {
                LOGGER.info("chunk {} is {}", chunk(), seen);
            }
            health = seen;
            adminState = wanted;
            isolation = isolatedAs;
        }

        @Override
        public void onRefused(final ResultCode result, final Reason reason, final long expected, final long found) {
            trouble(result + ": " + ResultText.of(result, reason, expected, found));
        }

        @Override
        public void onStopped(final ResultCode result, final Reason reason, final long expected, final long found) {
            trouble("stopped for good, " + result + ": " + ResultText.of(result, reason, expected, found));
        }
    }
}
