package io.stowage.sim.model;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What one extent manager reported last and has reserved since, row by row. */
final class Ledger {
    private final Map<RowKey, Amount> reported = new HashMap<>();
    private final NavigableMap<Long, Map<RowKey, Amount>> pending = new TreeMap<>();

    Ledger() {}

    /** Rows of the last report, with the deltas since. */
    Map<RowKey, Amount> reported() {
        return reported;
    }

    /** Rows reserved under a version. */
    Map<RowKey, Amount> pending(final long version) {
        return pending.computeIfAbsent(version, absent -> new HashMap<>());
    }

    /** Takes away all that was reserved below a version. */
    Map<RowKey, Amount> dropBelow(final long version) {
        final NavigableMap<Long, Map<RowKey, Amount>> below = pending.headMap(version, false);
        final Map<RowKey, Amount> dropped = new HashMap<>();
        below.values().forEach(rows -> rows.forEach((key, amount) -> dropped.merge(key, amount, Amount::plus)));
        below.clear();
        return dropped;
    }

    void addReportedTo(final Map<RowKey, Amount> sums) {
        reported.forEach((key, amount) -> sums.merge(key, amount, Amount::plus));
    }

    void addPendingTo(final Map<RowKey, Amount> sums) {
        pending.values().forEach(rows -> rows.forEach((key, amount) -> sums.merge(key, amount, Amount::plus)));
    }
}
