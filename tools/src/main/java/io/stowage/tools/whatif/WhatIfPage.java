package io.stowage.tools.whatif;

import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.Engine;
import io.stowage.tools.cluster.ClusterSetting;
import io.stowage.tools.journal.CommandSchema;
import io.stowage.tools.journal.EntryPrinter;
import io.stowage.tools.output.Column;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Page;
import io.stowage.tools.output.Table;
import io.stowage.tools.output.Text;
import io.stowage.tools.whatif.TwoHistories.Parting;
import io.stowage.tools.whatif.TwoHistories.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Two histories side by side, for people and for programs. */
final class WhatIfPage implements Page {
    private static final int LONGEST_LINE = 400;

    private final TwoHistories both;
    private final Changes changes;
    private final CommandSchema schema;
    private final long first;
    private final Partners partners;
    private final boolean keepsExtra;

    WhatIfPage(
            final TwoHistories both,
            final Changes changes,
            final CommandSchema schema,
            final long first,
            final boolean keepsExtra) {
        this.both = both;
        this.changes = changes;
        this.schema = schema;
        this.first = first;
        this.partners = Partners.of(both.translator().held());
        this.keepsExtra = keepsExtra;
    }

    /** A figure in both histories. */
    private record Line(String name, Object was, Object whatIf) {}

    @Override
    public Object json() {
        final Parting parting = both.parting();
        return Json.object(
                "set", settings(),
                "from", first,
                "to", both.engine().position(),
                "commands", both.entries(),
                "partAt", parting == null ? null : parting.entry().position(),
                "parting", parting == null ? null : json(parting),
                "asItWas", json(both.engine(), both.tally(), Sample::was),
                "whatIf", json(both.other(), both.otherTally(), Sample::whatIf),
                "onlyAsItWas", partners.missing().json(),
                "onlyWhatIf", partners.extra().json(),
                "settingsLeftOut", both.undone(),
                "commandsLeftOut", both.translator().leftOut());
    }

    private Map<String, @Nullable Object> json(final Parting parting) {
        return Json.object(
                "time", parting.entry().timestampMs(),
                "command", command(parting),
                "asItWas", answers(parting.was()),
                "whatIf", answers(parting.whatIf()));
    }

    private Map<String, @Nullable Object> json(
            final Engine engine, final Tally tally, final Function<Sample, Map<String, Fill>> fill) {
        return Json.object(
                "stateHash", HexFormat.of().toHexDigits(engine.stateHash()),
                "fill",
                        both.samples().stream()
                                .map(sample -> Json.object(
                                        "position", sample.position(),
                                        "time", sample.timestampMs(),
                                        "tiers", tiers(fill.apply(sample))))
                                .toList(),
                "allocations", tally.allocations(),
                "repositions", tally.repositions(),
                "refusals", tally.refusals(),
                "segments", tally.segments(),
                "bytes", tally.bytes(),
                "extents", tally.extents(),
                "extentsSharing", tally.shared());
    }

    private static Map<String, Object> tiers(final Map<String, Fill> fills) {
        final Map<String, Object> tiers = new LinkedHashMap<>();
        fills.forEach((tier, fill) -> tiers.put(
                tier,
                Json.object(
                        "capacityBytes", fill.capacityBytes(),
                        "allocatedBytes", fill.allocatedBytes(),
                        "mean", fill.mean(),
                        "fullest", fill.fullest(),
                        "emptiest", fill.emptiest())));
        return tiers;
    }

    private Map<String, String> settings() {
        final Map<String, String> all = new LinkedHashMap<>();
        for (final Map.Entry<ConfigKey, Long> each : changes.settings().entrySet()) {
            all.put(each.getKey().name(), ClusterSetting.text(each.getKey(), each.getValue()));
        }
        all.putAll(changes.limits());
        return all;
    }

    @Override
    public String text(final boolean hasColour) {
        final StringBuilder text = new StringBuilder("what if   ");
        final List<String> set = new ArrayList<>();
        settings().forEach((name, value) -> set.add(name + " = " + value));
        text.append(String.join(", ", set))
                .append(first == 0 ? ", from the start" : ", from position " + Text.count(first));
        text.append("\nhistory   ")
                .append(Text.count(both.entries(), "command"))
                .append(", up to position ")
                .append(Text.count(both.engine().position()))
                .append(", ")
                .append(Instant.ofEpochMilli(both.engine().timestampMs()));
        text.append("\n").append(parting());
        text.append("\n\n")
                .append(Table.of(
                        figures(),
                        List.of(
                                Column.word("", Line::name),
                                Column.figure("AS IT WAS", Line::was),
                                Column.figure("WHAT IF", Line::whatIf)),
                        hasColour));
        for (final String tier : tiers()) {
            text.append("\n\n").append(overTime(tier, hasColour));
        }
        notes().forEach(note -> text.append("\n\n").append(note));
        return text.toString();
    }

    private String parting() {
        final Parting parting = both.parting();
        if (parting == null) {
            return "part      nowhere: every command was answered alike"
                    + (both.engine().stateHash() == both.other().stateHash() ? ", and the states are the same" : "");
        }
        return "part      at position " + Text.count(parting.entry().position()) + ", "
                + Instant.ofEpochMilli(parting.entry().timestampMs()) + ", with command "
                + Text.count(parting.number())
                + "\n          " + cut(command(parting))
                + "\n as it was " + cut(answers(parting.was()))
                + "\n what if   " + cut(answers(parting.whatIf()));
    }

    private String command(final Parting parting) {
        final var frame = parting.entry().frame();
        return schema.name(frame, 0, frame.capacity()) + " " + EntryPrinter.words(schema, frame, 0, frame.capacity());
    }

    private String answers(final List<Answers.Answer> answers) {
        final List<String> words = new ArrayList<>();
        for (final Answers.Answer answer : answers) {
            words.add(schema.name(answer.frame(), 0, answer.frame().capacity()) + " "
                    + EntryPrinter.answer(schema, answer.frame()));
        }
        return words.isEmpty() ? "nothing was said" : String.join("; ", words);
    }

    private static String cut(final String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + " ... (--json shows all)";
    }

    private List<Line> figures() {
        final List<Line> lines = new ArrayList<>();
        for (final String tier : tiers()) {
            final Sample end = both.samples().getLast();
            final Fill was = end.was().get(tier);
            final Fill whatIf = end.whatIf().get(tier);
            lines.add(fill(tier + " allocated at the end", was, whatIf, fill -> Text.bytes(fill.allocatedBytes())));
            lines.add(fill(tier + " mean fill", was, whatIf, fill -> percent(fill.mean())));
            lines.add(fill(tier + " fullest chunk", was, whatIf, fill -> percent(fill.fullest())));
            lines.add(fill(tier + " emptiest chunk", was, whatIf, fill -> percent(fill.emptiest())));
            lines.add(fill(
                    tier + " fullest / mean",
                    was,
                    whatIf,
                    fill -> String.format(Locale.ROOT, "%.3f", fill.fullestByMean())));
        }
        results(lines, "allocation items ", Tally::allocations);
        lines.add(new Line(
                "extents granted",
                Text.count(both.tally().extents()),
                Text.count(both.otherTally().extents())));
        lines.add(new Line(
                "bytes granted",
                Text.bytes(both.tally().bytes()),
                Text.bytes(both.otherTally().bytes())));
        results(lines, "repositions ", Tally::repositions);
        for (final Places.Level level : Places.Level.values()) {
            lines.add(new Line(
                    "extents with two segments in a " + level.name().toLowerCase(Locale.ROOT),
                    Text.count(both.tally().shared().getOrDefault(level, 0L)),
                    Text.count(both.otherTally().shared().getOrDefault(level, 0L))));
        }
        final TreeSet<String> refused = new TreeSet<>(both.tally().refusals().keySet());
        refused.addAll(both.otherTally().refusals().keySet());
        refused.forEach(name -> lines.add(new Line(
                name,
                Text.count(both.tally().refusals().getOrDefault(name, 0L)),
                Text.count(both.otherTally().refusals().getOrDefault(name, 0L)))));
        return lines;
    }

    private void results(
            final List<Line> lines, final String what, final Function<Tally, Map<ResultCode, Long>> results) {
        final TreeSet<ResultCode> codes =
                new TreeSet<>(results.apply(both.tally()).keySet());
        codes.addAll(results.apply(both.otherTally()).keySet());
        codes.forEach(code -> lines.add(new Line(
                what + code,
                Text.count(results.apply(both.tally()).getOrDefault(code, 0L)),
                Text.count(results.apply(both.otherTally()).getOrDefault(code, 0L)))));
    }

    private static Line fill(
            final String name,
            final @Nullable Fill was,
            final @Nullable Fill whatIf,
            final Function<Fill, String> figure) {
        return new Line(name, was == null ? "-" : figure.apply(was), whatIf == null ? "-" : figure.apply(whatIf));
    }

    private Set<String> tiers() {
        final TreeSet<String> tiers =
                new TreeSet<>(both.samples().getLast().was().keySet());
        tiers.addAll(both.samples().getLast().whatIf().keySet());
        return tiers;
    }

    private String overTime(final String tier, final boolean hasColour) {
        return Table.of(
                both.samples(),
                List.of(
                        Column.figure(tier + " AT", sample -> Text.count(sample.position())),
                        Column.word("TIME", sample -> Instant.ofEpochMilli(sample.timestampMs())),
                        Column.figure("MEAN", sample -> mean(sample.was().get(tier))),
                        Column.figure("FULLEST", sample -> fullest(sample.was().get(tier))),
                        Column.figure(
                                "WHAT IF: MEAN", sample -> mean(sample.whatIf().get(tier))),
                        Column.figure(
                                "FULLEST", sample -> fullest(sample.whatIf().get(tier)))),
                hasColour);
    }

    private static String mean(final @Nullable Fill fill) {
        return fill == null ? "-" : percent(fill.mean());
    }

    private static String fullest(final @Nullable Fill fill) {
        return fill == null ? "-" : percent(fill.fullest());
    }

    private static String percent(final double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private List<String> notes() {
        final List<String> notes = new ArrayList<>();
        if (both.undone() > 0) {
            notes.add(Text.count(both.undone(), "'config set'")
                    + " of the same settings in the history left out: what --set says holds to the end");
        }
        if (partners.missing().segments() > 0) {
            notes.add(partners.missing().text()
                    + " of the history are nowhere in the other one: they were refused there");
        }
        if (partners.extra().segments() > 0) {
            notes.add(
                    partners.extra().text() + " are in the other history only, where they were granted and the history"
                            + " was refused"
                            + (keepsExtra
                                    ? "; they are kept to the end, and counted each time that a client asked again."
                                            + " --drop-extra shows the other bound"
                                    : ""));
        }
        if (both.translator().leftOut() > 0) {
            notes.add(Text.count(both.translator().leftOut(), "command")
                    + " that tell of segments (reports, deltas, give-backs) left out: the history refused them too");
        }
        return notes;
    }
}
