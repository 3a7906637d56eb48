package io.stowage.tools.journal;

import io.stowage.tools.output.Json;
import io.stowage.tools.output.Page;
import io.stowage.tools.output.Terminal;
import picocli.CommandLine.Option;

/** Which state of a journal is rebuilt, and how it is told. A mixin. */
final class ReplayOptions {
    @Option(
            names = "--to",
            paramLabel = "POSITION|TIME",
            converter = PointInLog.Converter.class,
            description =
                    "End with the last entry up to this position, or time as in 2026-11-27T10:15:00Z. Default: all.")
    private PointInLog to = PointInLog.END;

    @Option(names = "--json", description = "JSON for programs.")
    private boolean json;

    /** Rebuilds it; to be closed. */
    ReplayedState rebuild(final JournalSource source, final boolean usesSnapshots) {
        return ReplayedState.at(source.directory(), source.limits(), to, usesSnapshots, source.terminal());
    }

    void show(final JournalSource source, final Page page) {
        final Terminal terminal = source.terminal();
        terminal.line(json ? Json.page(page.json()) : page.text(terminal.hasColour()));
        terminal.flush();
    }
}
