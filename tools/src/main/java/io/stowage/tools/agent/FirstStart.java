package io.stowage.tools.agent;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.ClusterStatus;
import io.stowage.codecs.ConfigKey;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.output.Text;

/**
 * Makes a fresh cluster of one machine fit for trying things: replicas may share the node, and extents are small enough that
 * a few hundred fit on each chunk. A cluster that is not fresh is left as it is.
 */
final class FirstStart {
    private static final long SPREAD_CHUNK = 0;
    private static final long LARGEST_EXTENT = 256L << 20;
    private static final long SMALLEST_EXTENT = 1L << 20;
    private static final long EXTENTS_PER_CHUNK = 512;

    private final BlockingOperator operator;
    private final Terminal terminal;
    private final boolean fresh;

    FirstStart(final BlockingOperator operator, final Terminal terminal) {
        this.operator = operator;
        this.terminal = terminal;
        final ClusterStatus status = operator.status();
        fresh = status.nodes() == 0 && status.chunks() == 0;
    }

    /** With a node of its own for each replica, one machine could not place a second one. */
    void allowOneNode() {
        if (fresh) {
            operator.configure(ConfigKey.MIN_SPREAD, SPREAD_CHUNK).orThrow();
            terminal.line("A new cluster of one node: replicas may share it (MIN_SPREAD = CHUNK)");
        }
    }

    /** The largest power of two, up to the usual 256 MiB, of which the smallest chunk holds some hundreds. */
    void sizeExtents(final NodeAgent agent) {
        if (!fresh) {
            return;
        }
        long smallest = Long.MAX_VALUE;
        for (final ChunkAgent chunk : agent.chunks()) {
            smallest = Math.min(smallest, chunk.site().capacityBytes());
        }
        final long fitting = Long.highestOneBit(Math.max(SMALLEST_EXTENT, smallest / EXTENTS_PER_CHUNK));
        if (fitting < LARGEST_EXTENT) {
            operator.configure(ConfigKey.EXTENT_BYTES, fitting).orThrow();
            terminal.line("Extents of " + Text.bytes(fitting) + " instead of " + Text.bytes(LARGEST_EXTENT)
                    + ", so that chunks of " + Text.bytes(smallest) + " hold many (EXTENT_BYTES)");
        }
    }
}
