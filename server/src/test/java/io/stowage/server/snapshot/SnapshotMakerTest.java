package io.stowage.server.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.server.journal.Journal;
import io.stowage.server.journal.JournalAppender;
import io.stowage.server.journal.JournalException;
import io.stowage.server.journal.JournalRetention;
import io.stowage.server.journal.JournalStat;
import io.stowage.server.journal.SyncLevel;
import io.stowage.server.replay.ReplayProgress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot that is made while a server lets go of the journal that it was to be made from. */
class SnapshotMakerTest {
    private static final int COMMANDS = 2_000;

    @TempDir
    private Path directory;

    /** Commands that the engine refuses; they are entries as good as any. */
    private void write() {
        final Journal.Context context = new Journal.Context()
                .directory(directory)
                .syncLevel(SyncLevel.PROCESS)
                .cycleBytes(20_000)
                .blockBytes(64 << 10)
                .reserveBytes(0)
                .minFreeBytes(0)
                .maxBatchBytes(8_192);
        final UnsafeBuffer command = new UnsafeBuffer(new byte[100]);
        try (Journal journal = Journal.open(context)) {
            final JournalAppender appender = journal.appender();
            for (int i = 0; i < COMMANDS; i++) {
                appender.beginBatch(i);
                appender.append(1, 0, command, 0, command.capacity());
                appender.commit();
            }
        }
    }

    @Test
    void shouldBeginAgainFromTheNewerSnapshotThatLetTheJournalGo() {
        // given: this process found no snapshot, and then the server made one and let the journal before it go
        write();
        final SnapshotStore store = new SnapshotStore(directory);
        final Deque<SnapshotStore.Restored> starts = new ArrayDeque<>();
        starts.add(store.restore(Limits.small()));
        final SnapshotMaker.Made servers = new SnapshotMaker(directory, Limits.small()).make(ReplayProgress.NONE);
        assertThat(JournalRetention.remove(directory, servers.file().position(), 0, 0))
                .isPositive();
        write();

        // when
        final SnapshotMaker.Made made = new SnapshotMaker(
                        directory, store, () -> starts.isEmpty() ? store.restore(Limits.small()) : starts.remove())
                .make(ReplayProgress.NONE);

        // then
        assertThat(made.file().position()).isEqualTo(JournalStat.of(directory).lastPosition());
        assertThat(made.replayed()).isEqualTo(COMMANDS);
    }

    @Test
    void shouldSayWhatIsWrongWhereNoNewerSnapshotHelps() {
        write();
        assertThat(JournalRetention.remove(directory, Long.MAX_VALUE, 0, 0)).isPositive();
        final SnapshotStore store = new SnapshotStore(directory);
        final Deque<SnapshotStore.Restored> starts = new ArrayDeque<>();
        for (int i = 0; i < 2; i++) {
            starts.add(new SnapshotStore.Restored(new Engine(Limits.small()), List.of()));
        }

        assertThatThrownBy(() -> new SnapshotMaker(directory, store, starts::remove).make(ReplayProgress.NONE))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("no longer in the journal");
        assertThat(starts).isEmpty();
    }
}
