package io.stowage.server.journal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a whole journal, every checksum and position, and says how far it is intact. */
public final class JournalVerifier {
    private long batches;
    private long entries;
    private @Nullable String damage;

    private JournalVerifier() {}

    /**
     * The outcome.
     *
     * @param batches       that are intact, from the start on.
     * @param entries       in them.
     * @param firstPosition where the journal begins; above 0 once old cycles were removed.
     * @param lastPosition  after the last intact entry.
     * @param tornBytes     of a torn tail that the next start will cut off; not damage. On a live directory it may be the batch
     *                      that is being written.
     * @param damage        one line on the first damage; null if there is none.
     */
    public record Result(
            long batches,
            long entries,
            long firstPosition,
            long lastPosition,
            long tornBytes,
            @Nullable String damage) {
        /**
         * Whether the journal is intact, a torn tail aside.
         *
         * @return true if there is no damage.
         */
        public boolean ok() {
            return damage == null;
        }
    }

    /**
     * Verifies a journal, which may be live.
     *
     * @param directory of the server.
     * @return the outcome; damage is an outcome, not an exception.
     * @throws JournalException if the files cannot be read, or are of a newer format.
     */
    public static Result verify(final Path directory) {
        return verify(directory, (position, timestampMs, sessionId, flags, buffer, offset, length) -> {});
    }

    /**
     * Verifies a journal, which may be live, and delivers its entries on the way.
     *
     * @param directory of the server.
     * @param handler   for the entries that are intact.
     * @return the outcome; damage is an outcome, not an exception.
     * @throws JournalException if the files cannot be read, or are of a newer format.
     */
    public static Result verify(final Path directory, final JournalEntryHandler handler) {
        return new JournalVerifier().run(directory, handler);
    }

    private Result run(final Path directory, final JournalEntryHandler handler) {
        try (JournalReader reader = JournalReader.openOldest(directory)) {
            final long firstPosition = reader.position();
            final long tornBytes = readAll(reader, handler);
            return new Result(batches, entries, firstPosition, reader.position(), tornBytes, damage);
        }
    }

    private long readAll(final JournalReader reader, final JournalEntryHandler handler) {
        try {
            int delivered = reader.poll(handler);
            while (delivered > 0) {
                batches++;
                entries += delivered;
                delivered = reader.poll(handler);
            }
            return reader.checkTail();
        } catch (final JournalDamagedException ex) {
            damage = ex.getMessage();
            return 0;
        }
    }
}
