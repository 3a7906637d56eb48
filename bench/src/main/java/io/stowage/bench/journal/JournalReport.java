package io.stowage.bench.journal;

import io.stowage.bench.output.Machine;
import io.stowage.bench.output.Table;
import java.util.List;
import java.util.Locale;

/**
 * What the journal costs beside its floors.
 *
 * @param appends    of each size of a batch.
 * @param commits    of each size of a batch.
 * @param options    how it was measured.
 * @param fileSystem type of the file system.
 * @param machine    on what.
 */
public record JournalReport(
        List<Append> appends, List<Commit> commits, JournalOptions options, String fileSystem, Machine machine) {
    private static final double COPY_TARGET = 3;
    private static final double CHRONICLE_TARGET = 1;
    private static final double COMMIT_TARGET = 0.8;

    /** Keeps what is given. */
    public JournalReport {
        appends = List.copyOf(appends);
        commits = List.copyOf(commits);
    }

    /**
     * Appending, nothing forced. Times are medians of the rounds, ratios medians of the ratios within a round.
     *
     * @param batch       commands in a batch.
     * @param copyNs      of a command copied into a mapped file.
     * @param chronicleNs of a command as an excerpt of its own.
     * @param ownNs       of a command in our journal.
     * @param toCopy      ours by the copy.
     * @param toChronicle ours by the excerpt.
     */
    public record Append(
            int batch, double copyNs, double chronicleNs, double ownNs, double toCopy, double toChronicle) {}

    /**
     * Group commit.
     *
     * @param batch          commands in a batch.
     * @param floorPerSecond batches written and forced.
     * @param ownPerSecond   batches of our journal.
     * @param share          ours of the floor, median of the ratios within a round.
     */
    public record Commit(int batch, double floorPerSecond, double ownPerSecond, double share) {}

    /**
     * The report for people.
     *
     * @return lines.
     */
    public String text() {
        final Table append = new Table(
                "commands a batch", "ours / copy", "ours / Chronicle", "copy ns", "Chronicle ns", "ours ns", "target");
        for (final Append each : appends) {
            append.row(
                    Integer.toString(each.batch()),
                    figure("%.2f", each.toCopy()),
                    figure("%.2f", each.toChronicle()),
                    figure("%.1f", each.copyNs()),
                    figure("%.1f", each.chronicleNs()),
                    figure("%.1f", each.ownNs()),
                    each.toCopy() <= COPY_TARGET && each.toChronicle() < CHRONICLE_TARGET ? "met" : "missed");
        }
        final Table commit = new Table("commands a batch", "ours / fdatasync", "fdatasync /s", "ours /s", "target");
        for (final Commit each : commits) {
            commit.row(
                    Integer.toString(each.batch()),
                    figure("%.2f", each.share()),
                    figure("%,.0f", each.floorPerSecond()),
                    figure("%,.0f", each.ownPerSecond()),
                    each.share() >= COMMIT_TARGET ? "met" : "missed");
        }
        return "Appending commands of " + options.commandBytes() + " bytes, nothing forced; a command\n"
                + append.text()
                + "\nTarget: at most " + figure("%.0f", COPY_TARGET)
                + " x a copy of the same bytes into a mapped file, and less than one Chronicle excerpt a command.\n\n"
                + "Group commit (sync = batch), batches a second\n"
                + commit.text()
                + "\nTarget: at least " + figure("%.0f %%", 100 * COMMIT_TARGET)
                + " of writing the same bytes into an allotted file, each followed by fdatasync.\n"
                + options.rounds() + " rounds, file system " + fileSystem + "; " + machine.describe() + '\n';
    }

    private static String figure(final String format, final double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
