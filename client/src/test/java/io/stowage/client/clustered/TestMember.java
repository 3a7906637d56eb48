package io.stowage.client.clustered;

import io.aeron.CommonContext;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusteredMediaDriver;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** A running member: media driver, archive, consensus module and service, small and patient, for a machine that is shared. */
final class TestMember implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final String LOOPBACK_ANY_PORT = "aeron:udp?endpoint=localhost:0";
    private static final ErrorHandler SILENT = error -> {};

    private final ClusteredMediaDriver node;
    private final ClusteredServiceContainer container;

    TestMember(final TestCluster cluster, final int id, final Path directory) {
        final String aeronDirectory = CommonContext.generateRandomDirName();
        final File clusterDirectory = directory.resolve("cluster").toFile();
        node = ClusteredMediaDriver.launch(
                driver(aeronDirectory),
                new Archive.Context()
                        .aeronDirectoryName(aeronDirectory)
                        .archiveDir(directory.resolve("archive").toFile())
                        .controlChannel("aeron:udp?endpoint=" + cluster.archiveEndpoint(id))
                        .replicationChannel(LOOPBACK_ANY_PORT)
                        .recordingEventsEnabled(false)
                        .segmentFileLength(1 << 20)
                        .threadingMode(ArchiveThreadingMode.SHARED)
                        .idleStrategySupplier(TestMember::idle)
                        .errorHandler(SILENT),
                new ConsensusModule.Context()
                        .aeronDirectoryName(aeronDirectory)
                        .clusterDir(clusterDirectory)
                        .clusterMemberId(id)
                        .clusterMembers(cluster.members())
                        .ingressChannel("aeron:udp?term-length=64k")
                        .egressChannel("aeron:udp?term-length=64k")
                        .logChannel("aeron:udp?term-length=1m")
                        .replicationChannel(LOOPBACK_ANY_PORT)
                        .archiveContext(archiveClient())
                        .maxConcurrentSessions(cluster.maxSessions())
                        .sessionTimeoutNs(TimeUnit.SECONDS.toNanos(30))
                        .leaderHeartbeatTimeoutNs(cluster.electionTimeoutNs())
                        .startupCanvassTimeoutNs(2 * cluster.electionTimeoutNs())
                        .authenticatorSupplier(() -> new HandshakeAuthenticator(cluster.secret()))
                        .idleStrategySupplier(TestMember::idle)
                        .terminationHook(() -> {})
                        .errorHandler(SILENT));
        container = ClusteredServiceContainer.launch(new ClusteredServiceContainer.Context()
                .aeronDirectoryName(aeronDirectory)
                .clusterDir(clusterDirectory)
                .archiveContext(archiveClient())
                .clusteredService(new ScriptedService(cluster, id))
                .idleStrategySupplier(TestMember::idle)
                .terminationHook(() -> {})
                .errorHandler(SILENT));
    }

    @Override
    public void close() {
        CloseHelper.closeAll(container, node);
    }

    private static MediaDriver.Context driver(final String aeronDirectory) {
        return new MediaDriver.Context()
                .aeronDirectoryName(aeronDirectory)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(idle())
                .ipcTermBufferLength(1 << 20)
                .publicationTermBufferLength(1 << 20)
                .termBufferSparseFile(true)
                .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NS))
                .clientLivenessTimeoutNs(PATIENCE_NS)
                .publicationUnblockTimeoutNs(2 * PATIENCE_NS)
                .timerIntervalNs(TimeUnit.MILLISECONDS.toNanos(50))
                .publicationLingerTimeoutNs(TimeUnit.MILLISECONDS.toNanos(100))
                .asyncExecutorEnabled(false)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .errorHandler(SILENT);
    }

    private static AeronArchive.Context archiveClient() {
        return new AeronArchive.Context()
                .controlRequestChannel("aeron:ipc")
                .controlResponseChannel("aeron:ipc")
                .messageTimeoutNs(PATIENCE_NS);
    }

    private static IdleStrategy idle() {
        return new BackoffIdleStrategy(1, 1, TimeUnit.MICROSECONDS.toNanos(10), TimeUnit.MILLISECONDS.toNanos(1));
    }
}
