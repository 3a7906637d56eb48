package io.stowage.bench;

import io.stowage.bench.journal.JournalBenchmark;
import io.stowage.bench.journal.JournalOptions;
import io.stowage.bench.journal.JournalReport;
import io.stowage.bench.output.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench journal}: appending and group commit beside their floors. */
@Command(
        name = "journal",
        description =
                "Appending to the journal beside a copy into a mapped file and beside plain Chronicle Queue; group commit beside fdatasync.")
final class JournalCommand implements Callable<Integer> {
    private static final int ROUNDS = 9;
    private static final int COMMITS = 300;
    private static final long ROUND_BYTES = 128L << 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print JSON; progress goes to standard error in any case.")
    private boolean json;

    @Option(names = "--quick", description = "One short round: shows that everything runs, the times mean nothing.")
    private boolean quick;

    @Option(
            names = "--command-bytes",
            defaultValue = "" + JournalOptions.COMMAND_BYTES_DEFAULT,
            description = "Length of a command (default: ${DEFAULT-VALUE}).")
    private int commandBytes;

    @Option(
            names = "--directory",
            description =
                    "Folder for the files, which are deleted in the end; name one on the disk that matters (default: a temporary one).")
    private @Nullable Path directory;

    JournalCommand() {}

    @Override
    public Integer call() {
        final JournalOptions options = quick
                ? new JournalOptions(commandBytes, 1 << 20, 5, 1, directory)
                : new JournalOptions(commandBytes, ROUND_BYTES, COMMITS, ROUNDS, directory);
        final JournalReport report = JournalBenchmark.run(options, System.err);
        final PrintWriter out = spec.commandLine().getOut();
        out.println(json ? Json.text(report) : report.text());
        out.flush();
        return 0;
    }
}
