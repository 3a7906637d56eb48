package io.stowage.tools.members;

import io.stowage.client.StowageException;
import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.MemberList;
import io.stowage.client.blocking.MemberRow;
import io.stowage.codecs.Role;
import io.stowage.server.cluster.ListedHosts;
import io.stowage.server.cluster.MemberEndpoints;
import io.stowage.server.cluster.MemberListFile;
import io.stowage.server.cluster.MemberNames;
import io.stowage.server.session.Secrets;
import io.stowage.tools.Stowage;
import io.stowage.tools.ToolException;
import io.stowage.tools.config.DataDirectory;
import io.stowage.tools.config.Key;
import io.stowage.tools.config.Settings;
import io.stowage.tools.connect.ServerConnection;
import io.stowage.tools.output.Confirmation;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Progress;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.serve.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.agrona.IoUtil;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Seeds the data directory of a member that takes the place of one that is gone. */
@Command(
        name = "replace-member",
        description = {
            "Fill the data directory of a member on this machine from the others: it takes the place of the one that is gone.",
            "Newest snapshot and log of the leader; the rest it gets when it is started. The cluster serves meanwhile."
        },
        footer = {
            "",
            "Before: stop the old member, point its name to this machine, put its configuration and secrets into --dir;",
            "or, while a majority runs: stowage cluster members --set N=HOST, which stops it and points the others here.",
            "After: stowage serve --dir DIR"
        })
final class ClusterReplaceMember implements Runnable {
    private static final List<String> STATE = List.of(LogCopy.CLUSTER, LogCopy.ARCHIVE, "journal", "snapshots");
    private static final String UNFINISHED = "replacement";
    private static final long ASK_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CopyOptions options = new CopyOptions();

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Parameters(paramLabel = "N", description = "Number of the member.")
    private int number;

    @Option(
            names = "--was-at",
            paramLabel = "HOST",
            description = "Where the old member ran, by address or a name that still leads there: it must not answer.")
    private @Nullable String wasAt;

    @Option(names = "--json", description = "JSON for programs.")
    private boolean json;

    ClusterReplaceMember() {}

    @Override
    public void run() {
        final Path directory = options.directory().path();
        final Settings settings = settings(directory);
        final MemberEndpoints members = MemberEndpoints.parse(settings.string(Key.CLUSTER_MEMBERS));
        final MemberEndpoints.Member member = members.member(number);
        requireNothingThere(directory);
        final ListedHosts list = listOf(members, settings);
        final MemberNames names = new MemberNames(members, list);
        MemberPlace.requireHere(at(member, names));
        if (wasAt == null) {
            confirmation.require("While the old member " + number
                    + " runs, both count as one, and what they acknowledge may be lost. Is it stopped for good?");
        } else {
            MemberPlace.requireSilence(member, wasAt);
        }
        final List<MemberEndpoints.Member> others = members.members().stream()
                .filter(other -> other.id() != number)
                .map(other -> at(other, names))
                .toList();
        if (others.isEmpty()) {
            throw new ToolException("member " + number
                    + " is the only one: nobody has what it had; restore a backup into " + directory);
        }
        final Holdings holdings = copy(directory, list, options.source(settings, others, names, others.size() > 1));
        final Terminal terminal = Stowage.of(spec).terminal();
        if (json) {
            terminal.line(Json.line(holdings.json()));
        } else {
            terminal.line("member " + number + " has " + holdings.words());
            terminal.line("start it now: stowage serve --dir " + directory);
        }
    }

    /** A member list may have moved members, this one above all; without a leader nobody knows, and nothing could be copied either. */
    private ListedHosts listOf(final MemberEndpoints members, final Settings settings) {
        final Secrets secrets = options.secrets(settings);
        try (ServerConnection connection = ServerConnection.toMembers(members, ASK_TIMEOUT_NS, secrets);
                BlockingOperator operator =
                        BlockingOperator.connect(connection.newSession(Role.OPERATOR), ASK_TIMEOUT_NS)) {
            final MemberList list = operator.memberList();
            return new ListedHosts(
                    list.generation(),
                    list.rows().stream().collect(Collectors.toMap(MemberRow::member, MemberRow::host)));
        } catch (final StowageException noAnswer) {
            return ListedHosts.NONE;
        }
    }

    private static MemberEndpoints.Member at(final MemberEndpoints.Member member, final MemberNames names) {
        final String host = names.host(member.id());
        final boolean isBare = host.indexOf(':') >= 0 && !host.startsWith("[");
        return new MemberEndpoints.Member(member.id(), isBare ? '[' + host + ']' : host, member.port());
    }

    private Holdings copy(final Path directory, final ListedHosts list, final LogCopySource source) {
        final Progress progress = new Progress(Stowage.of(spec).terminal());
        final Path unfinished = directory.resolve(UNFINISHED);
        // Of a replacement that was broken off: which cluster and log it was of is not known.
        IoUtil.delete(unfinished.toFile(), true);
        final Holdings holdings;
        try (Running running = Running.until(null, spec.commandLine());
                LogCopy copy = LogCopy.start(unfinished, source)) {
            while (running.goesOn() && !copy.isComplete()) {
                running.idle(copy.work());
                progress.sayIfDue(copy::words);
            }
            progress.clear();
            if (!copy.isComplete()) {
                throw new ToolException("nothing was put into " + directory + ": the command was ended while "
                        + copy.words() + "; run it again");
            }
            holdings = copy.holdings();
        }
        keep(list, unfinished);
        moveInto(directory, unfinished);
        return holdings;
    }

    /** So that the member finds the others, and its own place, before it has the log. */
    private static void keep(final ListedHosts list, final Path unfinished) {
        if (list.generation() > 0) {
            try {
                MemberListFile.write(unfinished, list);
            } catch (final IOException e) {
                throw new ToolException(
                        "the member list cannot be written to " + unfinished + ": " + e.getMessage(), e);
            }
        }
    }

    private static void moveInto(final Path directory, final Path unfinished) {
        try {
            // A member starts from recordings that it knows nothing of as if it were empty, so what it knows comes
            // last.
            Files.move(unfinished.resolve(LogCopy.ARCHIVE), directory.resolve(LogCopy.ARCHIVE));
            Files.move(unfinished.resolve(LogCopy.CLUSTER), directory.resolve(LogCopy.CLUSTER));
        } catch (final IOException e) {
            throw new ToolException(
                    "what was copied cannot be moved into " + directory + ": " + e.getMessage()
                            + "; move 'archive' and 'cluster' out of it, and run the command again",
                    e);
        }
        IoUtil.delete(unfinished.toFile(), true);
    }

    private Settings settings(final Path directory) {
        if (options.directory().configurationFile() == null) {
            throw new ToolException(directory + " has no " + DataDirectory.CONFIGURATION + ": put the files of member "
                    + number + " there first, which 'stowage init --members' wrote (configuration and secrets)");
        }
        final Settings settings = options.settings();
        if (settings.string(Key.CLUSTER_MEMBERS).isEmpty()) {
            throw settings.bad(Key.CLUSTER_MEMBERS, "it names no members, so this is no cluster's data directory");
        }
        final String configured = settings.string(Key.CLUSTER_MEMBER);
        if (!configured.isEmpty() && !configured.equals(Integer.toString(number))) {
            throw settings.bad(
                    Key.CLUSTER_MEMBER,
                    "this is not the data directory of member " + number + "; choose it with --dir");
        }
        return settings;
    }

    private static void requireNothingThere(final Path directory) {
        for (final String name : STATE) {
            if (Files.exists(directory.resolve(name))) {
                throw new ToolException(directory.resolve(name)
                        + " exists already and is left as it is: stop the member that uses it, and move "
                        + String.join(", ", STATE) + " out of " + directory);
            }
        }
    }
}
