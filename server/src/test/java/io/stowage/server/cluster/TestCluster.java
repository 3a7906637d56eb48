package io.stowage.server.cluster;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.stowage.codecs.Role;
import io.stowage.engine.Limits;
import io.stowage.server.IdleStrategyKind;
import io.stowage.server.ServerSummary;
import io.stowage.server.session.Secrets;
import io.stowage.server.snapshot.SnapshotSettings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/** Members on loopback in this process, and a media driver for their clients that outlives them. */
final class TestCluster implements AutoCloseable {
    static final UUID CLUSTER = new UUID(0x5707, 0x57);

    /** Some twenty commands. */
    static final long HASH_INTERVAL_BYTES = 8 << 10;

    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(120);
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(20_000 + (int) (ProcessHandle.current().pid() % 400) * 64);

    private final Path directory;
    private final Secrets secrets;
    private final @Nullable ClusterMember[] members;
    private final String endpoints;
    private final MediaDriver driver;
    private long tickIntervalMs = 500;

    /** On loopback. */
    TestCluster(final Path directory, final int size, final Secrets secrets) {
        this(directory, size, secrets, "localhost");
    }

    /** On a host that leads to this machine. */
    TestCluster(final Path directory, final int size, final Secrets secrets, final String host) {
        this.directory = directory;
        this.secrets = secrets;
        this.members = new ClusterMember[size];
        this.endpoints = IntStream.range(0, size)
                .mapToObj(id -> id + "=" + host + ":" + freePorts())
                .collect(Collectors.joining(","));
        this.driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName("/dev/shm/stowage-cluster-test-"
                        + ProcessHandle.current().pid() + "-" + NEXT_PORT.get())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(IdleStrategyKind.BACKOFF.create())
                .publicationTermBufferLength(1 << 20)
                .ipcTermBufferLength(1 << 20));
    }

    /** Time stands still for the log, so that its state stays what the last command made of it. */
    TestCluster withoutTicks() {
        tickIntervalMs = TimeUnit.HOURS.toMillis(1);
        return this;
    }

    ClusterMemberContext context(final int id) {
        final ClusterMemberContext ctx = new ClusterMemberContext()
                .directory(directoryOf(id))
                .clusterId(CLUSTER)
                .members(endpoints)
                .memberId(id)
                .secrets(secrets)
                .limits(Limits.small())
                .snapshots(new SnapshotSettings(0, 1, 0, 0))
                .maxCommandBytes(64 << 10)
                .node("m" + id)
                .hashIntervalBytes(HASH_INTERVAL_BYTES)
                .tickIntervalMs(tickIntervalMs)
                .idleStrategy(IdleStrategyKind.BACKOFF);
        ctx.elections()
                .electionTimeoutNs(TimeUnit.SECONDS.toNanos(3))
                .startupCanvassTimeoutNs(TimeUnit.SECONDS.toNanos(10));
        ctx.log().termLength(1 << 20).segmentBytes(1 << 20);
        ctx.media().termBufferLength(1 << 20).livenessTimeoutNs(TimeUnit.SECONDS.toNanos(30));
        ctx.sessions()
                .maxSessions(64)
                .responseTermBufferLength(256 << 10)
                .sessionTimeoutNs(TimeUnit.SECONDS.toNanos(30));
        ctx.journal()
                .cycleBytes(4 << 20)
                .blockBytes(1 << 20)
                .maxBatchBytes(128 << 10)
                .reserveBytes(0)
                .minFreeBytes(1 << 20);
        return ctx;
    }

    Path directoryOf(final int id) {
        return directory.resolve(Integer.toString(id));
    }

    ClusterMember start(final int id) {
        return start(id, context(id));
    }

    ClusterMember start(final int id, final ClusterMemberContext ctx) {
        final ClusterMember member = ClusterMember.launch(ctx);
        members[id] = member;
        return member;
    }

    TestCluster startAll() {
        for (int id = 0; id < members.length; id++) {
            start(id);
        }
        return this;
    }

    /** Stops a member, and tells where it stood. */
    ServerSummary stop(final int id) {
        final ClusterMember member = member(id);
        members[id] = null;
        member.close();
        return Objects.requireNonNull(member.summary());
    }

    ClusterMember member(final int id) {
        return Objects.requireNonNull(members[id], "member " + id + " is not running");
    }

    /** The member that leads, once there is one. */
    ClusterMember awaitLeader() {
        final ClusterMember[] found = new ClusterMember[1];
        await(
                () -> {
                    for (final ClusterMember member : members) {
                        if (member != null && member.isLeader()) {
                            found[0] = member;
                            return true;
                        }
                    }
                    return false;
                },
                "no member leads");
        return found[0];
    }

    /** The member that leads, once it is another one. */
    ClusterMember awaitLeaderOtherThan(final int memberId) {
        await(
                () -> !member(memberId).isLeader() && awaitLeader().memberId() != memberId,
                "member " + memberId + " goes on leading");
        return awaitLeader();
    }

    void await(final BooleanSupplier condition, final String otherwise) {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        final IdleStrategy idle = IdleStrategyKind.SLEEP.create();
        while (!condition.getAsBoolean()) {
            for (final ClusterMember member : members) {
                if (member != null && member.failure() != null) {
                    throw new AssertionError("member " + member.memberId() + " failed", member.failure());
                }
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(otherwise);
            }
            idle.idle();
        }
    }

    RawClusterClient client() {
        return client(Role.OPERATOR);
    }

    RawClusterClient client(final Role role) {
        final byte[] secret = secrets.of(role);
        return client(secret == null ? new byte[0] : secret);
    }

    RawClusterClient client(final byte[] secret) {
        return new RawClusterClient(driver.aeronDirectoryName(), endpoints, secret);
    }

    @Override
    public void close() {
        try {
            for (final ClusterMember member : members) {
                if (member != null) {
                    member.close();
                }
            }
        } finally {
            driver.close();
        }
    }

    /** The first of as many free ports as a member takes. */
    private static int freePorts() {
        while (true) {
            final int first = NEXT_PORT.getAndAdd(MemberEndpoints.PORTS + 1);
            if (IntStream.range(first, first + MemberEndpoints.PORTS).allMatch(TestCluster::isFree)) {
                return first;
            }
        }
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
