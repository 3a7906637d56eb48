package io.stowage.tools.faults;

import io.stowage.codecs.Role;
import io.stowage.faults.SmallDisk;
import io.stowage.server.journal.JournalVerifier;
import io.stowage.server.session.Secrets;
import io.stowage.server.session.SecretsFile;
import io.stowage.tools.ServerProcess;
import io.stowage.tools.Stowage;
import io.stowage.tools.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Three members of a cluster, each a process of the real command, which may be killed and started again. */
final class MemberFleet implements AutoCloseable {
    static final int MEMBERS = 3;
    /** Default of {@code cluster.election-timeout}. */
    static final long ELECTION_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);

    private static final int NOBODY = -1;
    /** Longer than a member that stood still needs to find out that its media driver has given it up. */
    private static final long CALM_NS = TimeUnit.SECONDS.toNanos(5);

    private static final long NEARLY_BYTES = 64L << 10;
    private static final int FIRST_PORT = 21_000;
    private static final int LAST_PORT = 29_000;
    private static final int PORTS_APART = 10;
    private static final long LOOK_INTERVAL_MS = 100;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path root;
    private final IntFunction<List<String>> prefixes;
    private final List<String> machineOptions;
    private final List<String> settings;
    private final String members;
    private final Secrets secrets;
    private final List<@Nullable ServerProcess> processes = new ArrayList<>();
    private final List<String> programs = new ArrayList<>();
    private @Nullable SmallDisk disk;
    /** Why {@code cluster status} failed when it was asked last; empty: it did not. */
    private String statusFault = "";

    /** On loopback. */
    MemberFleet(final Path root, final String... settings) {
        this(root, member -> "localhost", member -> List.of(), List.of(), fleet -> {}, settings);
    }

    /** On these hosts, in processes with these options for the machine. */
    MemberFleet(
            final Path root, final List<String> hosts, final List<String> machineOptions, final String... settings) {
        this(root, hosts::get, member -> List.of(), machineOptions, fleet -> {}, settings);
    }

    private MemberFleet(
            final Path root,
            final IntFunction<String> hosts,
            final IntFunction<List<String>> prefixes,
            final List<String> machineOptions,
            final Consumer<MemberFleet> prepare,
            final String... settings) {
        this.root = root;
        this.prefixes = prefixes;
        this.machineOptions = machineOptions;
        this.settings = List.of(settings);
        final int port = freePorts();
        members = IntStream.range(0, MEMBERS)
                .mapToObj(member -> member + "=" + hosts.apply(member) + ':' + (port + PORTS_APART * member))
                .collect(Collectors.joining(","));
        command("init", "--dir", root.toString(), "--members", members);
        secrets = SecretsFile.read(directory(0).resolve("secrets"));
        prepare.accept(this);
        for (int member = 0; member < MEMBERS; member++) {
            processes.add(null);
            programs.add("");
            start(member);
        }
    }

    /** Each in its own place of a network that can be cut. */
    static MemberFleet in(final MemberNet net, final Path root) {
        return new MemberFleet(root, net::host, net::prefix, List.of(), fleet -> {});
    }

    /** One of them with its folder on a small disk of its own; an IOException where this user or this machine cannot. */
    static MemberFleet withDisk(final Path root, final int member, final long bytes) throws IOException {
        try {
            return new MemberFleet(
                    root,
                    any -> "localhost",
                    any -> List.of(),
                    List.of(),
                    fleet -> fleet.disk = mount(fleet, member, bytes));
        } catch (final UncheckedIOException cannot) {
            throw new IOException(cannot.getMessage(), cannot);
        }
    }

    private static SmallDisk mount(final MemberFleet fleet, final int member, final long bytes) {
        try {
            return SmallDisk.mountOver(fleet.directory(member), bytes);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** That of the member which has one. */
    SmallDisk disk() {
        return Objects.requireNonNull(disk, "no member has a disk of its own");
    }

    /** Starts a member by classes that come before those of the others, now and whenever it is started again. */
    void startWith(final Path classes, final int member) {
        programs.set(member, classes.toString());
        start(member);
    }

    void start(final int member) {
        processes.set(
                member,
                run(
                        prefixes.apply(member),
                        programs.get(member),
                        "serve",
                        "--dir",
                        directory(member).toString()));
    }

    /** Runs the command in a process of its own, with the settings of the members. */
    ServerProcess run(final String... args) {
        return run(List.of(), "", args);
    }

    private ServerProcess run(final List<String> prefix, final String classes, final String... args) {
        final List<String> all = new ArrayList<>(List.of(args));
        all.addAll(SmallServer.settings(
                "cluster.log-term-bytes=1MiB",
                "cluster.log-segment-bytes=4MiB",
                "cluster.startup-canvass-timeout=20s",
                "cluster.hash-interval-bytes=4KiB",
                "journal.min-free-bytes=1MiB"));
        all.addAll(SmallServer.options(settings.toArray(String[]::new)));
        return ServerProcess.start(prefix, machineOptions, classes, all.toArray(String[]::new));
    }

    /** Leaves a member what it had before its first start: configuration and secrets. It must not run. */
    void empty(final int member) {
        final List<String> kept = List.of("stowage.conf", "secrets");
        try (Stream<Path> there = Files.list(directory(member))) {
            there.filter(path -> !kept.contains(path.getFileName().toString()))
                    .forEach(path -> IoUtil.delete(path.toFile(), false));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ServerProcess process(final int member) {
        final ServerProcess process = processes.get(member);
        if (process == null) {
            throw new IllegalStateException("member " + member + " was never started");
        }
        return process;
    }

    Path directory(final int member) {
        return root.resolve("member-" + member);
    }

    String channel() {
        return "cluster:" + members;
    }

    byte[] secret(final Role role) {
        final byte[] secret = secrets.of(role);
        if (secret == null) {
            throw new IllegalStateException("no secret of " + role);
        }
        return secret;
    }

    /** Waits until a member leads, and says which. */
    int awaitLeader() {
        return awaitLeaderOtherThan(NOBODY);
    }

    /** Waits until another member leads; one that is cut off may think for a while that it does. */
    int awaitLeaderOtherThan(final int deposed) {
        final long deadlineNs = System.nanoTime() + FaultClients.TIMEOUT_NS;
        while (true) {
            for (final JsonNode row : status()) {
                final int member = row.get("member").asInt();
                if (member != deposed && row.get("role").asString().equals("LEADER")) {
                    return member;
                }
            }
            pause(deadlineNs, "no member leads");
        }
    }

    /**
     * Waits until a member that stood still has followed for a while; where it stood for too long it finds out meanwhile, ends by itself, and
     * is started again.
     */
    void awaitFollowerOrStart(final int member) {
        final long deadlineNs = System.nanoTime() + FaultClients.TIMEOUT_NS;
        final long calmNs = System.nanoTime() + CALM_NS;
        while (process(member).isAlive()) {
            if (System.nanoTime() - calmNs > 0 && isFollower(member)) {
                return;
            }
            pause(deadlineNs, "member " + member + " does not follow");
        }
        start(member);
    }

    private boolean isFollower(final int member) {
        for (final JsonNode row : status()) {
            if (row.get("member").asInt() == member
                    && row.get("role").asString().equals("FOLLOWER")) {
                return true;
            }
        }
        return false;
    }

    /** Waits until each member has found its state equal to that of a majority, at a position after this moment. */
    private void awaitSameStates() {
        final long deadlineNs = System.nanoTime() + FaultClients.TIMEOUT_NS;
        final long[] before = agreed(deadlineNs);
        long[] now = before;
        while (!isEachGreater(now, before)) {
            pause(deadlineNs, "not every member's state was found equal to the others'");
            now = agreed(deadlineNs);
        }
    }

    private static boolean isEachGreater(final long[] now, final long[] before) {
        return IntStream.range(0, MEMBERS).allMatch(member -> now[member] > before[member]);
    }

    /** At how many positions each had the state of a majority. */
    private long[] agreed(final long deadlineNs) {
        while (true) {
            final long[] agreed = new long[MEMBERS];
            int heard = 0;
            for (final JsonNode row : status()) {
                final JsonNode count = row.get("stateHashesAgreed");
                if (count != null) {
                    agreed[row.get("member").asInt()] = count.asLong();
                    heard++;
                }
            }
            if (heard == MEMBERS) {
                return agreed;
            }
            pause(deadlineNs, "not all members run");
        }
    }

    /** Whether a member has the log nearly as far as the leader: what is written meanwhile aside. */
    boolean isCaughtUp(final int member) {
        long leader = -1;
        long behind = -1;
        for (final JsonNode row : status()) {
            final long position = row.get("position").asLong();
            if (row.get("role").asString().equals("LEADER")) {
                leader = position;
            }
            if (row.get("member").asInt() == member
                    && row.get("role").asString().equals("FOLLOWER")) {
                behind = position;
            }
        }
        return leader > 0 && behind > 0 && leader - behind < NEARLY_BYTES;
    }

    /** Position of the log up to which the leader has it; waits until a member says that it leads. */
    long logPosition() {
        final long deadlineNs = System.nanoTime() + FaultClients.TIMEOUT_NS;
        while (true) {
            for (final JsonNode row : status()) {
                if (row.get("role").asString().equals("LEADER")) {
                    return row.get("position").asLong();
                }
            }
            pause(deadlineNs, "no member leads");
        }
    }

    /** Waits until all members have the same log, the same journal and the same state. */
    void awaitSame() {
        awaitCaughtUp();
        awaitSameJournals();
        awaitSameStates();
    }

    /** Waits until every member has the log as far as the leader has it now. */
    void awaitCaughtUp() {
        final long deadlineNs = System.nanoTime() + FaultClients.TIMEOUT_NS;
        long wanted = -1;
        while (true) {
            long least = Long.MAX_VALUE;
            int heard = 0;
            for (final JsonNode row : status()) {
                final long position = row.get("position").asLong();
                if (wanted < 0 && row.get("role").asString().equals("LEADER")) {
                    wanted = position;
                }
                heard += row.get("role").asString().equals("SILENT") ? 0 : 1;
                least = Math.min(least, position);
            }
            if (wanted >= 0 && heard == MEMBERS && least >= wanted) {
                return;
            }
            pause(deadlineNs, "not all members have the log up to " + wanted);
        }
    }

    /** Waits until every member has applied, and journaled, what the furthest has now. */
    private void awaitSameJournals() {
        final long deadlineNs = System.nanoTime() + FaultClients.TIMEOUT_NS;
        final long wanted = journalEnds().max().orElseThrow();
        while (journalEnds().min().orElseThrow() < wanted) {
            pause(
                    deadlineNs,
                    "not all journals go on to " + wanted + ", but to "
                            + journalEnds().boxed().toList());
        }
    }

    private LongStream journalEnds() {
        return IntStream.range(0, MEMBERS)
                .mapToLong(member -> JournalVerifier.verify(directory(member)).lastPosition());
    }

    /** Ends all in order, and waits until their words are said. */
    void stop() {
        for (int member = 0; member < MEMBERS; member++) {
            process(member).terminate();
        }
        for (int member = 0; member < MEMBERS; member++) {
            process(member).awaitExit();
        }
    }

    /** That the journals of all are equal as far as they reach, as the command says it; they must have ended. */
    String compareHistories() {
        return IntStream.range(1, MEMBERS)
                .mapToObj(member -> command(
                                "journal",
                                "diff",
                                directory(0).toString(),
                                "--other",
                                directory(member).toString())
                        .strip())
                .collect(Collectors.joining("\n"));
    }

    /** Runs the command in this process, and gives back what it prints. */
    String command(final String... args) {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final int status = Stowage.run(
                new Terminal(new PrintWriter(out), new PrintWriter(err), new StringReader(""), false, false, false),
                args);
        if (status != 0) {
            throw new AssertionError("stowage " + String.join(" ", args) + " ended with " + status + ": " + out + err);
        }
        return out.toString();
    }

    @Override
    public void close() {
        CloseHelper.closeAll(processes);
        CloseHelper.close(disk);
    }

    /** What the members know of each other; none while no member answers. */
    private Iterable<JsonNode> status() {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final int status = Stowage.run(
                new Terminal(new PrintWriter(out), new PrintWriter(err), new StringReader(""), false, false, false),
                "cluster",
                "status",
                "--json",
                "--dir",
                root.toString());
        statusFault = err.toString().strip();
        return status == 0 ? JSON.readTree(out.toString()) : List.of();
    }

    private void pause(final long deadlineNs, final String complaint) {
        if (System.nanoTime() - deadlineNs > 0) {
            throw new AssertionError(complaint + ": " + status() + statusFault + '\n' + said());
        }
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_INTERVAL_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The members' own words so far. */
    String said() {
        final StringBuilder text = new StringBuilder();
        for (int member = 0; member < MEMBERS; member++) {
            text.append("member ")
                    .append(member)
                    .append(process(member).isAlive() ? " runs:\n  " : " has ended:\n  ")
                    .append(String.join("\n  ", process(member).said()))
                    .append('\n');
        }
        return text.toString();
    }

    /** From a place of this process on: tests beside this one take their ports only when their members have come up. */
    private static int freePorts() {
        final int apart = PORTS_APART * MEMBERS;
        final int places = (LAST_PORT - FIRST_PORT) / apart;
        final int first = (int) (ProcessHandle.current().pid() % places);
        for (int i = 0; i < places; i++) {
            final int port = FIRST_PORT + (first + i) % places * apart;
            if (areFree(port)) {
                return port;
            }
        }
        throw new AssertionError("no free ports for three members");
    }

    private static boolean areFree(final int first) {
        for (int port = first; port < first + PORTS_APART * MEMBERS; port++) {
            try (DatagramChannel channel = DatagramChannel.open()) {
                channel.bind(new InetSocketAddress("localhost", port));
            } catch (final IOException inUse) {
                return false;
            }
        }
        return true;
    }
}
