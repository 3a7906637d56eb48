package io.stowage.client.clustered;

import io.stowage.client.scripted.ScriptedServer;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.agrona.CloseHelper;

/** One or three members of Aeron Cluster on loopback. Set up before {@link #start}; scripts run on threads of the members. */
public final class TestCluster implements AutoCloseable {
    /** Identity of every cluster made here. */
    public static final UUID ID = new UUID(0xC1, 0x57);

    private static final int NOBODY = -1;
    private static final int FIRST_PORT = 9_000;
    private static final int PORTS = 3_000;
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger((int) (ProcessHandle.current().pid() % PORTS));

    private static final int PORTS_EACH = 5;

    /** What the service says to a new session. */
    record Verdict(ResultCode result, Reason reason, String detail) {
        boolean isOk() {
            return result == ResultCode.OK;
        }
    }

    private final Path directory;
    private final List<int[]> ports;
    private final Map<Integer, TestMember> running = new HashMap<>();
    private byte[] secret = new byte[0];
    private int maxSessions = 64;
    private volatile Verdict verdict = new Verdict(ResultCode.OK, Reason.NONE, "");
    private volatile ScriptedServer.Script script = (command, frames) -> 0;
    private volatile int leader = NOBODY;

    public TestCluster(final Path directory, final int size) {
        this.directory = directory;
        ports = freePorts(size);
    }

    /** Without a secret, nobody is challenged. */
    public TestCluster secret(final byte[] bytes) {
        secret = bytes.clone();
        return this;
    }

    public TestCluster maxSessions(final int sessions) {
        maxSessions = sessions;
        return this;
    }

    public TestCluster script(final ScriptedServer.Script answers) {
        script = answers;
        return this;
    }

    /** From now on, sessions are refused by the service. */
    public void refuse(final ResultCode result, final Reason reason, final String detail) {
        verdict = new Verdict(result, reason, detail);
    }

    /** Starts all members that do not run. */
    public TestCluster start() {
        for (int id = 0; id < ports.size(); id++) {
            if (!running.containsKey(id)) {
                running.put(id, new TestMember(this, id, directory.resolve("member-" + id)));
            }
        }
        return this;
    }

    /** Stops a member in good order; what it logged stays. */
    public void stop(final int id) {
        if (leader == id) {
            leader = NOBODY;
        }
        CloseHelper.close(running.remove(id));
    }

    /** The member that leads; -1 while none does. */
    public int leader() {
        return leader;
    }

    /** How clients name this cluster. */
    public String channel() {
        return "cluster:"
                + IntStream.range(0, ports.size())
                        .mapToObj(id -> id + "=" + ingressEndpoint(id))
                        .collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        CloseHelper.closeAll(running.values());
    }

    byte[] secret() {
        return secret;
    }

    int maxSessions() {
        return maxSessions;
    }

    Verdict verdict() {
        return verdict;
    }

    /** A lone leader is waited for briefly; of several, none may seem dead because the machine is slow. */
    long electionTimeoutNs() {
        return TimeUnit.SECONDS.toNanos(ports.size() == 1 ? 2 : 10);
    }

    ScriptedServer.Script script() {
        return script;
    }

    void leader(final int memberId) {
        leader = memberId;
    }

    /** Where clients reach a member: host and port. */
    public String ingressEndpoint(final int id) {
        return endpoint(id, 0);
    }

    String archiveEndpoint(final int id) {
        return endpoint(id, PORTS_EACH - 1);
    }

    /** As Aeron Cluster wants them told: id, ingress, consensus, log, catchup and archive. */
    String members() {
        return IntStream.range(0, ports.size())
                .mapToObj(id -> id + ","
                        + IntStream.range(0, PORTS_EACH)
                                .mapToObj(port -> endpoint(id, port))
                                .collect(Collectors.joining(",")))
                .collect(Collectors.joining("|"));
    }

    private String endpoint(final int id, final int port) {
        return "localhost:" + ports.get(id)[port];
    }

    /** Below those that the system hands out by itself, one of which somebody may get before a member starts again. */
    private static List<int[]> freePorts(final int size) {
        return IntStream.range(0, size)
                .mapToObj(id -> IntStream.generate(TestCluster::nextPort)
                        .filter(TestCluster::isFree)
                        .limit(PORTS_EACH)
                        .toArray())
                .toList();
    }

    private static int nextPort() {
        return FIRST_PORT + NEXT_PORT.getAndIncrement() % PORTS;
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
