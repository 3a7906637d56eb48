package io.stowage.tools.serve;

import io.aeron.driver.ThreadingMode;
import io.stowage.engine.Limits;
import io.stowage.server.IdleStrategyKind;
import io.stowage.server.MachineSettings;
import io.stowage.server.MediaContext;
import io.stowage.server.StandaloneServer;
import io.stowage.server.cluster.ClusterMemberContext;
import io.stowage.server.journal.Journal;
import io.stowage.server.journal.SyncLevel;
import io.stowage.server.session.Secrets;
import io.stowage.server.session.SecretsFile;
import io.stowage.server.session.SessionContext;
import io.stowage.server.snapshot.SnapshotSettings;
import io.stowage.tools.config.Key;
import io.stowage.tools.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Turns the configuration into the context of a server. */
public final class ServerSettings {
    private ServerSettings() {}

    /**
     * The context.
     *
     * @param settings  of all sources.
     * @param directory of the server.
     * @return not concluded.
     */
    public static StandaloneServer.Context context(final Settings settings, final Path directory) {
        final StandaloneServer.Context context = new StandaloneServer.Context()
                .directory(directory)
                .limits(limits(settings))
                .endpoint(settings.string(Key.SERVER_ENDPOINT))
                .secrets(secrets(settings, directory))
                .idleStrategy(settings.constant(Key.SERVER_IDLE, IdleStrategyKind.values()))
                .machine(machine(settings))
                .tickIntervalMs(TimeUnit.NANOSECONDS.toMillis(settings.nanos(Key.SERVER_TICK_INTERVAL)))
                .maxBatchCommands(settings.count(Key.SERVER_MAX_BATCH_COMMANDS))
                .maxCommandBytes(settings.smallBytes(Key.SERVER_MAX_COMMAND_BYTES));
        final String cluster = settings.string(Key.SERVER_CLUSTER_ID);
        if (!cluster.isEmpty()) {
            context.clusterId(uuid(settings, cluster));
        }
        sessions(settings, context.sessions());
        media(settings, context.media());
        journal(settings, context.journal());
        context.snapshots(snapshots(settings));
        return context;
    }

    /**
     * The context of a member of a cluster.
     *
     * @param settings  of all sources.
     * @param directory of the member.
     * @param member    number that was told; null: that of the configuration.
     * @return not concluded.
     */
    static ClusterMemberContext memberContext(
            final Settings settings, final Path directory, final @Nullable Integer member) {
        final String cluster = settings.string(Key.SERVER_CLUSTER_ID);
        if (cluster.isEmpty()) {
            throw settings.bad(
                    Key.SERVER_CLUSTER_ID,
                    "all members need the same UUID; 'stowage init --members' writes the files of all of them");
        }
        final ClusterMemberContext context = new ClusterMemberContext()
                .directory(directory)
                .clusterId(uuid(settings, cluster))
                .members(settings.string(Key.CLUSTER_MEMBERS))
                .memberId(member == null ? member(settings) : member)
                .limits(limits(settings))
                .secrets(secrets(settings, directory))
                .idleStrategy(settings.constant(Key.SERVER_IDLE, IdleStrategyKind.values()))
                .tickIntervalMs(TimeUnit.NANOSECONDS.toMillis(settings.nanos(Key.SERVER_TICK_INTERVAL)))
                .maxCommandBytes(settings.smallBytes(Key.SERVER_MAX_COMMAND_BYTES))
                .syncLevel(settings.constant(Key.JOURNAL_SYNC, SyncLevel.values()))
                .node(settings.string(Key.CLUSTER_NODE))
                .hashIntervalBytes(settings.bytes(Key.CLUSTER_HASH_INTERVAL_BYTES))
                .journal(settings.isTrue(Key.CLUSTER_JOURNAL))
                .snapshots(snapshots(settings))
                .machine(machine(settings));
        context.elections()
                .electionTimeoutNs(settings.nanos(Key.CLUSTER_ELECTION_TIMEOUT))
                .heartbeatIntervalNs(settings.nanos(Key.CLUSTER_HEARTBEAT_INTERVAL))
                .candidateTimeoutNs(settings.nanos(Key.CLUSTER_CANDIDATE_TIMEOUT))
                .startupCanvassTimeoutNs(settings.nanos(Key.CLUSTER_STARTUP_CANVASS_TIMEOUT));
        context.log()
                .termLength(settings.smallBytes(Key.CLUSTER_LOG_TERM_BYTES))
                .segmentBytes(settings.smallBytes(Key.CLUSTER_LOG_SEGMENT_BYTES))
                .keepBytes(settings.bytes(Key.CLUSTER_LOG_KEEP_BYTES));
        sessions(settings, context.sessions());
        media(settings, context.media());
        journal(settings, context.journal());
        return context;
    }

    private static int member(final Settings settings) {
        final String member = settings.string(Key.CLUSTER_MEMBER);
        try {
            return Integer.parseInt(member);
        } catch (final NumberFormatException notANumber) {
            throw settings.bad(
                    Key.CLUSTER_MEMBER,
                    "say which of the members " + settings.string(Key.CLUSTER_MEMBERS)
                            + " this is: its number, here or by --member");
        }
    }

    private static SnapshotSettings snapshots(final Settings settings) {
        return new SnapshotSettings(
                settings.bytes(Key.SNAPSHOT_INTERVAL_BYTES),
                settings.count(Key.SNAPSHOT_KEEP),
                settings.bytes(Key.SNAPSHOT_JOURNAL_KEEP_BYTES),
                TimeUnit.NANOSECONDS.toMillis(settings.nanos(Key.SNAPSHOT_JOURNAL_KEEP_TIME)));
    }

    private static MachineSettings machine(final Settings settings) {
        final String cpus = settings.string(Key.SERVER_CPUS);
        try {
            return new MachineSettings(cpus, settings.isTrue(Key.SERVER_LOCK_MEMORY));
        } catch (final IllegalArgumentException e) {
            throw settings.bad(Key.SERVER_CPUS, Objects.requireNonNullElse(e.getMessage(), "it is no list of CPUs"));
        }
    }

    /**
     * How much the engine holds; a journal is replayed with the limits it was written with.
     *
     * @param settings of all sources.
     * @return limits.
     */
    public static Limits limits(final Settings settings) {
        return new Limits(
                settings.count(Key.LIMIT_NODES),
                settings.count(Key.LIMIT_DOMAINS),
                settings.count(Key.LIMIT_POOLS),
                settings.count(Key.LIMIT_CHUNKS),
                settings.count(Key.LIMIT_EXTENT_MANAGERS),
                settings.count(Key.LIMIT_SPACE_ROWS),
                settings.count(Key.LIMIT_STAGED_ROWS),
                settings.count(Key.LIMIT_RESERVATION_ROWS));
    }

    private static void sessions(final Settings settings, final SessionContext sessions) {
        sessions.sessionTimeoutNs(settings.nanos(Key.SESSION_TIMEOUT))
                .handshakeTimeoutNs(settings.nanos(Key.SESSION_HANDSHAKE_TIMEOUT))
                .maxSessions(settings.count(Key.SESSION_MAX_SESSIONS))
                .replyQueueBytes(settings.smallBytes(Key.SESSION_REPLY_QUEUE_BYTES))
                .responseTermBufferLength(settings.smallBytes(Key.SESSION_RESPONSE_TERM_BYTES))
                .chunkResponseTermBufferLength(settings.smallBytes(Key.SESSION_CHUNK_RESPONSE_TERM_BYTES))
                .operatorMayActForOthers(settings.isTrue(Key.SESSION_OPERATOR_MAY_ACT_FOR_OTHERS));
    }

    private static void media(final Settings settings, final MediaContext media) {
        media.useEmbeddedDriver(settings.isTrue(Key.MEDIA_EMBEDDED_DRIVER))
                .threadingMode(settings.constant(Key.MEDIA_THREADING, ThreadingMode.values()))
                .termBufferLength(settings.smallBytes(Key.MEDIA_TERM_BYTES))
                .livenessTimeoutNs(settings.nanos(Key.MEDIA_LIVENESS_TIMEOUT));
        final String aeronDirectory = settings.string(Key.MEDIA_AERON_DIRECTORY);
        if (!aeronDirectory.isEmpty()) {
            media.aeronDirectoryName(aeronDirectory);
        }
    }

    private static void journal(final Settings settings, final Journal.Context journal) {
        journal.syncLevel(settings.constant(Key.JOURNAL_SYNC, SyncLevel.values()))
                .cycleBytes(settings.bytes(Key.JOURNAL_CYCLE_BYTES))
                .blockBytes(settings.bytes(Key.JOURNAL_BLOCK_BYTES))
                .maxBatchBytes(settings.smallBytes(Key.JOURNAL_MAX_BATCH_BYTES))
                .reserveBytes(settings.bytes(Key.JOURNAL_RESERVE_BYTES))
                .minFreeBytes(settings.bytes(Key.JOURNAL_MIN_FREE_BYTES));
    }

    private static Secrets secrets(final Settings settings, final Path directory) {
        final String configured = settings.string(Key.SERVER_SECRETS_FILE);
        final Path file = directory.resolve(configured.isEmpty() ? Init.SECRETS : configured);
        return configured.isEmpty() && !Files.exists(file) ? Secrets.NONE : SecretsFile.read(file);
    }

    private static UUID uuid(final Settings settings, final String text) {
        try {
            return UUID.fromString(text);
        } catch (final IllegalArgumentException notAUuid) {
            throw settings.bad(Key.SERVER_CLUSTER_ID, "it is not a UUID");
        }
    }
}
