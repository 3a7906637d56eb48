package io.stowage.tools.members;

import io.stowage.server.cluster.ListedHosts;
import io.stowage.server.cluster.MemberEndpoints;
import io.stowage.server.cluster.MemberNames;
import io.stowage.tools.Stowage;
import io.stowage.tools.ToolException;
import io.stowage.tools.config.Key;
import io.stowage.tools.config.Settings;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Progress;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.serve.Running;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A copy of a running cluster in a folder. */
@Command(
        name = "backup",
        description = {
            "Copy the newest snapshot of a running cluster, and its log from there on, into a folder.",
            "What is there already is brought up to date. Follows the log until Ctrl-C, or ends with --once."
        },
        footer = {
            "",
            "The folder gets 'cluster' and 'archive', as a member's data directory has them. To restore, copy both into the",
            "data directory of each member of a new cluster, beside configuration and secrets, before any of them starts."
        })
final class ClusterBackupCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CopyOptions options = new CopyOptions();

    @Option(
            names = "--from",
            paramLabel = "MEMBERS",
            description =
                    "The members, as in 0=host0:5710,1=host1:5710,2=host2:5710. Default: those of the configuration.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "Folder of the copy.")
    private @Nullable Path to;

    @Option(names = "--once", description = "End when all is there that the cluster had agreed on at the start.")
    private boolean once;

    @Option(names = "--json", description = "JSON for programs.")
    private boolean json;

    ClusterBackupCommand() {}

    @Override
    public void run() {
        final Settings settings = options.settings();
        final MemberEndpoints members = MemberEndpoints.parse(members(settings));
        final Path folder =
                Objects.requireNonNull(to, "required").toAbsolutePath().normalize();
        final Terminal terminal = Stowage.of(spec).terminal();
        final Progress progress = new Progress(terminal);
        try (Running running = Running.until(null, spec.commandLine());
                LogCopy copy = LogCopy.start(
                        folder,
                        options.source(
                                settings, members.members(), new MemberNames(members, ListedHosts.NONE), false))) {
            boolean isTold = false;
            while (running.goesOn() && !(once && copy.isComplete())) {
                running.idle(copy.work());
                if (!isTold && copy.isComplete() && !once) {
                    isTold = true;
                    progress.clear();
                    tell(terminal, copy.holdings());
                }
                progress.sayIfDue(copy::words);
            }
            progress.clear();
            if (once && !copy.isComplete()) {
                throw new ToolException("the copy in " + folder + " is not whole: it was ended while " + copy.words()
                        + "; run the same command again to bring it up to date");
            }
            tell(terminal, copy.holdings());
        }
    }

    private void tell(final Terminal terminal, final Holdings holdings) {
        terminal.line(json ? Json.line(holdings.json()) : "holds " + holdings.words());
        terminal.flush();
    }

    private String members(final Settings settings) {
        final String members = from == null ? settings.string(Key.CLUSTER_MEMBERS) : from;
        if (members.isEmpty()) {
            throw new ToolException("no cluster is named: say --from 0=host0:5710,1=host1:5710,2=host2:5710, or name a"
                    + " data directory whose configuration has cluster.members with --dir");
        }
        return members.startsWith("cluster:") ? members.substring("cluster:".length()) : members;
    }
}
