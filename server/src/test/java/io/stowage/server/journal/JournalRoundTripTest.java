package io.stowage.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalRoundTripTest {
    private static final int MAX_BATCH_BYTES = 8192;

    @TempDir
    Path directory;

    private final List<JournalRecord> model = new ArrayList<>();
    private final ExpandableArrayBuffer command = new ExpandableArrayBuffer(MAX_BATCH_BYTES);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldReadBackWhatWasAppendedOverRestartsAndRolls(final long seed) {
        final Random random = new Random(seed);
        final int runs = 2 + random.nextInt(5);
        for (int run = 0; run < runs; run++) {
            try (Journal journal = Journal.open(context(random))) {
                assertThat(journal.recovery().message()).isNull();
                assertThat(journal.recovery().position()).isEqualTo(modelPosition());
                readFromRandomPosition(journal, random);
                appendBatches(journal.appender(), random);
                readFromRandomPosition(journal, random);
            }
        }

        try (JournalReader reader = JournalReader.open(directory, 0)) {
            assertThat(JournalRecord.readAll(reader)).isEqualTo(model);
            assertThat(reader.checkTail()).isZero();
        }
        assertThat(JournalVerifier.verify(directory).ok()).isTrue();
    }

    private void appendBatches(final JournalAppender appender, final Random random) {
        final int batches = random.nextInt(200);
        for (int i = 0; i < batches; i++) {
            final long timestampMs = random.nextLong();
            final boolean abort = random.nextInt(10) == 0;
            appender.beginBatch(timestampMs);
            final List<JournalRecord> batch = appendEntries(appender, timestampMs, random);
            if (abort) {
                appender.abort();
            } else {
                assertThat(appender.commit())
                        .isEqualTo(
                                batch.isEmpty()
                                        ? modelPosition()
                                        : batch.getLast().position());
                model.addAll(batch);
            }
        }
    }

    private List<JournalRecord> appendEntries(
            final JournalAppender appender, final long timestampMs, final Random random) {
        final List<JournalRecord> batch = new ArrayList<>();
        final int entries = random.nextInt(20);
        for (int i = 0; i < entries; i++) {
            final int offset = random.nextInt(100);
            final int length =
                    random.nextInt(10) == 0 ? random.nextInt(appender.maxEntryLength()) : random.nextInt(300);
            for (int at = 0; at < length; at++) {
                command.putByte(offset + at, (byte) random.nextInt());
            }
            final long sessionId = random.nextLong();
            final int flags = random.nextInt();
            final long position = appender.append(sessionId, flags, command, offset, length);
            if (position == JournalAppender.BATCH_FULL) {
                break;
            }
            batch.add(JournalRecord.of(position, timestampMs, sessionId, flags, command, offset, length));
        }
        return batch;
    }

    private void readFromRandomPosition(final Journal journal, final Random random) {
        final int from = random.nextInt(model.size() + 1);
        final long fromPosition = from == 0 ? 0 : model.get(from - 1).position();
        try (JournalReader reader = journal.reader(fromPosition)) {
            assertThat(JournalRecord.readAll(reader)).isEqualTo(model.subList(from, model.size()));
        }
    }

    private long modelPosition() {
        return model.isEmpty() ? 0 : model.getLast().position();
    }

    private Journal.Context context(final Random random) {
        return new Journal.Context()
                .directory(directory)
                .syncLevel(random.nextBoolean() ? SyncLevel.BATCH : SyncLevel.PROCESS)
                .cycleBytes(1 + random.nextInt(200_000))
                .blockBytes(64 << 10)
                .reserveBytes(random.nextBoolean() ? 0 : random.nextInt(100_000))
                .minFreeBytes(0)
                .maxBatchBytes(MAX_BATCH_BYTES);
    }
}
