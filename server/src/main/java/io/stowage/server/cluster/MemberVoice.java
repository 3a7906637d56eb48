package io.stowage.server.cluster;

import io.aeron.Aeron;
import io.aeron.exceptions.AeronException;
import io.stowage.codecs.Role;
import io.stowage.server.session.Secrets;
import java.net.InetAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other members what hash this member's state has. It speaks as a client of its own cluster, because a service of Aeron
 * Cluster can put nothing into the log that the services of the others would not put there too. What cannot be told waits, and gives
 * way to what is newer. A thread of its own, which sleeps.
 */
final class MemberVoice implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(MemberVoice.class);
    private static final String THREAD_NAME = "stowage-member-voice";
    private static final ErrorHandler SILENT = error -> {};
    private static final long LOOK_INTERVAL_MS = 20;
    private static final long RETRY_DELAY_MS = 1_000;
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    /** An election takes one or two. */
    private static final int FAILURES_TO_REPORT = 4;

    private static final long CLOSE_TIMEOUT_MS = 10_000;

    private final ClusterMemberContext ctx;
    private final MemberNames names;
    private final boolean isOn;
    private final ArrayBlockingQueue<Finding> untold = new ArrayBlockingQueue<>(StateHashVotes.REMEMBERED);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, THREAD_NAME);
    private @Nullable Aeron aeron;
    private int failuresInARow;

    /** What is told. */
    private record Finding(long position, long hash) {}

    private MemberVoice(final ClusterMemberContext ctx, final MemberNames names, final boolean isOn) {
        this.ctx = ctx;
        this.names = names;
        this.isOn = isOn;
        thread.setDaemon(true);
    }

    /**
     * Waits for something to tell. Without a secret for members, where others have secrets, it tells nothing.
     *
     * @param ctx   of the member, whose media driver runs.
     * @param names where members are.
     * @return to be closed before the media driver.
     */
    static MemberVoice start(final ClusterMemberContext ctx, final MemberNames names) {
        final Secrets secrets = ctx.sessions().secrets();
        final boolean isWanted = ctx.hashIntervalBytes() > 0 && ctx.members().size() > 1;
        final boolean isTaken = secrets.isEmpty() ? ctx.members().areLoopback() : secrets.of(Role.MEMBER) != null;
        if (isWanted && !isTaken) {
            LOGGER.warn(
                    "this member does not compare its state with the others': there is no secret for the role MEMBER;"
                            + " add one to the secrets of all members, as 'stowage init' writes it");
        }
        final MemberVoice voice = new MemberVoice(ctx, names, isWanted && isTaken);
        if (voice.isOn) {
            voice.thread.start();
        }
        return voice;
    }

    /** By the service's thread: the hash of the state at a position. */
    void tell(final long position, final long hash) {
        if (isOn) {
            final Finding finding = new Finding(position, hash);
            while (!untold.offer(finding)) {
                untold.poll();
            }
        }
    }

    private void run() {
        try {
            while (!closing.await(LOOK_INTERVAL_MS, TimeUnit.MILLISECONDS)) {
                if (!untold.isEmpty() && !isTold()) {
                    closing.await(RETRY_DELAY_MS, TimeUnit.MILLISECONDS);
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final RuntimeException e) {
            LOGGER.error("this member compares its state with the others' no longer: {}", e.getMessage(), e);
        } finally {
            CloseHelper.quietClose(aeron);
        }
    }

    /** False where something is left, also where the driver or the cluster could not be reached for now. */
    private boolean isTold() throws InterruptedException {
        try {
            return tellAll();
        } catch (final AeronException e) {
            count(false, String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** False where something is left that could not be told. */
    private boolean tellAll() throws InterruptedException {
        final InetAddress own = names.address(ctx.memberId());
        if (own == null) {
            count(false, "this member's own name leads to no address");
            return false;
        }
        try (MemberSession session = new MemberSession(ctx, own, aeron(), TIMEOUT_NS)) {
            final boolean isOpen = await(session, () -> session.state() == MemberSession.State.OPEN);
            Finding next = untold.peek();
            while (isOpen && next != null) {
                final Finding told = next;
                if (!await(session, () -> session.tellHash(ctx.memberId(), told.position(), told.hash()))
                        || !await(session, session::isAnswered)) {
                    break;
                }
                untold.remove(told);
                next = untold.peek();
            }
            count(next == null, session.lossText());
            return next == null;
        }
    }

    private boolean await(final MemberSession session, final BooleanSupplier condition) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        boolean isMet = condition.getAsBoolean();
        while (!isMet
                && System.nanoTime() - deadlineNs < 0
                && session.state() != MemberSession.State.LOST
                && !closing.await(1, TimeUnit.MILLISECONDS)) {
            session.poll();
            isMet = condition.getAsBoolean();
        }
        return isMet;
    }

    private Aeron aeron() {
        final Aeron known = aeron;
        if (known != null && !known.isClosed()) {
            return known;
        }
        final Aeron connected = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(ctx.media().aeronDirectoryName())
                .clientName(THREAD_NAME)
                .errorHandler(SILENT)
                .subscriberErrorHandler(SILENT));
        aeron = connected;
        return connected;
    }

    private void count(final boolean isTold, final String trouble) {
        failuresInARow = isTold ? 0 : failuresInARow + 1;
        if (failuresInARow == FAILURES_TO_REPORT) {
            LOGGER.warn(
                    "the hash of this member's state could not be told to the others for a while: {}; it is tried again",
                    trouble.isEmpty() ? "no answer came" : trouble);
        }
    }

    /** Gives up what was not told, and waits for the thread. */
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
