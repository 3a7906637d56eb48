package io.stowage.server.cluster;

import io.stowage.server.ServerException;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a member whose name leads to another address than the one where it listens, because a member list says so: the others will look
 * for it there, and whoever is started there must not find it still running. A leader goes only once it hears of so many others that
 * they can elect another one, who lead on at once when it leaves. A thread of its own, which sleeps.
 */
final class MoveWatch implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(MoveWatch.class);
    private static final String THREAD_NAME = "stowage-move-watch";
    private static final long LOOK_INTERVAL_MS = 200;
    /** Time for the answer to whoever told the list. */
    private static final long LINGER_MS = 500;

    private static final long CLOSE_TIMEOUT_MS = 20_000;
    private static final int LOOKS_TO_REPORT = 25;
    private static final String NOTHING_TO_DO = "";

    private final ClusterMemberContext ctx;
    private final MemberNames names;
    private final OtherMembers others;
    private final BooleanSupplier isLeader;
    private final Consumer<String> onMoved;
    private final String startedWith;
    private final @Nullable InetAddress startedAt;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, THREAD_NAME);
    private int looksInVain;

    /**
     * Notes where the member listens, before it hears of newer lists.
     *
     * @param ctx              of the member.
     * @param names            with the list that it has kept, and where newer ones are seen.
     * @param clusterDirectory of its consensus module.
     * @param isLeader         whether it leads.
     * @param onMoved          told once, with the host to which it has moved.
     * @throws ServerException if the list that it has kept has it elsewhere, or at a host that is not known here.
     */
    MoveWatch(
            final ClusterMemberContext ctx,
            final MemberNames names,
            final File clusterDirectory,
            final BooleanSupplier isLeader,
            final Consumer<String> onMoved) {
        this.ctx = ctx;
        this.names = names;
        this.others = new OtherMembers(clusterDirectory, ctx.elections().electionTimeoutNs());
        this.isLeader = isLeader;
        this.onMoved = onMoved;
        this.startedWith = names.list().host(ctx.memberId());
        this.startedAt = names.address(ctx.memberId());
        requireHere();
        thread.setDaemon(true);
    }

    private void requireHere() {
        if (startedWith.isEmpty()) {
            return;
        }
        final long generation = names.list().generation();
        if (startedAt == null) {
            throw new ServerException("the host " + startedWith + " of this member in the member list of generation "
                    + generation + " is not known here; correct it in DNS or /etc/hosts");
        }
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.bind(new InetSocketAddress(startedAt, 0));
        } catch (final IOException elsewhere) {
            throw new ServerException(
                    "member " + ctx.memberId() + " has moved: the member list of generation " + generation
                            + " has it at "
                            + startedWith + ", which is not this machine; start it there, or move it back with"
                            + " 'stowage cluster members --set " + ctx.memberId() + "=HOST' and 'stowage cluster"
                            + " replace-member " + ctx.memberId() + "'",
                    elsewhere);
        }
    }

    /**
     * Starts to watch.
     *
     * @return this, to be closed before the consensus module.
     */
    MoveWatch start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (!closing.await(LOOK_INTERVAL_MS, TimeUnit.MILLISECONDS)) {
                final String obstacle = look();
                if (obstacle == null) {
                    if (!closing.await(LINGER_MS, TimeUnit.MILLISECONDS)) {
                        go();
                    }
                    return;
                }
                report(obstacle);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What keeps a member from leaving, nothing to do among it; null: nothing. A look that fails is repeated. */
    private @Nullable String look() {
        try {
            return hasMoved() ? obstacle() : NOTHING_TO_DO;
        } catch (final RuntimeException e) {
            return "where its name leads cannot be looked up (" + e + ")";
        }
    }

    /** What a name leads to may change without a list; then the member goes on, as one that no list names. */
    private boolean hasMoved() {
        return !names.list().host(ctx.memberId()).equals(startedWith)
                && !Objects.equals(names.address(ctx.memberId()), startedAt);
    }

    /** What keeps a member that has moved from leaving; null: nothing. */
    private @Nullable String obstacle() {
        final String host = names.host(ctx.memberId());
        if (names.address(ctx.memberId()) == null) {
            return "the host " + host + " is not known here, and this member goes on until it is; correct it in DNS or"
                    + " /etc/hosts";
        }
        if (!isLeader.getAsBoolean()) {
            return null;
        }
        final int needed = ctx.members().size() / 2 + 1;
        final int heard = others.heard();
        return heard >= needed
                ? null
                : "it is to move to " + host + ", and goes on leading until " + needed
                        + " other members are heard of, who can elect another leader (now " + heard + "); start them";
    }

    private void go() {
        final String host = names.host(ctx.memberId());
        LOGGER.info(
                "member {} stops here: the member list of generation {} has it at {}, and it listens at {}; seed it there"
                        + " with 'stowage cluster replace-member {}', and start it there",
                ctx.memberId(),
                names.list().generation(),
                host,
                startedAt,
                ctx.memberId());
        onMoved.accept(host);
    }

    /** Others are heard of again and again, but not at once; what lasts is said once. */
    private void report(final String obstacle) {
        looksInVain = NOTHING_TO_DO.equals(obstacle) ? 0 : looksInVain + 1;
        if (looksInVain == 0) {
            others.forget();
        } else if (looksInVain == LOOKS_TO_REPORT) {
            LOGGER.warn(
                    "member {}, by the member list of generation {}: {}",
                    ctx.memberId(),
                    names.list().generation(),
                    obstacle);
        }
    }

    /** Gives up a move that has not happened yet, and waits for the thread. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_TIMEOUT_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
