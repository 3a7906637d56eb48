package io.stowage.bench.cluster;

import io.stowage.bench.BenchException;
import io.stowage.bench.load.EchoReplies;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/** The members of one system on loopback, each a process. Single-threaded, but for {@link #abandon}. */
final class BenchedCluster implements AutoCloseable {
    static final UUID CLUSTER = new UUID(0xBE7C_0000_0000_4000L, 0x8000_0000_0000_5707L);

    private static final int FIRST_PORT = 12_000;
    private static final int LAST_PORT = 20_000;
    private static final int PORTS_OF_A_MEMBER = 10;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(120);
    private static final long LOOK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final MemberKind kind;
    private final Path directory;
    private final ClusterOptions options;
    private final MemberTimes times;
    private final String members;
    private final String reserved;
    private final String freed;
    private final List<MemberProcess> processes = new ArrayList<>();
    private boolean isPaused;

    /**
     * Starts all members.
     *
     * @param kind      of the system.
     * @param directory of all members; made.
     * @param options   of the benchmark.
     * @param times     how long they wait for each other.
     * @param replies   of the echo; null for Stowage.
     */
    BenchedCluster(
            final MemberKind kind,
            final Path directory,
            final ClusterOptions options,
            final MemberTimes times,
            final @Nullable EchoReplies replies) {
        this.kind = kind;
        this.directory = directory;
        this.options = options;
        this.times = times;
        reserved = replies == null ? "" : MemberSettings.hex(replies.reserved());
        freed = replies == null ? "" : MemberSettings.hex(replies.freed());
        final int port = freePorts(PORTS_OF_A_MEMBER * options.members());
        members = IntStream.range(0, options.members())
                .mapToObj(member -> member + "=localhost:" + (port + PORTS_OF_A_MEMBER * member))
                .collect(Collectors.joining(","));
        try {
            Files.createDirectories(directory);
        } catch (final IOException e) {
            throw new BenchException("no folder for the members can be made: " + e.getMessage(), e);
        }
        for (int member = 0; member < options.members(); member++) {
            processes.add(start(member));
        }
    }

    /** All members, as {@code cluster.members} names them. */
    String members() {
        return members;
    }

    /** Holds all members at once, in the middle of whatever they do. */
    void pause() {
        signal("STOP");
        isPaused = true;
    }

    /** Lets all go on. */
    void resume() {
        signal("CONT");
        isPaused = false;
    }

    void kill(final int member) {
        processes.get(member).kill();
    }

    void startAgain(final int member) {
        processes.set(member, start(member));
    }

    /** Fails where a member has ended. */
    void requireRunning() {
        processes.forEach(MemberProcess::requireRunning);
    }

    /** Waits until every member is there, whatever it takes on a busy machine to start so many processes. */
    void awaitStarted() {
        // The first answer of a member comes once it was launched.
        processes.forEach(MemberProcess::commitPosition);
    }

    /** Waits until every member knows as much of the log to be agreed on as the most knowing does now. */
    void awaitCaughtUp() {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        final long wanted = positions().max().orElseThrow();
        while (positions().min().orElseThrow() < wanted) {
            if (System.nanoTime() - deadlineNs >= 0) {
                throw new BenchException("a member of " + kind
                        + " did not get the log within two minutes; what they said is in " + directory);
            }
            LockSupport.parkNanos(LOOK_INTERVAL_NS);
        }
    }

    /** Kills whatever runs, from another thread. */
    void abandon() {
        List.copyOf(processes).forEach(MemberProcess::abandon);
    }

    @Override
    public void close() {
        if (isPaused) {
            resume();
        }
        CloseHelper.closeAll(processes);
        processes.clear();
    }

    private LongStream positions() {
        return processes.stream().mapToLong(MemberProcess::commitPosition);
    }

    private MemberProcess start(final int member) {
        final Path home = directory.resolve("member-" + member);
        final MemberSettings settings = new MemberSettings(
                kind,
                member,
                members,
                home.toString(),
                CLUSTER,
                options.chunks(),
                options.sync(),
                options.journal(),
                options.idle(),
                times,
                reserved,
                freed);
        return MemberProcess.start(settings, options.memberOptions(), directory.resolve("member-" + member + ".log"));
    }

    private void signal(final String name) {
        final List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            if (new ProcessBuilder(command).start().waitFor() != 0) {
                requireRunning();
                throw new BenchException(String.join(" ", command) + " failed");
            }
        } catch (final IOException e) {
            throw new BenchException("'kill' cannot be run (" + e.getMessage() + "); install procps", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted while the members of " + kind + " were held", e);
        }
    }

    /** From a place of this process on: members of a run beside this one take their ports only when they have come up. */
    private static int freePorts(final int count) {
        final int places = (LAST_PORT - FIRST_PORT) / count;
        final int place = (int) (ProcessHandle.current().pid() % places);
        for (int i = 0; i < places; i++) {
            final int first = FIRST_PORT + (place + i) % places * count;
            if (IntStream.range(first, first + count).allMatch(BenchedCluster::isFree)) {
                return first;
            }
        }
        throw new BenchException("no " + count + " UDP ports in a row are free between " + FIRST_PORT + " and "
                + LAST_PORT + "; end what uses them");
    }

    private static boolean isFree(final int port) {
        try (DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            return socket.isBound();
        } catch (final IOException taken) {
            return false;
        }
    }
}
