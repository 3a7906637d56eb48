package io.stowage.tools.sim;

import io.stowage.sim.simulation.SimulationResult;
import io.stowage.tools.output.Column;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Table;
import io.stowage.tools.output.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sums of many simulations. */
final class SimTotals {
    private final SortedMap<String, Long> faults = new TreeMap<>();
    private final SortedMap<String, Long> seen = new TreeMap<>();
    private final List<SimulationResult> failures = new ArrayList<>();
    private long seeds;
    private long steps;
    private long grants;

    void add(final SimulationResult result) {
        seeds++;
        steps += result.steps();
        grants += result.grants();
        result.faults().forEach((kind, count) -> faults.merge(kind, count, Long::sum));
        result.seen().forEach((kind, count) -> seen.merge(kind, count, Long::sum));
        if (!result.violations().isEmpty()) {
            failures.add(result);
        }
    }

    long seeds() {
        return seeds;
    }

    long steps() {
        return steps;
    }

    long faults() {
        return faults.values().stream().mapToLong(Long::longValue).sum();
    }

    long grants() {
        return grants;
    }

    /** In the order in which they were found. */
    List<SimulationResult> failures() {
        return failures;
    }

    Map<String, @Nullable Object> json(final double seconds) {
        return Json.object(
                "seeds",
                seeds,
                "steps",
                steps,
                "faults",
                faults,
                "seen",
                seen,
                "grants",
                grants,
                "violations",
                failures.stream()
                        .map(failure -> Json.object("seed", failure.seed(), "violations", failure.violations()))
                        .toList(),
                "seconds",
                Math.round(seconds * 10) / 10.0);
    }

    /** A table of what was injected and what was seen. */
    String table() {
        final List<Row> rows = new ArrayList<>();
        faults.forEach((kind, count) -> rows.add(new Row("fault", kind, count)));
        rows.add(new Row("faults in all", "", faults()));
        seen.forEach((kind, count) -> rows.add(new Row("seen", kind, count)));
        rows.add(new Row("grants", "", grants));
        rows.add(new Row("steps", "", steps));
        final List<Column<Row>> columns = new ArrayList<>(List.of(
                Column.word("WHAT", Row::what),
                Column.word("KIND", Row::kind),
                Column.figure("TOTAL", row -> Text.count(row.count()))));
        if (seeds > 1) {
            columns.add(Column.figure("A SEED", row -> Text.count(row.count() / seeds)));
        }
        return Table.of(rows, columns, false);
    }

    private record Row(String what, String kind, long count) {}
}
