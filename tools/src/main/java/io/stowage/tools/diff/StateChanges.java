package io.stowage.tools.diff;

import io.stowage.engine.Engine;
import io.stowage.tools.journal.StateListing;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What became of the rows of a state. */
final class StateChanges {
    /** Fields that tell when somebody was heard last: they change all the time, and nothing has changed. */
    private static final Set<String> HEARD = Set.of("lastKeepAlive", "lastSeen");

    private StateChanges() {}

    /** How a row changed. */
    enum Change {
        ADDED,
        REMOVED,
        CHANGED
    }

    /**
     * Two values of a field.
     *
     * @param before empty: there was none.
     * @param after  empty: there is none.
     */
    record Values(String before, String after) {}

    /**
     * A row that is not what it was.
     *
     * @param kind   of the row.
     * @param key    that names it.
     * @param change what happened to it.
     * @param fields that changed; of a row that came or went, all.
     */
    record Row(StateListing.Kind kind, String key, Change change, Map<String, Values> fields) {}

    /** The rows of all kinds, as they are now. */
    static Map<StateListing.Kind, Map<String, Map<String, String>>> take(
            final StateListing listing, final Engine engine) {
        final Map<StateListing.Kind, Map<String, Map<String, String>>> state = new EnumMap<>(StateListing.Kind.class);
        for (final StateListing.Kind kind : StateListing.Kind.values()) {
            state.put(kind, listing.rows(engine, kind));
        }
        return state;
    }

    /** What changed from one state to another, kind by kind. */
    static List<Row> between(
            final Map<StateListing.Kind, Map<String, Map<String, String>>> before,
            final Map<StateListing.Kind, Map<String, Map<String, String>>> after) {
        final List<Row> changes = new ArrayList<>();
        for (final StateListing.Kind kind : StateListing.Kind.values()) {
            final Map<String, Map<String, String>> then = before.getOrDefault(kind, Map.of());
            final Map<String, Map<String, String>> now = after.getOrDefault(kind, Map.of());
            then.forEach((key, row) -> {
                if (!now.containsKey(key)) {
                    changes.add(new Row(kind, key, Change.REMOVED, fields(row, Map.of())));
                }
            });
            now.forEach((key, row) -> {
                final Map<String, Values> fields = fields(then.getOrDefault(key, Map.of()), row);
                if (!then.containsKey(key)) {
                    changes.add(new Row(kind, key, Change.ADDED, fields));
                } else if (!fields.isEmpty()) {
                    changes.add(new Row(kind, key, Change.CHANGED, fields));
                }
            });
        }
        return changes;
    }

    private static Map<String, Values> fields(final Map<String, String> before, final Map<String, String> after) {
        final Map<String, Values> fields = new LinkedHashMap<>();
        final Map<String, String> all = new LinkedHashMap<>(before);
        all.putAll(after);
        for (final String name : all.keySet()) {
            final Values values = new Values(before.getOrDefault(name, ""), after.getOrDefault(name, ""));
            if (!values.before().equals(values.after()) && !HEARD.contains(name)) {
                fields.put(name, values);
            }
        }
        return fields;
    }
}
