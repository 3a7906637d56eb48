package io.stowage.tools.members;

import io.stowage.server.IdleStrategyKind;
import io.stowage.server.cluster.MemberEndpoints;
import io.stowage.tools.Stowage;
import io.stowage.tools.ToolException;
import io.stowage.tools.config.DataDirectory;
import io.stowage.tools.config.Key;
import io.stowage.tools.config.Settings;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.serve.Running;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A whole cluster on this machine, to try it out: a process for each member; what dies is started again. */
@Command(
        name = "up",
        description = {
            "Run a whole cluster on this machine, until Ctrl-C: to try it out.",
            "Each member is a process of its own, which may be killed: it is started again."
        })
final class ClusterUp implements Runnable {
    /** All members and their clients share the processors of one machine: threads that look for work every 100 us would fill two of them. */
    private static final Map<Key, String> SHARED_MACHINE = Map.of(Key.SERVER_IDLE, IdleStrategyKind.SLEEP.toString());

    private static final int PORTS_APART = 10;
    private static final int MOST_MEMBERS = 5;
    private static final long LOOK_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long RESTART_DELAY_NS = TimeUnit.SECONDS.toNanos(1);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-d", "--dir"},
            paramLabel = "DIR",
            required = true,
            description = "Folder with a data directory for each member; what is there is gone on with.")
    private @Nullable Path root;

    @Option(names = "--members", paramLabel = "N", description = "How many members: 1, 3 or 5. Default: 3.")
    private int count = 3;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "First port of member 0; the others follow in steps of 10. Default: 5710.")
    private int port = MemberEndpoints.DEFAULT_PORT;

    @Option(names = "--seconds", paramLabel = "N", description = "Stop by itself after so many seconds.")
    private @Nullable Double seconds;

    ClusterUp() {}

    @Override
    public void run() {
        if (count < 1 || count > MOST_MEMBERS || count % 2 == 0) {
            throw new ParameterException(
                    spec.commandLine(), "--members must be 1, 3 or 5, not " + count + ": a majority decides");
        }
        final Path folder =
                Objects.requireNonNull(root, "required").toAbsolutePath().normalize();
        final List<Path> directories = directories(folder);
        final List<MemberProcess> processes = new ArrayList<>();
        try (Running running = Running.until(seconds, spec.commandLine())) {
            try {
                for (int member = 0; member < directories.size(); member++) {
                    processes.add(start(member, directories));
                }
                supervise(running, processes, directories);
            } finally {
                // All at once: a member that is left alone would wait for the others.
                processes.forEach(MemberProcess::terminate);
                CloseHelper.closeAll(processes);
            }
        }
    }

    private List<Path> directories(final Path folder) {
        final List<Path> found = MemberFiles.find(folder);
        if (found.isEmpty()) {
            return MemberFiles.write(folder, endpoints(), UUID.randomUUID(), SHARED_MACHINE);
        }
        if (found.size() != count) {
            throw new ToolException(folder + " has the files of " + found.size() + " members; say --members "
                    + found.size() + ", or choose another directory with --dir");
        }
        return found;
    }

    private MemberEndpoints endpoints() {
        return MemberEndpoints.parse(IntStream.range(0, count)
                .mapToObj(member -> member + "=localhost:" + (port + PORTS_APART * member))
                .collect(Collectors.joining(",")));
    }

    private MemberProcess start(final int member, final List<Path> directories) {
        return MemberProcess.start(
                member, directories.get(member), Stowage.of(spec).overrides());
    }

    private void supervise(final Running running, final List<MemberProcess> processes, final List<Path> directories) {
        final Terminal terminal = Stowage.of(spec).terminal();
        say(
                terminal,
                processes.size() + " members start; their logs are " + MemberProcess.LOG
                        + " in the members' folders below "
                        + directories.getFirst().getParent());
        int leader = -1;
        long nextLookNs = System.nanoTime();
        while (running.goesOn()) {
            running.idle(0);
            if (System.nanoTime() - nextLookNs >= 0) {
                restartTheDead(terminal, running, processes, directories);
                leader = tellLeader(terminal, leader, processes, directories);
                nextLookNs = System.nanoTime() + LOOK_INTERVAL_NS;
            }
        }
    }

    private void restartTheDead(
            final Terminal terminal,
            final Running running,
            final List<MemberProcess> processes,
            final List<Path> directories) {
        for (int member = 0; member < processes.size() && running.goesOn(); member++) {
            final MemberProcess process = processes.get(member);
            if (!process.isAlive()) {
                final long dueNs = System.nanoTime() + RESTART_DELAY_NS;
                while (running.goesOn() && System.nanoTime() - dueNs < 0) {
                    running.idle(0);
                }
                final MemberProcess again = start(member, directories);
                processes.set(member, again);
                say(
                        terminal,
                        "member " + member + " (process " + process.pid() + ") ended with status "
                                + process.exitStatus() + " and is started again as process " + again.pid() + "; see "
                                + directories.get(member).resolve(MemberProcess.LOG));
            }
        }
    }

    private int tellLeader(
            final Terminal terminal,
            final int before,
            final List<MemberProcess> processes,
            final List<Path> directories) {
        final MembersView view = MembersView.ask(directories);
        if (view == null || !view.isByTheLeader() || view.leader() == before) {
            return before;
        }
        final String process = processes.stream()
                .filter(member -> MemberFiles.isOf(directories.get(member.member()), view.leader()))
                .map(member -> " (process " + member.pid() + ')')
                .findFirst()
                .orElse("");
        say(terminal, "member " + view.leader() + process + " leads");
        if (before < 0) {
            tellHowToReach(terminal, processes, directories);
        }
        return view.leader();
    }

    private void tellHowToReach(
            final Terminal terminal, final List<MemberProcess> processes, final List<Path> directories) {
        final Path configuration = directories.getFirst().resolve(DataDirectory.CONFIGURATION);
        final String members = Settings.load(configuration, Map.of()).string(Key.CLUSTER_MEMBERS);
        say(
                terminal,
                "processes  "
                        + processes.stream()
                                .map(process -> "member " + process.member() + ": " + process.pid())
                                .collect(Collectors.joining(", ")));
        say(terminal, "try        stowage status --dir " + directories.getFirst());
        say(
                terminal,
                "           stowage cluster status --dir "
                        + directories.getFirst().getParent());
        say(terminal, "clients    cluster:" + members);
    }

    private static void say(final Terminal terminal, final String line) {
        terminal.line(line);
        terminal.flush();
    }
}
