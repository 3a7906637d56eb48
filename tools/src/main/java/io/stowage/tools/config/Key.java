package io.stowage.tools.config;

import io.aeron.driver.ThreadingMode;
import io.stowage.engine.Limits;
import io.stowage.server.IdleStrategyKind;
import io.stowage.server.MachineSettings;
import io.stowage.server.MediaContext;
import io.stowage.server.StandaloneServer;
import io.stowage.server.cluster.ClusterMemberContext;
import io.stowage.server.cluster.ElectionContext;
import io.stowage.server.cluster.ReplicatedLogContext;
import io.stowage.server.journal.Journal;
import io.stowage.server.journal.SyncLevel;
import io.stowage.server.session.SessionContext;
import io.stowage.server.snapshot.SnapshotSettings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every key of the configuration file: path, kind, default, and what it means. The file that {@code init} writes is made of it. */
public enum Key {
    /** Cluster that the directory must belong to. */
    SERVER_CLUSTER_ID(
            "server.cluster-id",
            Kind.TEXT,
            "",
            "UUID of the cluster. A data directory of another cluster is refused. Empty: that of the directory; a new directory"
                    + " gets a new one."),
    /** File with the secrets. */
    SERVER_SECRETS_FILE(
            "server.secrets-file",
            Kind.TEXT,
            "",
            "File with the secrets of the roles, readable by its owner only; relative to the data directory. Empty: 'secrets' there,"
                    + " if it exists. Without secrets only clients on this machine are accepted."),
    /** UDP endpoint. */
    SERVER_ENDPOINT(
            "server.endpoint",
            Kind.TEXT,
            MediaContext.ENDPOINT_DEFAULT,
            "Where the server listens for UDP, beside shared memory. Empty: shared memory only. Port 0: any that is free."),
    /** Idle strategy. */
    SERVER_IDLE(
            "server.idle",
            Kind.TEXT,
            lower(IdleStrategyKind.BACKOFF),
            "What the server's threads do when there is nothing to do: " + names(IdleStrategyKind.values()) + "."),
    /** Processors. */
    SERVER_CPUS(
            "server.cpus",
            Kind.TEXT,
            MachineSettings.SHARED.cpus(),
            "CPUs that the loop's thread may run on, as \"3\" or \"2-3,6\"; best one of its own (isolcpus). Empty: any."),
    /** Memory. */
    SERVER_LOCK_MEMORY(
            "server.lock-memory",
            Kind.TRUTH,
            Boolean.toString(MachineSettings.SHARED.lockMemory()),
            "Whether the engine's tables are kept from being swapped out. Needs a memlock limit that allows it."),
    /** Ticks. */
    SERVER_TICK_INTERVAL(
            "server.tick-interval",
            Kind.DURATION,
            millis(StandaloneServer.Context.TICK_INTERVAL_MS_DEFAULT),
            "Time between the entries by which the log keeps time."),
    /** Batch. */
    SERVER_MAX_BATCH_COMMANDS(
            "server.max-batch-commands",
            Kind.COUNT,
            Integer.toString(StandaloneServer.Context.MAX_BATCH_COMMANDS_DEFAULT),
            "Commands and queries that one turn of the loop takes at most."),
    /** Longest command. */
    SERVER_MAX_COMMAND_BYTES(
            "server.max-command-bytes",
            Kind.SIZE,
            size(StandaloneServer.Context.MAX_COMMAND_BYTES_DEFAULT),
            "Longest command; a longer one is refused as malformed."),
    /** Session timeout. */
    SESSION_TIMEOUT(
            "session.timeout",
            Kind.DURATION,
            nanos(SessionContext.SESSION_TIMEOUT_NS_DEFAULT),
            "Silence after which a session is closed."),
    /** Handshake timeout. */
    SESSION_HANDSHAKE_TIMEOUT(
            "session.handshake-timeout",
            Kind.DURATION,
            nanos(SessionContext.HANDSHAKE_TIMEOUT_NS_DEFAULT),
            "Time that a client has to connect its response channel and to answer the challenge."),
    /** Session limit. */
    SESSION_MAX_SESSIONS(
            "session.max-sessions",
            Kind.COUNT,
            Integer.toString(SessionContext.MAX_SESSIONS_DEFAULT),
            "Sessions that may be open."),
    /** Reply queue. */
    SESSION_REPLY_QUEUE_BYTES(
            "session.reply-queue-bytes",
            Kind.SIZE,
            size(SessionContext.REPLY_QUEUE_BYTES_DEFAULT),
            "What may wait for a slow client before its session is closed."),
    /** Response terms. */
    SESSION_RESPONSE_TERM_BYTES(
            "session.response-term-bytes",
            Kind.SIZE,
            size(SessionContext.RESPONSE_TERM_BUFFER_LENGTH_DEFAULT),
            "Term length of response channels, a power of two; the longest reply is an eighth of it."),
    /** Response terms of chunks. */
    SESSION_CHUNK_RESPONSE_TERM_BYTES(
            "session.chunk-response-term-bytes",
            Kind.SIZE,
            size(SessionContext.CHUNK_RESPONSE_TERM_BUFFER_LENGTH_DEFAULT),
            "The same for the channels of chunks, which are many and get short replies."),
    /** Operator for others. */
    SESSION_OPERATOR_MAY_ACT_FOR_OTHERS(
            "session.operator-may-act-for-others",
            Kind.TRUTH,
            "true",
            "Whether an operator may send what extent managers and chunks send; 'stowage alloc' and 'scenario --connect' need it."),
    /** Aeron directory. */
    MEDIA_AERON_DIRECTORY(
            "media.aeron-directory",
            Kind.TEXT,
            "",
            "Directory of the media driver, best on a memory file system. Empty: one derived from the data directory."),
    /** Embedded driver. */
    MEDIA_EMBEDDED_DRIVER(
            "media.embedded-driver",
            Kind.TRUTH,
            "true",
            "Whether the server brings its own media driver, or uses one that runs in aeron-directory."),
    /** Driver threads. */
    MEDIA_THREADING(
            "media.threading",
            Kind.TEXT,
            lower(ThreadingMode.SHARED),
            "Threads of the embedded driver: " + names(ThreadingMode.values()) + "."),
    /** Terms. */
    MEDIA_TERM_BYTES(
            "media.term-bytes",
            Kind.SIZE,
            size(MediaContext.TERM_BUFFER_LENGTH_DEFAULT),
            "Term length of clients' publications at the embedded driver, a power of two; the longest command is an eighth of it."),
    /** Liveness. */
    MEDIA_LIVENESS_TIMEOUT(
            "media.liveness-timeout",
            Kind.DURATION,
            nanos(MediaContext.LIVENESS_TIMEOUT_NS_DEFAULT),
            "Silence after which the driver and its clients take each other for dead."),
    /** Sync level. */
    JOURNAL_SYNC(
            "journal.sync",
            Kind.TEXT,
            lower(SyncLevel.PROCESS),
            "What an acknowledged command survives: 'process' the death of the process, 'batch' a power loss too."),
    /** Cycle length. */
    JOURNAL_CYCLE_BYTES(
            "journal.cycle-bytes",
            Kind.SIZE,
            size(Journal.Context.CYCLE_BYTES_DEFAULT),
            "Bytes of log after which another journal file begins."),
    /** Block length. */
    JOURNAL_BLOCK_BYTES(
            "journal.block-bytes",
            Kind.SIZE,
            size(Journal.Context.BLOCK_BYTES_DEFAULT),
            "How much of a journal file is mapped at a time, a power of two."),
    /** Batch length. */
    JOURNAL_MAX_BATCH_BYTES(
            "journal.max-batch-bytes",
            Kind.SIZE,
            size(Journal.Context.MAX_BATCH_BYTES_DEFAULT),
            "Longest batch that is written at once."),
    /** Reserve. */
    JOURNAL_RESERVE_BYTES(
            "journal.reserve-bytes",
            Kind.SIZE,
            size(Journal.Context.RESERVE_BYTES_DEFAULT),
            "How far ahead of the writer disk space is taken and brought into memory."),
    /** Free space. */
    JOURNAL_MIN_FREE_BYTES(
            "journal.min-free-bytes",
            Kind.SIZE,
            size(Journal.Context.MIN_FREE_BYTES_DEFAULT),
            "Free space below which commands are refused with BUSY, before the disk is full."),
    /** Snapshot interval. */
    SNAPSHOT_INTERVAL_BYTES(
            "snapshot.interval-bytes",
            Kind.SIZE,
            size(SnapshotSettings.DEFAULT.intervalBytes()),
            "Bytes of log from one snapshot to the next; one more at each stop. 0: the server makes none, and starts from the"
                    + " journal alone or from what 'stowage snapshot' made."),
    /** Snapshots kept. */
    SNAPSHOT_KEEP(
            "snapshot.keep",
            Kind.COUNT,
            Integer.toString(SnapshotSettings.DEFAULT.keep()),
            "Newest snapshots that stay."),
    /** Log kept. */
    SNAPSHOT_JOURNAL_KEEP_BYTES(
            "snapshot.journal-keep-bytes",
            Kind.SIZE,
            size(SnapshotSettings.DEFAULT.journalKeepBytes()),
            "Bytes of log that stay although every snapshot that is kept covers them; the rest is removed, file by file."
                    + " 'dump' reaches back as far as that, 'explain' and 'replay' as far as the oldest snapshot that is kept, or to the"
                    + " beginning while it is there."),
    /** Time kept. */
    SNAPSHOT_JOURNAL_KEEP_TIME(
            "snapshot.journal-keep-time",
            Kind.DURATION,
            millis(SnapshotSettings.DEFAULT.journalKeepMs()),
            "How far the log stays to reach back from its newest entry, as in 7d, also where journal-keep-bytes alone would let it go."
                    + " 0s: its size alone decides."),
    /** Nodes. */
    LIMIT_NODES("limits.nodes", Kind.COUNT, Integer.toString(Limits.defaults().nodes()), "Nodes." + Limit.NOTE),
    /** Domains. */
    LIMIT_DOMAINS(
            "limits.domains",
            Kind.COUNT,
            Integer.toString(Limits.defaults().domains()),
            "Zones, racks and bricks together." + Limit.NOTE),
    /** Pools. */
    LIMIT_POOLS("limits.pools", Kind.COUNT, Integer.toString(Limits.defaults().pools()), "Storage pools." + Limit.NOTE),
    /** Chunks. */
    LIMIT_CHUNKS("limits.chunks", Kind.COUNT, Integer.toString(Limits.defaults().chunks()), "Chunks." + Limit.NOTE),
    /** Extent managers. */
    LIMIT_EXTENT_MANAGERS(
            "limits.extent-managers",
            Kind.COUNT,
            Integer.toString(Limits.defaults().extentManagers()),
            "Extent managers." + Limit.NOTE),
    /** Rows of reports. */
    LIMIT_SPACE_ROWS(
            "limits.space-rows",
            Kind.COUNT,
            Integer.toString(Limits.defaults().spaceRows()),
            "Rows of all reports: one for each extent manager, chunk and space class in use." + Limit.NOTE),
    /** Rows of arriving reports. */
    LIMIT_STAGED_ROWS(
            "limits.staged-rows",
            Kind.COUNT,
            Integer.toString(Limits.defaults().stagedRows()),
            "Rows of all reports that arrive at the same time." + Limit.NOTE),
    /** Rows of reservations. */
    LIMIT_RESERVATION_ROWS(
            "limits.reservation-rows",
            Kind.COUNT,
            Integer.toString(Limits.defaults().reservationRows()),
            "Rows of open reservations: one for each extent manager, space version, chunk and space class."
                    + Limit.NOTE),
    /** Members. */
    CLUSTER_MEMBERS(
            "cluster.members",
            Kind.TEXT,
            "",
            "Members of the cluster, the same text on each of them and for clients, as in 0=host0:5710,1=host1:5710,2=host2:5710. A"
                    + " member takes five UDP ports from the one that is named on. Empty: the server stands alone."),
    /** Which member. */
    CLUSTER_MEMBER(
            "cluster.member",
            Kind.TEXT,
            "",
            "Which of the members this data directory is: its number. Empty: 'stowage serve --member N' says it."),
    /** Own node. */
    CLUSTER_NODE(
            "cluster.node",
            Kind.TEXT,
            "",
            "Node on which this member stands, its name or id as 'stowage node list' shows them: a leader lets another member lead"
                    + " when its node enters maintenance. Empty: it stays."),
    /** Comparison of states. */
    CLUSTER_HASH_INTERVAL_BYTES(
            "cluster.hash-interval-bytes",
            Kind.SIZE,
            size(ClusterMemberContext.HASH_INTERVAL_BYTES_DEFAULT),
            "Bytes of log after which the members compare their states; a member that differs from a majority stops. The same on all"
                    + " members. 0: never."),
    /** Tap. */
    CLUSTER_JOURNAL(
            "cluster.journal",
            Kind.TRUTH,
            "true",
            "Whether a member writes what it applies into a journal of its own too, which 'stowage journal' and 'explain' read."),
    /** Election timeout. */
    CLUSTER_ELECTION_TIMEOUT(
            "cluster.election-timeout",
            Kind.DURATION,
            nanos(ElectionContext.ELECTION_TIMEOUT_NS_DEFAULT),
            "Silence of the leader after which the others elect another one."),
    /** Heartbeats. */
    CLUSTER_HEARTBEAT_INTERVAL(
            "cluster.heartbeat-interval",
            Kind.DURATION,
            nanos(ElectionContext.HEARTBEAT_INTERVAL_NS_DEFAULT),
            "Time between the leader's signs of life."),
    /** Candidates. */
    CLUSTER_CANDIDATE_TIMEOUT(
            "cluster.candidate-timeout",
            Kind.DURATION,
            nanos(ElectionContext.CANDIDATE_TIMEOUT_NS_DEFAULT),
            "How long a member that would lead waits for those it does not hear of, and then for votes."),
    /** Start. */
    CLUSTER_STARTUP_CANVASS_TIMEOUT(
            "cluster.startup-canvass-timeout",
            Kind.DURATION,
            nanos(ElectionContext.STARTUP_CANVASS_TIMEOUT_NS_DEFAULT),
            "How long members that start wait for all others before a majority of them goes on alone."),
    /** Log terms. */
    CLUSTER_LOG_TERM_BYTES(
            "cluster.log-term-bytes",
            Kind.SIZE,
            size(ReplicatedLogContext.TERM_LENGTH_DEFAULT),
            "Term length of the replicated log, a power of two; three are mapped. The longest command is an eighth of it."),
    /** Log segments. */
    CLUSTER_LOG_SEGMENT_BYTES(
            "cluster.log-segment-bytes",
            Kind.SIZE,
            size(ReplicatedLogContext.SEGMENT_BYTES_DEFAULT),
            "Length of the archive's files of the log, a power of two, at least a term."),
    /** Log kept. */
    CLUSTER_LOG_KEEP_BYTES(
            "cluster.log-keep-bytes",
            Kind.SIZE,
            size(ReplicatedLogContext.KEEP_BYTES_DEFAULT),
            "Bytes of the replicated log that stay although every snapshot that is kept (snapshot.keep) covers them; the rest is"
                    + " removed, file by file. A member that was away while more came than that needs 'stowage cluster"
                    + " replace-member'."),
    /** Server of the commands. */
    CLIENT_CONNECT(
            "client.connect",
            Kind.TEXT,
            "",
            "Server that the commands speak to: HOST:PORT, ipc, or the members of a cluster as in"
                    + " cluster:0=HOST:PORT,1=HOST:PORT,2=HOST:PORT. Empty: that of the data directory if it runs, else"
                    + " localhost."),
    /** Data IP. */
    AGENT_DATA_IP(
            "agent.data-ip",
            Kind.TEXT,
            "",
            "Data IP of this node, its identity. Empty: the address of the default route, kept from the first start on."),
    /** Node name. */
    AGENT_NODE_NAME("agent.node-name", Kind.TEXT, "", "Name of this node for people. Empty: the host name."),
    /** Zone. */
    AGENT_ZONE("agent.zone", Kind.TEXT, "zone-1", "Zone in which this node stands."),
    /** Rack. */
    AGENT_RACK("agent.rack", Kind.TEXT, "rack-1", "Rack in which this node stands."),
    /** Brick. */
    AGENT_BRICK("agent.brick", Kind.TEXT, "", "Chassis in which this node stands. Empty: none."),
    /** Pool. */
    AGENT_POOL("agent.pool", Kind.TEXT, "", "Storage pool of this node's chunks. Empty: the default pool."),
    /** Chunks. */
    AGENT_CHUNKS("agent.chunks", Kind.COUNT, "3", "Chunks on this node, where chunk-directories does not name them."),
    /** Directories. */
    AGENT_CHUNK_DIRECTORIES(
            "agent.chunk-directories",
            Kind.LIST,
            "[]",
            "Directories of the chunks, one each. Empty: folders on this machine's real file systems."),
    /** First port. */
    AGENT_FIRST_PORT(
            "agent.first-port",
            Kind.COUNT,
            "10201",
            "Port of the first chunk; the others follow. Their identity on the node."),
    /** Keepalive. */
    AGENT_KEEP_ALIVE_INTERVAL(
            "agent.keep-alive-interval",
            Kind.DURATION,
            "2s",
            "Time from one measurement and keepalive to the next; well below CHUNK_SESSION_TIMEOUT_MS of the cluster.");

    private final String path;
    private final Kind kind;
    private final String defaultText;
    private final String meaning;

    Key(final String path, final Kind kind, final String defaultText, final String meaning) {
        this.path = path;
        this.kind = kind;
        this.defaultText = defaultText;
        this.meaning = meaning;
    }

    /** What a value is. */
    public enum Kind {
        /** Any text. */
        TEXT,
        /** A whole number. */
        COUNT,
        /** Bytes, as in {@code 4 MiB}. */
        SIZE,
        /** A time, as in {@code 10s}. */
        DURATION,
        /** true or false. */
        TRUTH,
        /** Texts. */
        LIST
    }

    /** A holder, for constants of an enum cannot be used in its own constructor calls. */
    private static final class Limit {
        static final String NOTE =
                " Memory is taken for it at start; a journal is replayed with the limits it was written with.";

        private Limit() {}
    }

    /**
     * Where it stands in the file.
     *
     * @return as in {@code server.endpoint}.
     */
    public String path() {
        return path;
    }

    /**
     * What its value is.
     *
     * @return kind.
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Its value where nobody says another.
     *
     * @return as it stands in the file, without quotes.
     */
    public String defaultText() {
        return defaultText;
    }

    /**
     * What it means.
     *
     * @return sentences.
     */
    public String meaning() {
        return meaning;
    }

    /**
     * The environment variable that sets it.
     *
     * @return as in {@code STOWAGE_SERVER_ENDPOINT}.
     */
    public String variable() {
        return "STOWAGE_" + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /**
     * All paths.
     *
     * @return in order.
     */
    public static List<String> paths() {
        return Stream.of(values()).map(Key::path).toList();
    }

    /**
     * Finds a key.
     *
     * @param path as in {@code server.endpoint}.
     * @return the key, if there is one.
     */
    public static Optional<Key> ofPath(final String path) {
        return Stream.of(values()).filter(key -> key.path.equals(path)).findFirst();
    }

    private static String lower(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String names(final Enum<?>... values) {
        return Stream.of(values).map(Key::lower).collect(Collectors.joining(", "));
    }

    private static String size(final long bytes) {
        return bytes % (1 << 20) == 0
                ? (bytes >> 20) + "MiB"
                : bytes % (1 << 10) == 0 ? (bytes >> 10) + "KiB" : bytes + "B";
    }

    private static String millis(final long ms) {
        return ms % 1_000 == 0 ? ms / 1_000 + "s" : ms + "ms";
    }

    private static String nanos(final long ns) {
        return millis(TimeUnit.NANOSECONDS.toMillis(ns));
    }
}
