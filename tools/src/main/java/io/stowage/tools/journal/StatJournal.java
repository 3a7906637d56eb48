package io.stowage.tools.journal;

import io.stowage.server.journal.JournalStat;
import io.stowage.server.snapshot.SnapshotStore;
import io.stowage.tools.output.OutputOptions;
import io.stowage.tools.output.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a journal holds: files, positions, times, batches, commands, snapshots. */
@Command(
        name = "stat",
        description =
                "What a journal holds: files, positions, times, how many commands a batch, which commands, snapshots.")
final class StatJournal implements Runnable {
    @Mixin
    private JournalSource source = new JournalSource();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--fast",
            description = "Only what the headers of the batches tell: without commands, and without checksums.")
    private boolean fast;

    @Override
    public void run() {
        output.show(
                () -> {
                    final JournalStat stat = JournalStat.of(source.directory());
                    final CommandMix mix =
                            fast ? null : CommandMix.of(source.directory(), new Progress(source.terminal()));
                    if (mix != null && mix.damage() != null) {
                        source.terminal().error("the figures of commands end early: " + mix.damage());
                    }
                    return new StatPage(stat, mix, new SnapshotStore(source.directory()).list());
                },
                () -> {});
    }
}
