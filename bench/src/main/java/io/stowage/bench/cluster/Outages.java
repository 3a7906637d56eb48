package io.stowage.bench.cluster;

import io.stowage.bench.BenchException;
import io.stowage.bench.fleet.Frames;
import io.stowage.client.frame.FrameHandler;
import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.Role;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Kills the leader of a cluster, again and again, and measures how long one session is without service: from the kill to the first
 * answer to a command that was sent after it. Commands are repeated while they are not answered. Single-threaded.
 */
final class Outages {
    private static final long RESEND_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(120);
    private static final long SETTING_MS = 3_600_000;
    private static final int COMMANDS_BETWEEN = 200;
    private static final int FIRST_EVENT = 300;
    private static final int BUFFER_LENGTH = 4 << 10;

    private final BenchedCluster cluster;
    private final ClusterLink link;
    private final IdleStrategy idle;
    private final Frames frames = BenchClients.frames(Role.OPERATOR, 0);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final ReplyHeaderDecoder reply = new ReplyHeaderDecoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final FrameHandler handler = this::onFrame;
    private long answered;

    /**
     * For a session.
     *
     * @param cluster of it.
     * @param link    of an operator.
     * @param idle    between looks.
     */
    Outages(final BenchedCluster cluster, final ClusterLink link, final IdleStrategy idle) {
        this.cluster = cluster;
        this.link = link;
        this.idle = idle;
    }

    /** Kills so many leaders; each is started again, and has the whole log, before the next. Nanoseconds without service. */
    long[] run(final int kills, final PrintStream progress) {
        final long[] outagesNs = new long[kills];
        for (int kill = 0; kill < kills; kill++) {
            answer(COMMANDS_BETWEEN);
            awaitCaughtUp();
            final int leader = link.leaderMember();
            final long killedNs = System.nanoTime();
            cluster.kill(leader);
            answer(1);
            outagesNs[kill] = System.nanoTime() - killedNs;
            progress.println("bench: kill " + (kill + 1) + " of " + kills + ": member " + leader + ", "
                    + TimeUnit.NANOSECONDS.toMillis(outagesNs[kill]) + " ms without service");
            cluster.startAgain(leader);
        }
        return outagesNs;
    }

    /** Keeps the session meanwhile: on a busy machine a member may take longer to start than a session may be silent. */
    private void awaitCaughtUp() {
        final CompletableFuture<Void> caughtUp = CompletableFuture.runAsync(cluster::awaitCaughtUp);
        while (!caughtUp.isDone()) {
            idle.idle(link.poll(handler));
        }
        try {
            caughtUp.join();
        } catch (final CompletionException failed) {
            throw failed.getCause() instanceof BenchException told ? told : failed;
        }
    }

    /** Has new commands answered, one after the other. */
    private void answer(final int commands) {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        for (int i = 0; i < commands; i++) {
            // What was sent before this moment does not count, even if it is answered yet.
            final long before = frames.correlationId();
            while (answered <= before) {
                send(deadlineNs);
                awaitAnswer(before);
            }
        }
    }

    private void send(final long deadlineNs) {
        final int length = frames.configure(buffer, ConfigKey.CHUNK_SESSION_TIMEOUT_MS, SETTING_MS);
        do {
            idle.idle(link.poll(handler));
            if (System.nanoTime() - deadlineNs >= 0) {
                throw new BenchException("no leader answered within two minutes; the last one was killed before");
            }
        } while (link.offer(buffer, 0, length) <= 0);
    }

    private void awaitAnswer(final long before) {
        final long sentNs = System.nanoTime();
        while (answered <= before && System.nanoTime() - sentNs < RESEND_NS) {
            idle.idle(link.poll(handler));
        }
    }

    private boolean onFrame(final DirectBuffer frame, final int offset, final int length) {
        header.wrap(frame, offset);
        if (header.templateId() >= FIRST_EVENT) {
            return true;
        }
        reply.wrap(frame, offset + MessageHeaderDecoder.ENCODED_LENGTH);
        answered = Math.max(answered, reply.correlationId());
        return true;
    }
}
