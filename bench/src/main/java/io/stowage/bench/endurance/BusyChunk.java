package io.stowage.bench.endurance;

import io.stowage.bench.engine.Coding;
import io.stowage.bench.engine.Sender;
import io.stowage.bench.engine.Sessions;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.Tier;
import java.util.SplittableRandom;

/**
 * A chunk that keeps alive: its measurements vary, its fence is sometimes one keepalive behind, it restarts and forgets its
 * fence, and now and then a part of its disks fails for a while.
 */
final class BusyChunk {
    static final long CAPACITY_BYTES = 512L << 30;
    static final long PERFORMANCE_BYTES = 256L << 30;

    private static final int NO_FENCE = -1;
    private static final int MOST_BLOCKS = 1 << 15;
    private static final int ODDS = 10_000;
    private static final int RESTARTS = 5;
    private static final int FAILURES = 20;
    private static final int LATE_FENCES = 2_000;

    private final Requests requests;
    private final SplittableRandom random;
    private final Sender sender;
    private final long[] used = new long[4];
    private long fence = NO_FENCE;
    private long olderFence = NO_FENCE;
    private long failedBytes;

    BusyChunk(final Requests requests, final SplittableRandom random, final int id) {
        this.requests = requests;
        this.random = random;
        sender = new Sender(Role.CHUNK, id, Sessions.ofChunk(id, 0));
        restart();
    }

    int id() {
        return sender.id();
    }

    private void restart() {
        sender.restart(Sessions.ofChunk(sender.id(), sender.incarnation() + 1));
        fence = NO_FENCE;
        olderFence = NO_FENCE;
    }

    void step() {
        final int roll = random.nextInt(ODDS);
        if (roll < RESTARTS) {
            restart();
        } else if (roll < RESTARTS + FAILURES) {
            failedBytes = failedBytes == 0 ? CAPACITY_BYTES / 4 : 0;
        }
        for (int i = 0; i < used.length; i++) {
            used[i] = random.nextInt(MOST_BLOCKS) * Coding.THIN_BLOCK_BYTES;
        }
        keepAlive(random.nextInt(ODDS) < LATE_FENCES ? olderFence : fence);
    }

    /** Keeps alive with all its disks, as often as it takes until every measurement covers all that is live. */
    void settle() {
        failedBytes = 0;
        for (int i = 0; i < 3; i++) {
            keepAlive(fence);
        }
    }

    private void keepAlive(final long returned) {
        requests.chunks.beginKeepAlive(sender, returned);
        requests.chunks.tier(Tier.CAPACITY, CAPACITY_BYTES, failedBytes, used[0], used[1]);
        requests.chunks.tier(Tier.PERFORMANCE, PERFORMANCE_BYTES, 0, used[2], used[3]);
        final ResultCode result = requests.chunks.submitKeepAlive(sender);
        if (result != ResultCode.OK) {
            throw new IllegalStateException("a keepalive of chunk " + sender.id() + " was answered " + result);
        }
        olderFence = fence;
        fence = requests.chunks.fence();
    }

    /** What it measured last. */
    long used(final Tier tier) {
        final int first = tier == Tier.CAPACITY ? 0 : 2;
        return used[first] + used[first + 1];
    }
}
