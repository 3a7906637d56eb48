package io.stowage.server;

import io.stowage.engine.Limits;
import io.stowage.server.journal.Journal;
import io.stowage.server.journal.JournalLayout;
import io.stowage.server.replay.ReplayProgress;
import io.stowage.server.session.Secrets;
import io.stowage.server.session.SessionContext;
import io.stowage.server.snapshot.SnapshotSettings;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * A chunk manager in one process: the engine, its journal, and the sessions of its clients.
 *
 * <pre>{@code
 * try (StandaloneServer server = StandaloneServer.launch(new StandaloneServer.Context().directory(dir))) {
 *     barrier.await();
 * }
 * }</pre>
 *
 * <p>Runs on a thread of its own, or, with {@link Context#useAgentInvoker}, wherever {@link #invoker()} is invoked. The methods
 * here may be called from any thread unless they say otherwise.
 */
public final class StandaloneServer implements AutoCloseable {
    private final ServerAssembly assembly;

    private StandaloneServer(final ServerAssembly assembly) {
        this.assembly = assembly;
    }

    /**
     * Starts a server: takes the directory, replays the journal, and serves.
     *
     * @param context settings; concluded here, used for one server only.
     * @return the server, to be closed by the caller.
     * @throws ServerException                            if something has to be put right first; the message says what.
     * @throws io.stowage.server.journal.JournalException the same, for the journal and its directory.
     */
    public static StandaloneServer launch(final Context context) {
        return new StandaloneServer(ServerAssembly.start(context.conclude()));
    }

    /**
     * The settings of this server.
     *
     * @return concluded context.
     */
    public Context context() {
        return assembly.context();
    }

    /**
     * The cluster that this server is, fixed or generated at its first start.
     *
     * @return its UUID.
     */
    public UUID clusterId() {
        return assembly.clusterId();
    }

    /**
     * Where clients of other processes reach it.
     *
     * @return host:port with the port that was bound; null where it serves IPC only.
     */
    public @Nullable String endpoint() {
        return assembly.endpoint();
    }

    /**
     * Where clients of this machine find the media driver.
     *
     * @return directory of the driver.
     */
    public String aeronDirectoryName() {
        return assembly.context().media().aeronDirectoryName();
    }

    /**
     * Whether the loop goes on. It ends by {@link #close()}, and by itself where serving on would be wrong.
     *
     * @return false once it has ended.
     */
    public boolean isRunning() {
        return assembly.isRunning();
    }

    /**
     * Why the loop ended by itself.
     *
     * @return what went wrong, or null.
     */
    public @Nullable Throwable failure() {
        return assembly.failure();
    }

    /**
     * The duty cycle, to be invoked by one thread, with {@link Context#useAgentInvoker} only.
     *
     * @return the invoker; null where the server has its own thread.
     */
    public @Nullable AgentInvoker invoker() {
        return assembly.invoker();
    }

    /**
     * Where it stood when it stopped.
     *
     * @return the summary; null before {@link #close()}.
     */
    public @Nullable ServerSummary summary() {
        return assembly.summary();
    }

    /**
     * Tells the clients, ends the sessions, and gives everything back: journal, directory, media driver. With an invoker, to be
     * called by the thread that invokes it.
     */
    @Override
    public void close() {
        assembly.close();
    }

    /**
     * Settings of a server. Fluent; concluded once, by {@link #launch}. Not thread-safe. What belongs to sessions, channels and
     * journal stands in contexts of their own: {@link #sessions()}, {@link #media()}, {@link #journal()}.
     */
    public static final class Context {
        /** Default of {@link #maxBatchCommands(int)}. */
        public static final int MAX_BATCH_COMMANDS_DEFAULT = 1_024;

        /** Default of {@link #maxCommandBytes(int)}. */
        public static final int MAX_COMMAND_BYTES_DEFAULT = 512 << 10;

        /** Default of {@link #tickIntervalMs(long)}. */
        public static final long TICK_INTERVAL_MS_DEFAULT = 1_000;

        private static final int MIN_COMMAND_BYTES = 4 << 10;

        private final SessionContext sessions = new SessionContext();
        private final MediaContext media = new MediaContext();
        private final Journal.Context journal = new Journal.Context();
        private @Nullable Path directory;
        private @Nullable UUID clusterId;
        private int[] startAfresh = {};
        private Limits limits = Limits.defaults();
        private MachineSettings machine = MachineSettings.SHARED;
        private int maxBatchCommands = MAX_BATCH_COMMANDS_DEFAULT;
        private int maxCommandBytes = MAX_COMMAND_BYTES_DEFAULT;
        private long tickIntervalMs = TICK_INTERVAL_MS_DEFAULT;
        private Supplier<IdleStrategy> idleStrategySupplier = IdleStrategyKind.BACKOFF::create;
        private boolean useAgentInvoker;
        private @Nullable ErrorHandler errorHandler;
        private SnapshotSettings snapshots = SnapshotSettings.DEFAULT;
        private ReplayProgress replayProgress = ReplayProgress.NONE;
        private Runnable terminationHook = () -> {};
        private EpochClock epochClock = SystemEpochClock.INSTANCE;
        private NanoClock nanoClock = SystemNanoClock.INSTANCE;
        private boolean concluded;

        /** With the defaults, and no directory yet. */
        public Context() {}

        /** {@return settings of the sessions, to be changed there} */
        public SessionContext sessions() {
            return sessions;
        }

        /** {@return settings of media driver and channels, to be changed there} */
        public MediaContext media() {
            return media;
        }

        /**
         * Settings of the journal, to be changed there: sync level, lengths of files, free space. Its directory, clock and
         * error handler are the server's.
         *
         * @return the journal's context.
         */
        public Journal.Context journal() {
            return journal;
        }

        /**
         * How often the state is saved, and what is kept of snapshots and journal.
         *
         * @param value settings.
         * @return this.
         */
        public Context snapshots(final SnapshotSettings value) {
            requireNotConcluded();
            snapshots = value;
            return this;
        }

        /** {@return how often the state is saved} */
        public SnapshotSettings snapshots() {
            return snapshots;
        }

        /**
         * Secrets of the roles, as {@link SessionContext#secrets(Secrets)}.
         *
         * @param value secrets, or {@link Secrets#NONE}.
         * @return this.
         */
        public Context secrets(final Secrets value) {
            sessions.secrets(value);
            return this;
        }

        /**
         * Where the server listens for UDP, as {@link MediaContext#endpoint(String)}.
         *
         * @param value host:port; port 0 for any that is free; empty for IPC only.
         * @return this.
         */
        public Context endpoint(final String value) {
            media.endpoint(value);
            return this;
        }

        /**
         * What all threads do when there is nothing to do, by name.
         *
         * @param kind of the strategies.
         * @return this.
         */
        public Context idleStrategy(final IdleStrategyKind kind) {
            idleStrategySupplier(kind::create);
            media.idleStrategySupplier(kind::create);
            return this;
        }

        /**
         * What the server takes of its machine for itself. A thread that drives the loop by an invoker is pinned as well.
         *
         * @param value CPUs of the loop, and whether memory is locked.
         * @return this.
         */
        public Context machine(final MachineSettings value) {
            requireNotConcluded();
            machine = value;
            return this;
        }

        /** {@return what the server takes of its machine; default: nothing} */
        public MachineSettings machine() {
            return machine;
        }

        /**
         * Directory of the server: journal, lock and error log. Created if it is not there.
         *
         * @param value path of the directory.
         * @return this.
         */
        public Context directory(final Path value) {
            requireNotConcluded();
            directory = value;
            return this;
        }

        /** {@return directory of the server} */
        public Path directory() {
            return Objects.requireNonNull(directory, "directory is not set");
        }

        /**
         * The cluster. A directory of another cluster is refused; without one here the directory decides, and a new directory gets
         * a new cluster.
         *
         * @param value UUID, or null.
         * @return this.
         */
        public Context clusterId(final @Nullable UUID value) {
            requireNotConcluded();
            clusterId = value;
            return this;
        }

        /**
         * The cluster exists, but its state is lost: this empty directory starts it afresh. No space is promised until each of
         * these extent managers has reported or was removed.
         *
         * @param extentManagers ids; none: the cluster is new, or the directory has its state.
         * @return this.
         */
        public Context startAfresh(final int... extentManagers) {
            requireNotConcluded();
            startAfresh = extentManagers.clone();
            return this;
        }

        int[] startAfresh() {
            return startAfresh;
        }

        /** {@return the cluster that is asked for, or null} */
        public @Nullable UUID clusterId() {
            return clusterId;
        }

        /**
         * How much the engine holds. Memory is taken for it at start.
         *
         * @param value limits.
         * @return this.
         */
        public Context limits(final Limits value) {
            requireNotConcluded();
            limits = value;
            return this;
        }

        /** {@return how much the engine holds} */
        public Limits limits() {
            return limits;
        }

        /**
         * Commands and queries that one turn of the loop takes at most.
         *
         * @param value count.
         * @return this.
         */
        public Context maxBatchCommands(final int value) {
            requireNotConcluded();
            maxBatchCommands = value;
            return this;
        }

        /** {@return requests of one turn of the loop} */
        public int maxBatchCommands() {
            return maxBatchCommands;
        }

        /**
         * Longest command; a longer one is refused as malformed.
         *
         * @param value bytes.
         * @return this.
         */
        public Context maxCommandBytes(final int value) {
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
        public Context tickIntervalMs(final long value) {
            requireNotConcluded();
            tickIntervalMs = value;
            return this;
        }

        /** {@return time between ticks, milliseconds} */
        public long tickIntervalMs() {
            return tickIntervalMs;
        }

        /**
         * What the server's thread does when there is nothing to do.
         *
         * @param value makes the strategy; back-off by default.
         * @return this.
         */
        public Context idleStrategySupplier(final Supplier<IdleStrategy> value) {
            requireNotConcluded();
            idleStrategySupplier = value;
            return this;
        }

        /** {@return what the server's thread does when idle} */
        public Supplier<IdleStrategy> idleStrategySupplier() {
            return idleStrategySupplier;
        }

        /**
         * Whether the caller runs the loop by {@link StandaloneServer#invoker()}, instead of a thread of the server.
         *
         * @param value true to invoke it yourself.
         * @return this.
         */
        public Context useAgentInvoker(final boolean value) {
            requireNotConcluded();
            useAgentInvoker = value;
            return this;
        }

        /** {@return whether the caller runs the loop} */
        public boolean useAgentInvoker() {
            return useAgentInvoker;
        }

        /**
         * Told about errors that do not stop the server, beside the error log in the directory, which counts distinct ones.
         *
         * @param value handler that may be called from any thread, or null.
         * @return this.
         */
        public Context errorHandler(final @Nullable ErrorHandler value) {
            requireNotConcluded();
            errorHandler = value;
            return this;
        }

        /** {@return told about errors, beside the error log} */
        public @Nullable ErrorHandler errorHandler() {
            return errorHandler;
        }

        /**
         * Told how far the replay at start has come.
         *
         * @param value listener.
         * @return this.
         */
        public Context replayProgress(final ReplayProgress value) {
            requireNotConcluded();
            replayProgress = value;
            return this;
        }

        /** {@return told about the replay} */
        public ReplayProgress replayProgress() {
            return replayProgress;
        }

        /**
         * Called once, by the server's thread, where the loop ended by itself; {@link StandaloneServer#failure()} says why.
         *
         * @param value hook; must not close the server itself.
         * @return this.
         */
        public Context terminationHook(final Runnable value) {
            requireNotConcluded();
            terminationHook = value;
            return this;
        }

        /** {@return called where the loop ended by itself} */
        public Runnable terminationHook() {
            return terminationHook;
        }

        /**
         * Time of log entries.
         *
         * @param value clock, milliseconds since 1970.
         * @return this.
         */
        public Context epochClock(final EpochClock value) {
            requireNotConcluded();
            epochClock = value;
            return this;
        }

        /** {@return time of log entries} */
        public EpochClock epochClock() {
            return epochClock;
        }

        /**
         * Time of sessions and ticks.
         *
         * @param value clock, nanoseconds.
         * @return this.
         */
        public Context nanoClock(final NanoClock value) {
            requireNotConcluded();
            nanoClock = value;
            return this;
        }

        /** {@return time of sessions and ticks} */
        public NanoClock nanoClock() {
            return nanoClock;
        }

        /**
         * Checks the settings; they may not be changed afterwards.
         *
         * @return this.
         * @throws ServerException if they do not fit together, naming them.
         */
        public Context conclude() {
            requireNotConcluded();
            concluded = true;
            if (directory == null) {
                throw new ServerException("directory is not set: say where the server shall keep its journal");
            }
            if (startAfresh.length > 0 && clusterId == null) {
                throw new ServerException(
                        "startAfresh needs clusterId: name the cluster whose state is started afresh");
            }
            if (startAfresh.length > limits.extentManagers()) {
                throw new ServerException("startAfresh names " + startAfresh.length
                        + " extent managers, but the limit is " + limits.extentManagers());
            }
            if (tickIntervalMs <= 0 || maxBatchCommands <= 0) {
                throw new ServerException("tickIntervalMs (" + tickIntervalMs + ") and maxBatchCommands ("
                        + maxBatchCommands + ") must be positive");
            }
            sessions.conclude();
            media.conclude(directory);
            journal.directory(directory).epochClock(epochClock);
            final int longest = journal.maxBatchBytes()
                    - JournalLayout.BATCH_HEADER_LENGTH
                    - JournalLayout.ENTRY_HEADER_LENGTH
                    - Long.BYTES;
            if (maxCommandBytes < MIN_COMMAND_BYTES || maxCommandBytes > longest) {
                throw new ServerException("maxCommandBytes must be between " + MIN_COMMAND_BYTES + " and " + longest
                        + ", which fits into a batch of the journal: " + maxCommandBytes);
            }
            return this;
        }

        @Override
        public String toString() {
            return "StandaloneServer.Context{directory=" + directory + ", clusterId=" + clusterId + ", limits=" + limits
                    + ", maxBatchCommands=" + maxBatchCommands + ", maxCommandBytes=" + maxCommandBytes
                    + ", tickIntervalMs=" + tickIntervalMs + ", useAgentInvoker=" + useAgentInvoker + ", " + snapshots
                    + ", " + sessions
                    + ", " + media + ", " + journal + '}';
        }

        private void requireNotConcluded() {
            if (concluded) {
                throw new IllegalStateException("the context was concluded already: use one for each server");
            }
        }
    }
}
