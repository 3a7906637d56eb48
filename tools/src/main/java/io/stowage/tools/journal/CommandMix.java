package io.stowage.tools.journal;

import io.stowage.server.journal.JournalDamagedException;
import io.stowage.server.journal.JournalEntryHandler;
import io.stowage.server.journal.JournalLayout;
import io.stowage.server.journal.JournalReader;
import io.stowage.tools.output.Progress;
import io.stowage.tools.output.Text;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Which commands a journal holds, and how many a batch: read entry by entry, with checksums. */
final class CommandMix implements JournalEntryHandler {
    private static final int SIZES = Integer.SIZE;

    private final CommandSchema schema = new CommandSchema();
    private final Map<String, Count> counts = new HashMap<>();
    private final long[] batchesBySize = new long[SIZES];
    private final Progress progress;
    private int largestBatch;
    private @Nullable String damage;

    private CommandMix(final Progress progress) {
        this.progress = progress;
    }

    /** What there is of a command. */
    static final class Count {
        private final String name;
        private long entries;
        private long bytes;

        private Count(final String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        long entries() {
            return entries;
        }

        /** Bytes of log, with the headers of the entries. */
        long bytes() {
            return bytes;
        }
    }

    /**
     * Batches of about one size.
     *
     * @param least   entries.
     * @param most    entries.
     * @param batches of that size.
     */
    record BatchSize(long least, long most, long batches) {}

    static CommandMix of(final Path directory, final Progress progress) {
        final CommandMix mix = new CommandMix(progress);
        try (JournalReader reader = JournalReader.openOldest(directory)) {
            for (int entries = reader.poll(mix); entries > 0; entries = reader.poll(mix)) {
                mix.batchesBySize[SIZES - 1 - Integer.numberOfLeadingZeros(entries)]++;
                mix.largestBatch = Math.max(mix.largestBatch, entries);
            }
        } catch (final JournalDamagedException e) {
            mix.damage = e.getMessage();
        }
        progress.clear();
        return mix;
    }

    @Override
    public void onEntry(
            final long position,
            final long timestampMs,
            final long sessionId,
            final int flags,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final Count count = counts.computeIfAbsent(schema.name(buffer, offset, length), Count::new);
        count.entries++;
        count.bytes += JournalLayout.entryLength(length);
        if ((count.entries & 0xFFFF) == 0) {
            progress.sayIfDue(() -> "read the journal up to position " + Text.count(position));
        }
    }

    /** By name, the most frequent first. */
    List<Count> counts() {
        return counts.values().stream()
                .sorted(Comparator.comparingLong(Count::entries).reversed().thenComparing(Count::name))
                .toList();
    }

    /** In powers of two, the smallest first, as far as there are any. */
    List<BatchSize> batchSizes() {
        return IntStream.range(0, SIZES - Integer.numberOfLeadingZeros(largestBatch))
                .mapToObj(i -> new BatchSize(1L << i, (1L << (i + 1)) - 1, batchesBySize[i]))
                .toList();
    }

    /** What ended the reading before the end, or null. */
    @Nullable
    String damage() {
        return damage;
    }
}
