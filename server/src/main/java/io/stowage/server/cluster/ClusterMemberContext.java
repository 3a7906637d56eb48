package io.stowage.server.cluster;

import io.stowage.engine.Limits;
import io.stowage.server.IdleStrategyKind;
import io.stowage.server.MachineSettings;
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
import java.util.function.Supplier;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a member. Fluent; concluded once, by {@link ClusterMember#launch}. Not thread-safe. What belongs to sessions, media
 * driver, journal, elections and the log stands in contexts of their own: {@link #sessions()}, {@link #media()}, {@link #journal()},
 * {@link #elections()}, {@link #log()}.
 *
 * <p>{@link #limits}, {@link #maxCommandBytes} and {@code sessions().operatorMayActForOthers} decide what is refused, and
 * {@link #hashIntervalBytes} where states are compared: they have to be the same on all members, and a member that finds them
 * different stops.
 */
public final class ClusterMemberContext {
    /** Default of {@link #hashIntervalBytes(long)}. */
    public static final long HASH_INTERVAL_BYTES_DEFAULT = 64L << 20;

    private static final int MIN_COMMAND_BYTES = 4 << 10;
    private static final long MIN_HASH_INTERVAL_BYTES = 4 << 10;

    private final SessionContext sessions = new SessionContext();
    private final MediaContext media = new MediaContext();
    private final Journal.Context journal = new Journal.Context();
    private final ElectionContext elections = new ElectionContext();
    private final ReplicatedLogContext log = new ReplicatedLogContext();
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
    private MachineSettings machine = MachineSettings.SHARED;
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

    /** {@return how long members wait for each other, to be changed there} */
    public ElectionContext elections() {
        return elections;
    }

    /** {@return how the log that members agree on is sent and kept, to be changed there} */
    public ReplicatedLogContext log() {
        return log;
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
     * What the member takes of its machine for itself: the thread that applies the log is pinned.
     *
     * @param value CPUs of that thread, and whether memory is locked.
     * @return this.
     */
    public ClusterMemberContext machine(final MachineSettings value) {
        requireNotConcluded();
        machine = value;
        return this;
    }

    /** {@return what the member takes of its machine; default: nothing} */
    public MachineSettings machine() {
        return machine;
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
        elections.conclude();
        log.conclude(media.termBufferLength());
        checkCommandLength();
        sessions.conclude();
        media.endpoint("").useEmbeddedDriver(true).conclude(directory());
        journal.directory(directory()).syncLevel(SyncLevel.PROCESS);
        rulesHash = hash("limits=" + limits + " maxCommandBytes=" + maxCommandBytes + " operatorMayActForOthers="
                + sessions.operatorMayActForOthers() + " hashIntervalBytes=" + hashIntervalBytes + " members="
                + MemberListRules.signature(members()));
        return this;
    }

    private void checkCommandLength() {
        final int ofBatch = journal.maxBatchBytes()
                - JournalLayout.BATCH_HEADER_LENGTH
                - JournalLayout.ENTRY_HEADER_LENGTH
                - Long.BYTES;
        final int longest = Math.min(ofBatch, log.maxMessageBytes());
        require(
                maxCommandBytes >= MIN_COMMAND_BYTES && maxCommandBytes <= longest,
                "maxCommandBytes must be between " + MIN_COMMAND_BYTES + " and " + longest
                        + ", which fits into a batch of the journal and an eighth of the log's termLength: "
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
                + ", " + machine + ", " + elections + ", " + log + ", " + snapshots + ", "
                + sessions + ", " + media + ", " + journal + '}';
    }

    private void requireNotConcluded() {
        if (concluded) {
            throw new IllegalStateException("the context was concluded already: use one for each member");
        }
    }

    /** What has to hold of the settings. */
    static void require(final boolean condition, final String message) {
        if (!condition) {
            throw new ServerException(message);
        }
    }
}
