package io.stowage.server.snapshot;

import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.server.journal.JournalDurability;
import io.stowage.server.journal.JournalException;
import io.stowage.server.replay.JournalReplay;
import io.stowage.server.replay.ReplayProgress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes snapshots from the log: the newest one, and the journal behind it, applied to an engine of its own. The server's loop is
 * not stopped for a moment, and any process may do it, beside a running server too. It costs the memory of a second engine
 * while it works, and as much of another core as the commands since the last snapshot take to be replayed.
 *
 * <p>A snapshot is never ahead of the journal on the disk: what was read is forced before the snapshot is published, whatever
 * the server's sync level.
 */
public final class SnapshotMaker {
    private final Path home;
    private final SnapshotStore store;
    private final Supplier<SnapshotStore.Restored> start;

    /**
     * Looks at nothing yet.
     *
     * @param home   data directory of a server.
     * @param limits that its journal was written with.
     */
    public SnapshotMaker(final Path home, final Limits limits) {
        this(home, limits, new SnapshotStore(home));
    }

    SnapshotMaker(final Path home, final Limits limits, final SnapshotStore store) {
        this(home, store, () -> store.restore(limits));
    }

    /** Asks for the state to begin with each time that it begins. */
    SnapshotMaker(final Path home, final SnapshotStore store, final Supplier<SnapshotStore.Restored> start) {
        this.home = home;
        this.store = store;
        this.start = start;
    }

    /**
     * What was made.
     *
     * @param file      published.
     * @param stateHash of it.
     * @param replayed  entries that were applied for it.
     * @param warnings  about older snapshots that could not be used.
     */
    public record Made(SnapshotFile file, long stateHash, long replayed, List<String> warnings) {
        /** Keeps what is given. */
        public Made {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Publishes the state at the end of the journal, as it is now. Where a server meanwhile lets go of the journal that this
     * was about to read, it has made a newer snapshot before: the work begins again from there.
     *
     * @param progress told now and then; what it throws ends the work, and nothing is published.
     * @return what was made.
     * @throws SnapshotException                          if it cannot be written.
     * @throws io.stowage.server.journal.JournalException if the journal is damaged or cannot be read.
     */
    public Made make(final ReplayProgress progress) {
        SnapshotStore.Restored restored = start.get();
        while (true) {
            final long from = restored.engine().position();
            try (Engine engine = restored.engine()) {
                return goOn(engine, restored.warnings(), progress);
            } catch (final JournalException e) {
                restored = start.get();
                if (restored.engine().position() <= from) {
                    restored.engine().close();
                    throw e;
                }
            }
        }
    }

    private Made goOn(final Engine engine, final List<String> warnings, final ReplayProgress progress) {
        final long from = engine.position();
        final JournalReplay.Result result = JournalReplay.run(home, engine, JournalReplay.TO_THE_END, progress);
        JournalDurability.force(home, from);
        return new Made(store.publish(engine), engine.stateHash(), result.entries(), warnings);
    }
}
