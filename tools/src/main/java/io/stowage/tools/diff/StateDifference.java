package io.stowage.tools.diff;

import io.stowage.codecs.ConfigKey;
import io.stowage.engine.Engine;
import io.stowage.tools.cluster.ClusterSetting;
import io.stowage.tools.journal.StateListing;
import io.stowage.tools.output.Column;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Page;
import io.stowage.tools.output.Table;
import io.stowage.tools.output.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What changed between two points of a history, for people and for programs. */
final class StateDifference implements Page {
    private static final Set<String> TIMES = Set.of("expiry", "maintenanceUntil");
    private static final Set<String> RANGE = Set.of("minimum", "maximum", "changed");

    private final Point from;
    private final Point to;
    private final Map<String, Long> commands;
    private final List<StateChanges.Row> changes;
    private final int limit;

    /** Shows at most so many rows of each kind to people. */
    StateDifference(
            final Point from,
            final Point to,
            final Map<String, Long> commands,
            final List<StateChanges.Row> changes,
            final int limit) {
        this.from = from;
        this.to = to;
        this.commands = commands;
        this.changes = List.copyOf(changes);
        this.limit = limit;
    }

    /**
     * Where a state stands.
     *
     * @param position    in the log.
     * @param timestampMs of the newest entry; 0 where there is none.
     * @param stateHash   over all facts.
     */
    record Point(long position, long timestampMs, long stateHash) {
        static Point of(final Engine engine) {
            return new Point(engine.position(), engine.timestampMs(), engine.stateHash());
        }

        private Map<String, ?> json() {
            return Json.object(
                    "position",
                    position,
                    "time",
                    timestampMs,
                    "stateHash",
                    HexFormat.of().toHexDigits(stateHash));
        }

        private String text() {
            return "position " + Text.count(position)
                    + (timestampMs == 0 ? "" : ", " + Instant.ofEpochMilli(timestampMs)) + ", state hash "
                    + HexFormat.of().toHexDigits(stateHash);
        }
    }

    @Override
    public Object json() {
        final Map<String, Object> byKind = new LinkedHashMap<>();
        for (final StateListing.Kind kind : StateListing.Kind.values()) {
            final List<StateChanges.Row> rows = of(kind);
            if (!rows.isEmpty()) {
                byKind.put(
                        name(kind),
                        rows.stream()
                                .map(row -> Json.object(
                                        "key", row.key(), "change", lower(row.change()), "fields", fields(row)))
                                .toList());
            }
        }
        return Json.object("from", from.json(), "to", to.json(), "commands", commands, "changes", byKind);
    }

    private static Map<String, Object> fields(final StateChanges.Row row) {
        final Map<String, Object> fields = new LinkedHashMap<>();
        row.fields()
                .forEach((name, values) ->
                        fields.put(name, Json.object("before", values.before(), "after", values.after())));
        return fields;
    }

    @Override
    public String text(final boolean hasColour) {
        final StringBuilder text = new StringBuilder();
        text.append("from     ").append(from.text());
        text.append("\nto       ").append(to.text());
        text.append("\nbetween  ")
                .append(Text.count(
                        commands.values().stream().mapToLong(Long::longValue).sum(), "command"));
        if (!commands.isEmpty()) {
            text.append(from.timestampMs() == 0 ? "" : " in " + Text.duration(to.timestampMs() - from.timestampMs()));
            text.append("\n\n")
                    .append(Table.of(
                            List.copyOf(commands.entrySet()),
                            List.of(
                                    Column.word("COMMAND", Map.Entry::getKey),
                                    Column.figure("COUNT", entry -> Text.count(entry.getValue()))),
                            hasColour));
        }
        if (changes.isEmpty()) {
            text.append("\n\nnothing changed but when chunks and extent managers were heard last");
        }
        for (final StateListing.Kind kind : StateListing.Kind.values()) {
            if (!of(kind).isEmpty()) {
                text.append("\n\n").append(section(kind, of(kind), hasColour));
            }
        }
        return text.toString();
    }

    private List<StateChanges.Row> of(final StateListing.Kind kind) {
        return changes.stream().filter(row -> row.kind() == kind).toList();
    }

    private String section(final StateListing.Kind kind, final List<StateChanges.Row> rows, final boolean hasColour) {
        final List<StateChanges.Row> shown = rows.subList(0, Math.min(limit, rows.size()));
        final String table = kind == StateListing.Kind.SPACE ? space(shown, hasColour) : plain(kind, shown, hasColour);
        return rows.size() == shown.size()
                ? table
                : table + "\n... and " + Text.count(rows.size() - shown.size()) + " more; --limit shows them";
    }

    private static String plain(
            final StateListing.Kind kind, final List<StateChanges.Row> rows, final boolean hasColour) {
        return Table.of(
                rows,
                List.of(
                        Column.word(kind.name(), StateChanges.Row::key),
                        Column.word("CHANGE", row -> lower(row.change())),
                        Column.word("WHAT", StateDifference::what)),
                hasColour);
    }

    private static String what(final StateChanges.Row row) {
        return row.fields().entrySet().stream()
                .filter(field -> isTold(row, field.getKey(), field.getValue()))
                .map(field -> field.getKey() + ' ' + change(row, field.getKey(), field.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Left out for people: what the key says already, the range of a setting, and what a row that came or went has not. */
    private static boolean isTold(final StateChanges.Row row, final String field, final StateChanges.Values values) {
        final String value = values.before() + values.after();
        return !field.equals(row.kind().name().toLowerCase(Locale.ROOT))
                && !field.equals("key")
                && !(row.kind() == StateListing.Kind.SETTING && RANGE.contains(field))
                && (row.change() == StateChanges.Change.CHANGED || !(value.isEmpty() || value.equals("0")));
    }

    private static String change(final StateChanges.Row row, final String field, final StateChanges.Values values) {
        return switch (row.change()) {
            case ADDED -> value(row, field, values.after());
            case REMOVED -> value(row, field, values.before());
            case CHANGED -> value(row, field, values.before()) + " -> " + value(row, field, values.after());
        };
    }

    private static String value(final StateChanges.Row row, final String field, final String value) {
        if (value.isEmpty()) {
            return "none";
        }
        if (row.kind() == StateListing.Kind.SETTING && field.equals("value")) {
            return ClusterSetting.text(ConfigKey.valueOf(row.key()), Long.parseLong(value));
        }
        if (isBytes(row.kind(), field)) {
            return Text.bytes(Long.parseLong(value));
        }
        return TIMES.contains(field) && !value.equals("0")
                ? Instant.ofEpochMilli(Long.parseLong(value)).toString()
                : value;
    }

    private static boolean isBytes(final StateListing.Kind kind, final String field) {
        return kind == StateListing.Kind.SPACE
                ? !field.equals("segments")
                : field.endsWith("Bytes") || field.endsWith("Allocated");
    }

    /** A term of a chunk's tier. */
    private record Term(StateChanges.Row row, String name, StateChanges.Values values) {
        private long change() {
            return number(values.after()) - number(values.before());
        }

        private static long number(final String value) {
            return value.isEmpty() ? 0 : Long.parseLong(value);
        }

        private String changeText() {
            final String text = isBytes(row.kind(), name) ? Text.bytes(change()) : Text.count(change());
            return change() > 0 ? "+" + text : text;
        }
    }

    private static String space(final List<StateChanges.Row> rows, final boolean hasColour) {
        final List<Term> terms = new ArrayList<>();
        for (final StateChanges.Row row : rows) {
            row.fields().forEach((name, values) -> {
                final boolean isKey = name.equals("chunk") || name.equals("tier");
                if (!isKey && new Term(row, name, values).change() != 0) {
                    terms.add(new Term(row, name, values));
                }
            });
        }
        return Table.of(
                terms,
                List.of(
                        Column.word("CHUNK TIER", term -> term.row().key()),
                        Column.word("TERM", Term::name),
                        Column.figure(
                                "BEFORE",
                                term -> value(
                                        term.row(), term.name(), term.values().before())),
                        Column.figure(
                                "AFTER",
                                term -> value(
                                        term.row(), term.name(), term.values().after())),
                        Column.figure("CHANGE", Term::changeText)),
                hasColour);
    }

    private static String name(final StateListing.Kind kind) {
        return lower(kind);
    }

    private static String lower(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
