package io.stowage.engine.chunk;

import io.stowage.codecs.Health;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.cluster.ClusterTable.Count;
import io.stowage.engine.cluster.ConfigTable;
import io.stowage.engine.cluster.Setting;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.topology.NodeTable;

/**
 * What ticks do to silent chunks, and to nodes whose maintenance has ended.
 *
 * <p>Silence is measured on a clock without Stowage's own pauses: a gap between ticks is added to {@code pausedMs}, and
 * nobody is blamed for it. Where too large a share of the cluster, or too many chunks of one node, are silent at once,
 * that is an event of the network or of power: they are DISCONNECTED but do not become LOST.
 */
public final class SilenceWatch {
    private final ClusterTable cluster;
    private final ConfigTable config;
    private final ChunkTable chunks;
    private final NodeTable nodes;
    private final ChunkStates states;
    private final IsolationCommands isolation;

    /**
     * Ties the tables together.
     *
     * @param cluster   with the clock.
     * @param config    with the timeouts.
     * @param chunks    chunks.
     * @param nodes     machines.
     * @param states    to change.
     * @param isolation to end maintenance with.
     */
    public SilenceWatch(
            final ClusterTable cluster,
            final ConfigTable config,
            final ChunkTable chunks,
            final NodeTable nodes,
            final ChunkStates states,
            final IsolationCommands isolation) {
        this.cluster = cluster;
        this.config = config;
        this.chunks = chunks;
        this.nodes = nodes;
        this.states = states;
        this.isolation = isolation;
    }

    /**
     * Time passed.
     *
     * @param command the tick.
     */
    public void onTick(final CommandContext command) {
        final long nowMs = command.timestampMs();
        final long lastMs = cluster.lastTickAtMs();
        if (lastMs != 0 && nowMs - lastMs > config.value(Setting.TICK_GAP_MS)) {
            cluster.addPause(nowMs - lastMs);
        }
        cluster.lastTickAtMs(nowMs);
        watchChunks(command, nowMs - cluster.pausedMs());
        endMaintenance(command, nowMs);
    }

    private void watchChunks(final CommandContext command, final long activeMs) {
        final long sessionTimeoutMs = config.value(Setting.CHUNK_SESSION_TIMEOUT_MS);
        final long recoverDelayMs = config.value(Setting.RECOVER_DELAY_MS);
        for (int chunk = 0; chunk < chunks.highWater(); chunk++) {
            final int health = chunks.health(chunk);
            if (health == Health.HEALTHY.value() || health == Health.WARNING.value()) {
                if (activeMs - chunks.aliveAtMs(chunk) > sessionTimeoutMs) {
                    states.health(command, chunk, Health.DISCONNECTED);
                }
            } else if (health == Health.DISCONNECTED.value()
                    && activeMs - chunks.aliveAtMs(chunk) > recoverDelayMs
                    && !isMassFailure(chunks.node(chunk))) {
                states.health(command, chunk, Health.LOST);
            }
        }
    }

    /** Whether so much is silent that it is the network or the power; a single chunk never is, however few there are. */
    private boolean isMassFailure(final int node) {
        final long silent = cluster.count(Count.DISCONNECTED);
        final long share = config.value(Setting.MASS_FAILURE_SHARE_PPM);
        return (silent > 1 && silent * 1_000_000 > share * chunks.count())
                || nodes.silentChunks(node) > config.value(Setting.MASS_FAILURE_NODE_CHUNKS);
    }

    private void endMaintenance(final CommandContext command, final long nowMs) {
        for (int node = 0; node < nodes.highWater(); node++) {
            final long untilMs = nodes.maintenanceUntilMs(node);
            if (untilMs != 0 && nowMs >= untilMs) {
                isolation.maintenance(command, node, false, 0);
            }
        }
    }
}
