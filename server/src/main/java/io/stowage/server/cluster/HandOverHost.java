package io.stowage.server.cluster;

import java.io.File;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a leader out of the cluster when its service wants another one to lead, waits until one does, and brings it back as a
 * follower. Only where the leader hears of so many others that they can elect without it. Aeron Cluster knows no other way: whom
 * they elect cannot be chosen. A thread of its own, which sleeps.
 */
final class HandOverHost implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(HandOverHost.class);
    private static final String THREAD_NAME = "stowage-hand-over";
    private static final long LOOK_INTERVAL_MS = 20;
    private static final long ANSWER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long WAY_BACK_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long CLOSE_TIMEOUT_MS = 60_000;

    private final ClusterMemberContext ctx;
    private final HandOver handOver;
    private final MemberCore core;
    private final MemberFailure failure;
    private final Runnable terminated;
    private final OtherMembers others;
    private final int membersNeeded;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, THREAD_NAME);

    private HandOverHost(
            final ClusterMemberContext ctx,
            final File clusterDirectory,
            final MemberHost host,
            final MemberCore core,
            final Runnable terminated) {
        this.ctx = ctx;
        this.handOver = host.handOver();
        this.core = core;
        this.failure = host.failure();
        this.terminated = terminated;
        this.others = new OtherMembers(clusterDirectory, ctx.elections().electionTimeoutNs());
        this.membersNeeded = ctx.members().size() / 2 + 1;
        thread.setDaemon(true);
    }

    /**
     * Waits for a service that wants to hand over.
     *
     * @param ctx              of the member.
     * @param clusterDirectory of its consensus module.
     * @param host             where the service says so, and what went wrong on the way.
     * @param core             to be taken out, and brought back.
     * @param terminated       told that the member ended by it.
     * @return to be closed before the core.
     */
    static HandOverHost start(
            final ClusterMemberContext ctx,
            final File clusterDirectory,
            final MemberHost host,
            final MemberCore core,
            final Runnable terminated) {
        final HandOverHost started = new HandOverHost(ctx, clusterDirectory, host, core, terminated);
        started.thread.start();
        return started;
    }

    private void run() {
        try {
            while (!closing.await(LOOK_INTERVAL_MS, TimeUnit.MILLISECONDS)) {
                if (core.hasEnded()) {
                    terminated.run();
                    return;
                }
                if (handOver.stage() == HandOver.Stage.ASKED) {
                    judge();
                }
                if (handOver.stage() == HandOver.Stage.LEAVING) {
                    leaveAndComeBack();
                    handOver.end();
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final RuntimeException | Error e) {
            failure.stop(e);
            terminated.run();
        }
    }

    /** Followers are heard of several times in that time, and one that is about to come back may do so. */
    private void judge() throws InterruptedException {
        others.forget();
        if (!await(() -> others.heard() >= membersNeeded, ctx.elections().electionTimeoutNs())) {
            final int heard = others.heard();
            LOGGER.warn(
                    "member {} goes on leading: it takes {} other members to elect another leader, and {} are heard of",
                    ctx.memberId(),
                    membersNeeded,
                    heard);
            handOver.refuse(membersNeeded, heard);
            return;
        }
        handOver.grant();
        await(() -> handOver.stage() != HandOver.Stage.GRANTED, ANSWER_TIMEOUT_NS);
        handOver.expire();
    }

    private void leaveAndComeBack() throws InterruptedException {
        final long begunNs = System.nanoTime();
        LOGGER.info("member {} leaves the cluster for a moment, so that another member leads", ctx.memberId());
        core.leave();
        final boolean isLed = awaitSuccessor();
        if (closing.getCount() == 0) {
            return;
        }
        core.join();
        LOGGER.info(
                "member {} comes back after {} ms: {}",
                ctx.memberId(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNs),
                isLed ? "another member leads" : "no other member was heard to lead in that time");
    }

    /** Back too early, this member would be elected again: nobody's log is longer than that of the last leader. */
    private boolean awaitSuccessor() throws InterruptedException {
        try (SuccessorProbe probe = new SuccessorProbe(ctx)) {
            final boolean isLed = await(
                    probe::poll,
                    2 * ctx.elections().electionTimeoutNs()
                            + 4 * ctx.elections().candidateTimeoutNs());
            await(probe::isWayBackFree, WAY_BACK_TIMEOUT_NS);
            return isLed;
        }
    }

    /** False where it did not happen in time, or this is closed. */
    private boolean await(final BooleanSupplier condition, final long timeoutNs) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + timeoutNs;
        boolean isMet = condition.getAsBoolean();
        while (!isMet
                && System.nanoTime() - deadlineNs < 0
                && !closing.await(LOOK_INTERVAL_MS, TimeUnit.MILLISECONDS)) {
            isMet = condition.getAsBoolean();
        }
        return isMet;
    }

    /** Gives a hand-over at hand up, and waits for the thread. */
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
