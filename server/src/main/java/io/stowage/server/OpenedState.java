package io.stowage.server;

import io.stowage.engine.Engine;
import io.stowage.engine.ReplySink;
import io.stowage.server.ingress.RequestBatch;
import io.stowage.server.journal.Journal;
import io.stowage.server.journal.JournalAppender;
import io.stowage.server.journal.JournalReader;
import io.stowage.server.replay.JournalReplay;
import io.stowage.server.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest snapshot loaded, the journal behind it replayed, and the log ready to go on. A new directory gets its {@code ClusterStart}; every
 * start ends the sessions of the run before.
 *
 * @param engine    with the state of the journal; to be closed.
 * @param log       for what comes next.
 * @param batch     that the loop fills.
 * @param clusterId of the directory.
 */
record OpenedState(Engine engine, CommandLog log, RequestBatch batch, UUID clusterId) {
    private static final long EPOCH_2020_MS = 1_577_836_800_000L;
    private static final Logger LOGGER = LoggerFactory.getLogger(OpenedState.class);

    static OpenedState open(
            final StandaloneServer.Context ctx,
            final Journal journal,
            final LoopMeter meter,
            final HostEntries entries) {
        requireNothingLost(ctx, journal);
        final Engine engine = restore(ctx);
        boolean isOpen = false;
        try {
            replay(ctx, journal, engine);
            requireEmptyForStartAfresh(ctx, engine);
            final UUID clusterId = clusterOf(ctx, engine);
            final long high = clusterId.getMostSignificantBits();
            final long low = clusterId.getLeastSignificantBits();
            requireSpace(ctx);
            final JournalAppender appender = journal.appender();
            final CommandLog log =
                    new CommandLog(appender, engine, meter, ctx.journal().minFreeBytes());
            final RequestBatch batch =
                    new RequestBatch(appender, ctx.epochClock(), engine.timestampMs(), ctx.maxBatchCommands());
            if (!engine.isStarted()) {
                entries.addClusterStart(
                        batch, high, low, ctx.sessions().random().nextLong());
                if (ctx.startAfresh().length > 0) {
                    entries.addStartAfresh(batch, firstNewChunk(ctx), ctx.startAfresh());
                }
            }
            entries.addAllSessionsClosed(batch);
            log.process(batch, ReplySink.NONE);
            journal.lock().cluster(high, low);
            isOpen = true;
            return new OpenedState(engine, log, batch, clusterId);
        } finally {
            if (!isOpen) {
                engine.close();
            }
        }
    }

    private static void requireNothingLost(final StandaloneServer.Context ctx, final Journal journal) {
        final String cut = journal.recovery().message();
        if (cut != null) {
            LOGGER.warn("{}", cut);
        }
        if (journal.lostSinceClose()) {
            throw new ServerException("the journal in " + ctx.directory() + " ends at position "
                    + journal.recovery().position()
                    + " but was longer when it was closed: acknowledged commands are missing; restore its files from a"
                    + " backup, or remove the file journal.mark there to go on without them");
        }
    }

    /** A mapped file that finds no block takes the process down, and the first batch of a run is written before anything is reserved. */
    private static void requireSpace(final StandaloneServer.Context ctx) {
        final long free;
        try {
            free = Files.getFileStore(ctx.directory()).getUsableSpace();
        } catch (final IOException e) {
            throw new ServerException(
                    "the free space of " + ctx.directory() + " cannot be read (" + e + "); check the file system", e);
        }
        if (free < ctx.journal().minFreeBytes()) {
            throw new ServerException("the disk of " + ctx.directory() + " has " + free + " bytes free, and "
                    + ctx.journal().minFreeBytes()
                    + " are needed to start (journal.min-free-bytes): make room and start again; nothing was changed");
        }
    }

    private static Engine restore(final StandaloneServer.Context ctx) {
        final SnapshotStore store = new SnapshotStore(ctx.directory());
        store.deleteUnfinished();
        final SnapshotStore.Restored restored = store.restore(ctx.limits());
        restored.warnings().forEach(LOGGER::warn);
        if (restored.engine().position() > 0) {
            LOGGER.info("loaded the snapshot at position {}", restored.engine().position());
        }
        return restored.engine();
    }

    private static void replay(final StandaloneServer.Context ctx, final Journal journal, final Engine engine) {
        final long startNs = ctx.nanoClock().nanoTime();
        try (JournalReader reader = journal.reader(engine.position())) {
            final JournalReplay.Result result =
                    JournalReplay.run(reader, engine, JournalReplay.TO_THE_END, ctx.replayProgress());
            if (result.entries() > 0) {
                LOGGER.info(
                        "replayed {} entries to position {} in {} ms",
                        result.entries(),
                        result.position(),
                        TimeUnit.NANOSECONDS.toMillis(ctx.nanoClock().nanoTime() - startNs));
            }
        }
        if (engine.position() > 0 && !engine.isStarted()) {
            throw new ServerException("the journal in " + ctx.directory()
                    + " does not begin with the start of a cluster; it is of another program, or its beginning is missing:"
                    + " restore it from a backup");
        }
    }

    /** Above every id that was ever given: seconds since 2020, which no count of chunks reaches, and no second start repeats. */
    private static long firstNewChunk(final StandaloneServer.Context ctx) {
        return TimeUnit.MILLISECONDS.toSeconds(ctx.epochClock().time() - EPOCH_2020_MS) & Integer.MAX_VALUE;
    }

    private static void requireEmptyForStartAfresh(final StandaloneServer.Context ctx, final Engine engine) {
        if (engine.isStarted() && ctx.startAfresh().length > 0) {
            throw new ServerException("the directory " + ctx.directory()
                    + " has a state already and cannot be started afresh: start the server without that, or choose an empty"
                    + " directory");
        }
    }

    private static UUID clusterOf(final StandaloneServer.Context ctx, final Engine engine) {
        final UUID wanted = ctx.clusterId();
        if (!engine.isStarted()) {
            return wanted != null ? wanted : newCluster(ctx);
        }
        final UUID found = new UUID(engine.clusterHigh(), engine.clusterLow());
        if (wanted != null && !wanted.equals(found)) {
            throw new ServerException("the directory " + ctx.directory() + " is of cluster " + found + ", not of "
                    + wanted + "; choose the directory of that cluster, or correct the configured cluster");
        }
        return found;
    }

    /** A random UUID, version 4, from the configured source. */
    private static UUID newCluster(final StandaloneServer.Context ctx) {
        final long high = (ctx.sessions().random().nextLong() & ~0xF000L) | 0x4000L;
        final long low = (ctx.sessions().random().nextLong() & ~(3L << 62)) | (1L << 63);
        return new UUID(high, low);
    }
}
