package io.stowage.tools.explain;

import io.stowage.codecs.ResultCode;
import io.stowage.engine.Limits;
import io.stowage.engine.explain.Explanation;
import io.stowage.tools.Stowage;
import io.stowage.tools.ToolException;
import io.stowage.tools.config.DataDirectory;
import io.stowage.tools.journal.JournalDirectory;
import io.stowage.tools.output.Column;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Listing;
import io.stowage.tools.output.Page;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.output.Text;
import io.stowage.tools.serve.ServerSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Why a reservation got its chunks, or got none. */
@Command(
        name = "explain",
        description = {
            "Tell why a reservation got its chunks, or got none and what would have helped.",
            "The journal is applied again up to the request: it only reads, needs no server, and works on a running"
                    + " server's directory too."
        })
public final class Explain implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "Data directory of the server. Default: $" + DataDirectory.VARIABLE + ", else ~/.stowage.")
    private @Nullable Path told;

    @Option(
            names = "--position",
            paramLabel = "POSITION",
            description = "Position of the request in the log, as 'journal dump' prints it.")
    private @Nullable Long position;

    @Option(
            names = "--em",
            paramLabel = "EM",
            description = "Extent manager that asked; together with --space-version.")
    private @Nullable Integer em;

    @Option(
            names = {"--space-version"},
            paramLabel = "VERSION",
            description = "Space version under which it asked.")
    private @Nullable Long version;

    @Option(
            names = "--item",
            paramLabel = "N",
            description = "Item to tell in full, from 1. Default: the first that was not granted, else the first.")
    private @Nullable Integer item;

    @Option(
            names = "--extent",
            paramLabel = "K",
            description = "Extent of the item to tell in full, from 1. Default: 1, and none of a refused item.")
    private @Nullable Integer extent;

    @Option(names = "--json", description = "JSON for programs: exact bytes, times in milliseconds since 1970.")
    private boolean json;

    /** Made by picocli. */
    public Explain() {}

    @Override
    public void run() {
        check();
        final Path directory = JournalDirectory.require(told == null ? new DataDirectory().path() : told);
        final Limits limits = ServerSettings.limits(
                JournalDirectory.settings(directory, Stowage.of(spec).overrides()));
        final History history = new History(directory, limits);
        show(position == null ? byVersion(history, limits) : at(history, limits, position));
    }

    private void check() {
        if (position == null && (em == null || version == null)) {
            throw wrong("which request? Name its --position, or --em and --space-version");
        }
        if (position != null && (em != null || version != null)) {
            throw wrong("name either --position, or --em and --space-version");
        }
        if (item != null && item < 1) {
            throw wrong("--item counts from 1, not " + item);
        }
        if (extent != null && extent < 1) {
            throw wrong("--extent counts from 1, not " + extent);
        }
    }

    private ParameterException wrong(final String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void show(final Page page) {
        final Terminal terminal = Stowage.of(spec).terminal();
        terminal.line(json ? Json.page(page.json()) : page.text(terminal.hasColour()));
        terminal.flush();
    }

    private Page byVersion(final History history, final Limits limits) {
        final List<Reservation> found = history.find(em == null ? 0 : em, version == null ? 0 : version);
        return found.size() == 1
                ? at(history, limits, found.getFirst().position())
                : choice(found, history.results(found));
    }

    /** One of several requests under one version, and how it ended. */
    private record Choice(Reservation request, ResultCode result) {}

    private static Page choice(final List<Reservation> found, final List<ResultCode> results) {
        final List<Choice> rows = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            rows.add(new Choice(found.get(i), results.get(i)));
        }
        final Listing<Choice> listing = new Listing<>(
                rows,
                row -> Json.object(
                        "position", row.request().position(),
                        "time", row.request().timestampMs(),
                        "reposition", row.request().isReposition(),
                        "items", row.request().items(),
                        "result", row.result()),
                List.of(
                        Column.figure("POSITION", row -> row.request().position()),
                        Column.word(
                                "TIME",
                                row -> Instant.ofEpochMilli(row.request().timestampMs())),
                        Column.word("FOR", row -> row.request().isReposition() ? "reposition" : "allocation"),
                        Column.figure("ITEMS", row -> Text.count(row.request().items())),
                        Column.word("RESULT", Choice::result)),
                "");
        return new Page() {
            @Override
            public Object json() {
                return listing.json();
            }

            @Override
            public String text(final boolean hasColour) {
                return listing.text(hasColour) + "\n" + found.size()
                        + " requests under this version; --position POSITION explains one of them";
            }
        };
    }

    private Page at(final History history, final Limits limits, final long wanted) {
        try (History.Moment moment = history.at(wanted);
                Trial trial = new Trial(moment.engine(), limits, moment.entry())) {
            final Explanation explanation = moment.entry().explainBy(moment.engine(), extent == null ? 0 : extent - 1L);
            final int number = item == null ? firstRefused(explanation) : item - 1;
            if (item != null && number >= explanation.items().size()) {
                throw new ToolException("there is no item " + item + "; the request has "
                        + Text.count(explanation.items().size(), "item")
                        + (explanation.items().isEmpty() ? " that was looked at" : ""));
            }
            if (extent != null) {
                checkExtent(explanation, number, extent);
            }
            final List<WaysOut.WayOut> ways =
                    explanation.items().isEmpty() ? List.of() : WaysOut.of(explanation, number, trial);
            return Page.of(
                    new ExplanationJson(explanation, number, ways).page(),
                    ExplanationText.of(
                            explanation, number, extent == null ? ExplanationText.NO_EXTENT : extent - 1L, ways));
        }
    }

    private static void checkExtent(final Explanation explanation, final int number, final int wanted) {
        final int tried = explanation.items().isEmpty()
                ? 0
                : explanation.items().get(number).extents().size();
        if (wanted > tried) {
            throw new ToolException("there is no extent " + wanted + " in item " + (number + 1) + "; "
                    + (tried == 0
                            ? "none was placed"
                            : Text.count(tried, "extent") + (tried == 1 ? " was" : " were") + " tried"));
        }
    }

    private static int firstRefused(final Explanation explanation) {
        for (int i = 0; i < explanation.items().size(); i++) {
            if (explanation.items().get(i).result() != ResultCode.OK) {
                return i;
            }
        }
        return 0;
    }
}
