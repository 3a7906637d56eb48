package io.stowage.tools.diff;

import io.stowage.tools.journal.CommandSchema;
import io.stowage.tools.journal.EntryPrinter;
import io.stowage.tools.journal.JournalEntry;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a comparison of two journals ended. */
record ComparisonPage(boolean differs, Map<String, @Nullable Object> json, String text)
        implements JournalComparison.Outcome {
    @Override
    public String text(final boolean hasColour) {
        return text;
    }

    /** Gathers how far the journals are the same, and words the end. */
    static final class Builder {
        private final Path one;
        private final Path other;
        private final CommandSchema schema;
        private final long start;
        private long equalPosition;
        private long equalEntries;

        Builder(final Path one, final Path other, final CommandSchema schema, final long start) {
            this.one = one;
            this.other = other;
            this.schema = schema;
            this.start = start;
            equalPosition = start;
        }

        void equalUpTo(final long position, final long entries) {
            equalPosition = position;
            equalEntries = entries;
        }

        ComparisonPage noDifference(final long onePosition, final long otherPosition) {
            final String text = "no difference up to position " + Text.count(equalPosition) + ": "
                    + Text.count(equalEntries) + " entries" + since() + " and the states they give are the same; "
                    + (onePosition == otherPosition
                            ? "both journals end there"
                            : onePosition > otherPosition
                                    ? longer(one, onePosition, other)
                                    : longer(other, otherPosition, one));
            return new ComparisonPage(
                    false,
                    Json.object(
                            "difference", "none",
                            "equalUpTo", equalPosition,
                            "entries", equalEntries,
                            "lastPosition", onePosition,
                            "otherLastPosition", otherPosition),
                    text);
        }

        private String longer(final Path which, final long position, final Path shorter) {
            return which + " goes on to position " + Text.count(position) + ", " + shorter + " does not";
        }

        ComparisonPage entriesDiffer(final JournalEntry mine, final JournalEntry theirs) {
            final List<String> what = differences(mine, theirs);
            return new ComparisonPage(
                    true,
                    Json.object(
                            "difference",
                            "entries",
                            "equalUpTo",
                            equalPosition,
                            "entries",
                            equalEntries,
                            "differs",
                            what,
                            "entry",
                            json(mine),
                            "otherEntry",
                            json(theirs)),
                    "the journals part behind position " + Text.count(equalPosition) + ", after "
                            + Text.count(equalEntries) + " equal entries" + since() + ": the next one differs in "
                            + String.join(", ", what) + "\n\n" + one + "\n" + text(mine) + "\n\n" + other + "\n"
                            + text(theirs));
        }

        ComparisonPage statesDiffer(final JournalEntry entry) {
            return new ComparisonPage(
                    true,
                    Json.object("difference", "states", "position", entry.position(), "entry", json(entry)),
                    "the journals are the same, but the states part at position " + Text.count(entry.position())
                            + ", with this entry:\n\n" + text(entry)
                            + "\n\nThe same log gives the same state with the same limits and the same version: compare"
                            + " limits.* in the two configurations");
        }

        ComparisonPage statesDifferAtStart() {
            return new ComparisonPage(
                    true,
                    Json.object("difference", "states", "position", start),
                    "the states differ already at position " + Text.count(start)
                            + ", where the comparison begins; compare limits.* in the two configurations");
        }

        private String since() {
            return start == 0 ? "" : " since position " + Text.count(start);
        }

        private static List<String> differences(final JournalEntry mine, final JournalEntry theirs) {
            final List<String> what = new ArrayList<>();
            if (mine.position() != theirs.position()) {
                what.add("length");
            }
            if (mine.timestampMs() != theirs.timestampMs()) {
                what.add("time");
            }
            if (mine.sessionId() != theirs.sessionId()) {
                what.add("session");
            }
            if (mine.flags() != theirs.flags()) {
                what.add("flags");
            }
            if (!mine.frame().equals(theirs.frame())) {
                what.add("command");
            }
            return what;
        }

        private Map<String, @Nullable Object> json(final JournalEntry entry) {
            return Json.object(
                    "position", entry.position(),
                    "time", entry.timestampMs(),
                    "session", entry.sessionId(),
                    "flags", entry.flags(),
                    "command", schema.name(entry.frame(), 0, entry.frame().capacity()),
                    "fields",
                            EntryPrinter.words(
                                    schema, entry.frame(), 0, entry.frame().capacity()));
        }

        private String text(final JournalEntry entry) {
            final List<String> lines = new ArrayList<>();
            new EntryPrinter(schema, true, lines::add).print(entry);
            return lines.getFirst() + "\n                 session " + entry.sessionId() + ", flags " + entry.flags();
        }
    }
}
