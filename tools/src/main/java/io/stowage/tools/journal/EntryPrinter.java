package io.stowage.tools.journal;

import io.stowage.codecs.Reason;
import io.stowage.server.journal.JournalEntryHandler;
import io.stowage.tools.output.Json;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/** Prints entries, a line each: as JSON for programs, or for people. */
public final class EntryPrinter implements JournalEntryHandler {
    private final CommandSchema schema;
    private final boolean isForPeople;
    private final Consumer<String> lines;

    /**
     * Prints nothing yet.
     *
     * @param schema      to decode with.
     * @param isForPeople whether people read it.
     * @param lines       takes them.
     */
    public EntryPrinter(final CommandSchema schema, final boolean isForPeople, final Consumer<String> lines) {
        this.schema = schema;
        this.isForPeople = isForPeople;
        this.lines = lines;
    }

    /**
     * Prints an entry that was kept.
     *
     * @param entry to print.
     */
    public void print(final JournalEntry entry) {
        onEntry(
                entry.position(),
                entry.timestampMs(),
                entry.sessionId(),
                entry.flags(),
                entry.frame(),
                0,
                entry.frame().capacity());
    }

    /**
     * The fields of a frame for people.
     *
     * @param schema to decode with.
     * @param buffer with the frame.
     * @param offset of it.
     * @param length of it, bytes.
     * @return {@code name=value} and so on; why not, where it cannot be decoded.
     */
    public static String words(
            final CommandSchema schema, final DirectBuffer buffer, final int offset, final int length) {
        final Reason fault = schema.fault(buffer, offset, length);
        return fault == Reason.NONE
                ? new EntryWords().of(schema, buffer, offset, length)
                : "cannot be decoded (" + fault + ", " + length + " bytes)";
    }

    /**
     * The fields of what an engine said, for people.
     *
     * @param schema to decode with.
     * @param frame  of an engine.
     * @return {@code name=value} and so on.
     */
    public static String answer(final CommandSchema schema, final DirectBuffer frame) {
        return new EntryWords().of(schema, frame, 0, frame.capacity());
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
        final String name = schema.name(buffer, offset, length);
        if (isForPeople) {
            lines.accept(String.format(
                            Locale.ROOT,
                            "%,15d  %-24s  %-22s  %s",
                            position,
                            Instant.ofEpochMilli(timestampMs),
                            name,
                            words(schema, buffer, offset, length))
                    .stripTrailing());
            return;
        }
        final Reason fault = schema.fault(buffer, offset, length);
        final String line = Json.line(Json.object(
                "position", position, "time", timestampMs, "session", sessionId, "command", name, "length", length));
        final String more =
                fault == Reason.NONE ? ",\"fields\":" + schema.fields(buffer, offset) : ",\"fault\":\"" + fault + "\"";
        lines.accept(line.substring(0, line.length() - 1) + more + "}");
    }
}
