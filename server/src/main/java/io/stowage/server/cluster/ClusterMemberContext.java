package io.stowage.server.cluster;

import io.aeron.logbuffer.LogBufferDescriptor;
import io.stowage.engine.Limits;
import io.stowage.server.IdleStrategyKind;
import io.stowage.server.MediaContext;
import io.stowage.server.ServerException;
import io.stowage.server.StandaloneServer;
import io.stowage.server.journal.Journal;
import io.stowage.server.journal.JournalLayout;
import io.stowage.server.journal.SyncLevel;
import io.stowage.server.session.Secrets;
import io.stowage.server.session.SessionContext;
import io.stowage.server.snapshot.SnapshotSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.BitUtil;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a member. Fluent; concluded once, by {@link ClusterMember#launch}. Not thread-safe. What belongs to sessions, media
 * driver and journal stands in contexts of their own: {@link #sessions()}, {@link #media()}, {@link #journal()}.
 *
 * <p>{@link #limits}, {@link #maxCommandBytes} and {@code sessions().operatorMayActForOthers} decide what is refused, and
 * {@link #hashIntervalBytes} where states are compared: they have to be the same on all members, and a member that finds them
 * different stops.
 */
public final class ClusterMemberContext {
    /** Default of {@link #heartbeatTimeoutNs(long)}. */
    public static final long HEARTBEAT_TIMEOUT_NS_DEFAULT = TimeUnit.SECONDS.toNanos(2);

    /** Default of {@link #heartbeatIntervalNs(long)}. */
    public static final long HEARTBEAT_INTERVAL_NS_DEFAULT = TimeUnit.MILLISECONDS.toNanos(200);

    /** Default of {@link #electionTimeoutNs(long)}. */
    public static final long ELECTION_TIMEOUT_NS_DEFAULT = TimeUnit.SECONDS.toNanos(1);

    /** Default of {@link #startupCanvassTimeoutNs(long)}. */
    public static final long STARTUP_CANVASS_TIMEOUT_NS_DEFAULT = TimeUnit.SECONDS.toNanos(60);

    /** Default of {@link #hashIntervalBytes(long)}. */
    public static final long HASH_INTERVAL_BYTES_DEFAULT = 64L << 20;

    /** Default of {@link #logTermLength(int)}. */
    public static final int LOG_TERM_LENGTH_DEFAULT = 64 << 20;

    /** Default of {@link #logSegmentBytes(int)}. */
    public static final int LOG_SEGMENT_BYTES_DEFAULT = 128 << 20;

    /** Default of {@link #logKeepBytes(long)}. */
    public static final long LOG_KEEP_BYTES_DEFAULT = 1L << 30;

    private static final int MIN_COMMAND_BYTES = 4 << 10;
    private static final long MIN_HASH_INTERVAL_BYTES = 4 << 10;
    private static final int HEADERS_BYTES = 1 << 10;
    private static final int TERM_SHARE_OF_MESSAGE = 8;

    private final SessionContext sessions = new SessionContext();
    private final MediaContext media = new MediaContext();
    private final Journal.Context journal = new Journal.Context();
    private @Nullable Path directory;
    private @Nullable UUID clusterId;
    private @Nullable MemberEndpoints members;
    private int memberId;
    private String node = "";
    private long hashIntervalBytes = HASH_INTERVAL_BYTES_DEFAULT;
    private SyncLevel syncLevel = SyncLevel.PROCESS;
    private Limits limits = Limits.defaults();
    private boolean isJournalOn = true;
    private SnapshotSettings snapshots = SnapshotSettings.DEFAULT;
    private int maxCommandBytes = StandaloneServer.Context.MAX_COMMAND_BYTES_DEFAULT;
    private long tickIntervalMs = StandaloneServer.Context.TICK_INTERVAL_MS_DEFAULT;
    private long heartbeatTimeoutNs = HEARTBEAT_TIMEOUT_NS_DEFAULT;
    private long heartbeatIntervalNs = HEARTBEAT_INTERVAL_NS_DEFAULT;
    private long electionTimeoutNs = ELECTION_TIMEOUT_NS_DEFAULT;
    private long startupCanvassTimeoutNs = STARTUP_CANVASS_TIMEOUT_NS_DEFAULT;
    private int logTermLength = LOG_TERM_LENGTH_DEFAULT;
    private int logSegmentBytes = LOG_SEGMENT_BYTES_DEFAULT;
    private long logKeepBytes = LOG_KEEP_BYTES_DEFAULT;
    private Supplier<IdleStrategy> idleStrategySupplier = IdleStrategyKind.BACKOFF::create;
    private @Nullable ErrorHandler errorHandler;
    private Runnable terminationHook = () -> {};
    private long rulesHash;
    private boolean concluded;

    /** With the defaults, and no directory, cluster or members yet. */
    public ClusterMemberContext() {}

    /** {@return settings of the sessions, to be changed there} */
    public SessionContext sessions() {
        return sessions;
    }

    /** {@return settings of the media driver, which is always embedded; its endpoint is that of the members} */
    public MediaContext media() {
        return media;
    }

    /**
     * Settings of the member's journal: lengths of files, free space. Its directory is the member's; its sync level is always
     * PROCESS, because the cluster's log is the truth.
     *
     * @return the journal's context.
     */
    public Journal.Context journal() {
        return journal;
    }

    /**
     * Directory of the member: journal, snapshots, cluster, archive, error log. Created if it is not there.
     *
     * @param value path of the directory.
     * @return this.
     */
    public ClusterMemberContext directory(final Path value) {
        requireNotConcluded();
        directory = value;
        return this;
    }

    /** {@return directory of the member} */
    public Path directory() {
        return Objects.requireNonNull(directory, "directory is not set");
    }

    /**
     * The cluster, the same for all members. A directory of another cluster is refused.
     *
     * @param value UUID.
     * @return this.
     */
    public ClusterMemberContext clusterId(final UUID value) {
        requireNotConcluded();
        clusterId = value;
        return this;
    }

    /** {@return the cluster} */
    public UUID clusterId() {
        return Objects.requireNonNull(clusterId, "clusterId is not set");
    }

    /**
     * All members, as {@link MemberEndpoints#parse}.
     *
     * @param value like {@code 0=host0:5710,1=host1:5710,2=host2:5710}.
     * @return this.
     * @throws ServerException if it cannot be read.
     */
    public ClusterMemberContext members(final String value) {
        requireNotConcluded();
        members = MemberEndpoints.parse(value);
        return this;
    }

    /** {@return all members} */
    public MemberEndpoints members() {
        return Objects.requireNonNull(members, "members are not set");
    }

    /**
     * Which of the members this is.
     *
     * @param value id.
     * @return this.
     */
    public ClusterMemberContext memberId(final int value) {
        requireNotConcluded();
        memberId = value;
        return this;
    }

    /** {@return which of the members this is} */
    public int memberId() {
        return memberId;
    }

    /**
     * On which node of the topology this member stands: when that enters maintenance, a leader lets another member lead.
     *
     * @param value name or id of the node, as the cluster knows it; empty: nothing is watched.
     * @return this.
     */
    public ClusterMemberContext node(final String value) {
        requireNotConcluded();
        node = value;
        return this;
    }

    /** {@return name or id of the node on which this member stands; empty: not told} */
    public String node() {
        return node;
    }

    /**
     * Bytes of log from one comparison of the members' states to the next; the same on all members. Each takes the hash of its state,
     * which holds it up for that long.
     *
     * @param value bytes; 0: members do not compare their states.
     * @return this.
     */
    public ClusterMemberContext hashIntervalBytes(final long value) {
        requireNotConcluded();
        hashIntervalBytes = value;
        return this;
    }

    /** {@return bytes of log from one comparison of the members' states to the next} */
    public long hashIntervalBytes() {
        return hashIntervalBytes;
    }

    /**
     * What an acknowledged command survives. PROCESS: the death of processes, and of a minority of machines; a power loss of a
     * majority loses acknowledged commands. BATCH: that too, for every append of the log is forced on a majority before it counts.
     *
     * @param value level, best the same on all members.
     * @return this.
     */
    public ClusterMemberContext syncLevel(final SyncLevel value) {
        requireNotConcluded();
        syncLevel = value;
        return this;
    }

    /** {@return what an acknowledged command survives} */
    public SyncLevel syncLevel() {
        return syncLevel;
    }

    /**
     * How much the engine holds; the same on all members. Memory is taken for it at start.
     *
     * @param value limits.
     * @return this.
     */
    public ClusterMemberContext limits(final Limits value) {
        requireNotConcluded();
        limits = value;
        return this;
    }

    /** {@return how much the engine holds} */
    public Limits limits() {
        return limits;
    }

    /**
     * Whether the member writes what it applies into a journal of its own, so that all tools work on its directory.
     *
     * @param value true by default.
     * @return this.
     */
    public ClusterMemberContext journal(final boolean value) {
        requireNotConcluded();
        isJournalOn = value;
        return this;
    }

    /** {@return whether the member writes a journal of its own} */
    public boolean isJournalOn() {
        return isJournalOn;
    }

    /**
     * How often a snapshot is made from the journal, for tools, and what is kept of snapshots and journal. The cluster's own
     * snapshots are another matter: {@link ClusterMember#takeSnapshot()}.
     *
     * @param value settings.
     * @return this.
     */
    public ClusterMemberContext snapshots(final SnapshotSettings value) {
        requireNotConcluded();
        snapshots = value;
        return this;
    }

    /** {@return how often a snapshot is made from the journal} */
    public SnapshotSettings snapshots() {
        return snapshots;
    }

    /**
     * Secrets of the roles, as {@link SessionContext#secrets(Secrets)}. Without them clients are accepted only where all members
     * are on loopback.
     *
     * @param value secrets, or {@link Secrets#NONE}.
     * @return this.
     */
    public ClusterMemberContext secrets(final Secrets value) {
        sessions.secrets(value);
        return this;
    }

    /**
     * Longest command; a longer one is refused as malformed. The same on all members.
     *
     * @param value bytes.
     * @return this.
     */
    public ClusterMemberContext maxCommandBytes(final int value) {
        requireNotConcluded();
        maxCommandBytes = value;
        return this;
    }

    /** {@return longest command, bytes} */
    public int maxCommandBytes() {
        return maxCommandBytes;
    }

    /**
     * Time between the entries by which the log keeps time.
     *
     * @param value milliseconds.
     * @return this.
     */
    public ClusterMemberContext tickIntervalMs(final long value) {
        requireNotConcluded();
        tickIntervalMs = value;
        return this;
    }

    /** {@return time between ticks, milliseconds} */
    public long tickIntervalMs() {
        return tickIntervalMs;
    }

    /**
     * Silence of the leader after which the others elect another one.
     *
     * @param value nanoseconds.
     * @return this.
     */
    public ClusterMemberContext heartbeatTimeoutNs(final long value) {
        requireNotConcluded();
        heartbeatTimeoutNs = value;
        return this;
    }

    /** {@return silence of the leader after which the others elect, nanoseconds} */
    public long heartbeatTimeoutNs() {
        return heartbeatTimeoutNs;
    }

    /**
     * Time between heartbeats of the leader.
     *
     * @param value nanoseconds.
     * @return this.
     */
    public ClusterMemberContext heartbeatIntervalNs(final long value) {
        requireNotConcluded();
        heartbeatIntervalNs = value;
        return this;
    }

    /** {@return time between heartbeats, nanoseconds} */
    public long heartbeatIntervalNs() {
        return heartbeatIntervalNs;
    }

    /**
     * Time that a candidate waits for votes before it tries again.
     *
     * @param value nanoseconds.
     * @return this.
     */
    public ClusterMemberContext electionTimeoutNs(final long value) {
        requireNotConcluded();
        electionTimeoutNs = value;
        return this;
    }

    /** {@return time that a candidate waits for votes, nanoseconds} */
    public long electionTimeoutNs() {
        return electionTimeoutNs;
    }

    /**
     * Time that a member which starts waits for all others before a majority is enough for it.
     *
     * @param value nanoseconds, at least twice the heartbeat timeout.
     * @return this.
     */
    public ClusterMemberContext startupCanvassTimeoutNs(final long value) {
        requireNotConcluded();
        startupCanvassTimeoutNs = value;
        return this;
    }

    /** {@return time that a member which starts waits for all others, nanoseconds} */
    public long startupCanvassTimeoutNs() {
        return startupCanvassTimeoutNs;
    }

    /**
     * Term length of the log's publication; three are mapped. The longest command is an eighth of it.
     *
     * @param value bytes, a power of two.
     * @return this.
     */
    public ClusterMemberContext logTermLength(final int value) {
        requireNotConcluded();
        logTermLength = value;
        return this;
    }

    /** {@return term length of the log's publication, bytes} */
    public int logTermLength() {
        return logTermLength;
    }

    /**
     * Length of the files in which the archive keeps the log.
     *
     * @param value bytes, a power of two, at least the log's term length and the driver's.
     * @return this.
     */
    public ClusterMemberContext logSegmentBytes(final int value) {
        requireNotConcluded();
        logSegmentBytes = value;
        return this;
    }

    /** {@return length of the archive's files, bytes} */
    public int logSegmentBytes() {
        return logSegmentBytes;
    }

    /**
     * How much of the replicated log stays although every snapshot that is kept covers it, for members that are away to catch up
     * from; {@code snapshots().keep()} says how many of the cluster's snapshots are kept.
     *
     * @param value bytes, 0 or more.
     * @return this.
     */
    public ClusterMemberContext logKeepBytes(final long value) {
        requireNotConcluded();
        logKeepBytes = value;
        return this;
    }

    /** {@return how much of the replicated log stays, bytes} */
    public long logKeepBytes() {
        return logKeepBytes;
    }

    /**
     * What all threads do when there is nothing to do, by name.
     *
     * @param kind of the strategies.
     * @return this.
     */
    public ClusterMemberContext idleStrategy(final IdleStrategyKind kind) {
        requireNotConcluded();
        idleStrategySupplier = kind::create;
        media.idleStrategySupplier(kind::create);
        return this;
    }

    /** {@return what archive, consensus module and service do when idle} */
    public Supplier<IdleStrategy> idleStrategySupplier() {
        return idleStrategySupplier;
    }

    /**
     * Told about errors that do not stop the member, beside the error log in the directory, which counts distinct ones.
     *
     * @param value handler that may be called from any thread, or null.
     * @return this.
     */
    public ClusterMemberContext errorHandler(final @Nullable ErrorHandler value) {
        requireNotConcluded();
        errorHandler = value;
        return this;
    }

    /** {@return told about errors, beside the error log} */
    public @Nullable ErrorHandler errorHandler() {
        return errorHandler;
    }

    /**
     * Called by one of the member's threads, perhaps more than once, where it ended by itself; {@link ClusterMember#failure()} says
     * why, unless Aeron Cluster itself gave up, which the error log tells.
     *
     * @param value hook; must not close the member itself.
     * @return this.
     */
    public ClusterMemberContext terminationHook(final Runnable value) {
        requireNotConcluded();
        terminationHook = value;
        return this;
    }

    /** {@return called where the member ended by itself} */
    public Runnable terminationHook() {
        return terminationHook;
    }

    /** Over the settings that decide what is refused. */
    long rulesHash() {
        return rulesHash;
    }

    /** So that a leader that is gone is noticed no later at the log's image than by its heartbeats. */
    long imageLivenessTimeoutNs() {
        return Math.min(TimeUnit.SECONDS.toNanos(10), heartbeatTimeoutNs);
    }

    /**
     * Checks the settings; they may not be changed afterwards.
     *
     * @return this.
     * @throws ServerException if they do not fit together, naming them.
     */
    public ClusterMemberContext conclude() {
        requireNotConcluded();
        concluded = true;
        require(directory != null, "directory is not set: say where the member shall keep its state");
        require(
                clusterId != null && !clusterId.equals(new UUID(0, 0)),
                "clusterId is not set: give all members the same UUID, which 'stowage init' makes");
        require(members != null, "members are not set: name all of them like 0=host0:5710,1=host1:5710,2=host2:5710");
        members().member(memberId);
        require(tickIntervalMs > 0, "tickIntervalMs must be positive: " + tickIntervalMs);
        require(
                hashIntervalBytes == 0 || hashIntervalBytes >= MIN_HASH_INTERVAL_BYTES,
                "hashIntervalBytes must be 0 or at least " + MIN_HASH_INTERVAL_BYTES + ": " + hashIntervalBytes);
        checkTimes();
        checkLengths();
        sessions.conclude();
        media.endpoint("").useEmbeddedDriver(true).conclude(directory());
        journal.directory(directory()).syncLevel(SyncLevel.PROCESS);
        rulesHash = hash("limits=" + limits + " maxCommandBytes=" + maxCommandBytes + " operatorMayActForOthers="
                + sessions.operatorMayActForOthers() + " hashIntervalBytes=" + hashIntervalBytes);
        return this;
    }

    private void checkTimes() {
        require(
                heartbeatIntervalNs > 0 && heartbeatTimeoutNs > heartbeatIntervalNs,
                "heartbeatTimeoutNs (" + heartbeatTimeoutNs + ") must be more than heartbeatIntervalNs ("
                        + heartbeatIntervalNs + "), which must be positive");
        require(electionTimeoutNs > 0, "electionTimeoutNs must be positive: " + electionTimeoutNs);
        require(
                startupCanvassTimeoutNs >= 2 * heartbeatTimeoutNs,
                "startupCanvassTimeoutNs (" + startupCanvassTimeoutNs + ") must be at least twice heartbeatTimeoutNs ("
                        + heartbeatTimeoutNs + ")");
    }

    private void checkLengths() {
        require(
                BitUtil.isPowerOfTwo(logTermLength)
                        && logTermLength >= LogBufferDescriptor.TERM_MIN_LENGTH
                        && logTermLength <= LogBufferDescriptor.TERM_MAX_LENGTH,
                "logTermLength must be a power of two from 64 KiB to 1 GiB: " + logTermLength);
        require(
                BitUtil.isPowerOfTwo(logSegmentBytes)
                        && logSegmentBytes >= Math.max(logTermLength, media.termBufferLength()),
                "logSegmentBytes must be a power of two, at least logTermLength (" + logTermLength
                        + ") and the driver's termBufferLength (" + media.termBufferLength() + "): " + logSegmentBytes);
        require(logKeepBytes >= 0, "logKeepBytes must be 0 or more: " + logKeepBytes);
        final int ofBatch = journal.maxBatchBytes()
                - JournalLayout.BATCH_HEADER_LENGTH
                - JournalLayout.ENTRY_HEADER_LENGTH
                - Long.BYTES;
        final int longest = Math.min(ofBatch, logTermLength / TERM_SHARE_OF_MESSAGE - HEADERS_BYTES);
        require(
                maxCommandBytes >= MIN_COMMAND_BYTES && maxCommandBytes <= longest,
                "maxCommandBytes must be between " + MIN_COMMAND_BYTES + " and " + longest
                        + ", which fits into a batch of the journal and an eighth of logTermLength: "
                        + maxCommandBytes);
    }

    private static long hash(final String text) {
        try {
            final byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new UnsafeBuffer(digest).getLong(0);
        } catch (final NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "ClusterMemberContext{directory=" + directory + ", clusterId=" + clusterId + ", members=" + members
                + ", memberId=" + memberId + ", node=" + node + ", hashIntervalBytes=" + hashIntervalBytes
                + ", syncLevel=" + syncLevel + ", limits=" + limits + ", isJournalOn="
                + isJournalOn + ", maxCommandBytes=" + maxCommandBytes + ", tickIntervalMs=" + tickIntervalMs
                + ", heartbeatTimeoutNs=" + heartbeatTimeoutNs + ", heartbeatIntervalNs=" + heartbeatIntervalNs
                + ", electionTimeoutNs=" + electionTimeoutNs + ", startupCanvassTimeoutNs=" + startupCanvassTimeoutNs
                + ", logTermLength=" + logTermLength + ", logSegmentBytes=" + logSegmentBytes + ", logKeepBytes="
                + logKeepBytes + ", " + snapshots + ", "
                + sessions + ", " + media + ", " + journal + '}';
    }

    private void requireNotConcluded() {
        if (concluded) {
            throw new IllegalStateException("the context was concluded already: use one for each member");
        }
    }

    private static void require(final boolean condition, final String message) {
        if (!condition) {
            throw new ServerException(message);
        }
    }
}
