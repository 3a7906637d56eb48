package io.stowage.sim.scenario;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.ClusterStatus;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A running server, through an operator's session that may act for extent managers and chunks. Its log keeps its own time:
 * a tick of the scenario waits as long.
 */
public final class ServerTarget implements ScenarioTarget {
    private static final long POLL_INTERVAL_MS = 10;

    private final BlockingOperator operator;

    /**
     * Runs against a server.
     *
     * @param operator connected; closed with this target.
     */
    public ServerTarget(final BlockingOperator operator) {
        this.operator = operator;
    }

    @Override
    public DirectBuffer exchange(final MutableDirectBuffer frame, final int length) {
        return operator.call(frame, 0, length);
    }

    @Override
    public void tick(final long millis, final long stepMs) {
        final long startNs = System.nanoTime();
        for (long leftMs = millis; leftMs > 0; leftMs = millis - (System.nanoTime() - startNs) / 1_000_000) {
            operator.poll();
            pause(Math.min(leftMs, POLL_INTERVAL_MS));
        }
    }

    @Override
    public long position() {
        return status().position();
    }

    @Override
    public long timestampMs() {
        return status().timeMs();
    }

    @Override
    public long clusterHigh() {
        return 0;
    }

    @Override
    public long clusterLow() {
        return 0;
    }

    @Override
    public void close() {
        operator.close();
    }

    private ClusterStatus status() {
        return operator.status();
    }

    private static void pause(final long millis) {
        try {
            Thread.sleep(millis);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a tick of the scenario", interrupted);
        }
    }
}
