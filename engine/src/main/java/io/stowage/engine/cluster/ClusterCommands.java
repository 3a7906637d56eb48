package io.stowage.engine.cluster;

import io.stowage.codecs.ClusterStartDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SetConfigDecoder;
import io.stowage.codecs.SetLicenceDecoder;
import io.stowage.engine.candidate.CandidateIndex;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.space.SpaceLimits;

/** The start of a cluster, its licence and its configuration. */
public final class ClusterCommands {
    private final ClusterTable cluster;
    private final ConfigTable config;
    private final ChunkTable chunks;
    private final SpaceLimits limits;
    private final CandidateIndex candidates;
    private final Replies replies;
    private final ClusterStartDecoder clusterStart = new ClusterStartDecoder();
    private final SetLicenceDecoder setLicence = new SetLicenceDecoder();
    private final SetConfigDecoder setConfig = new SetConfigDecoder();

    /**
     * Creates the handler.
     *
     * @param cluster identity and licence.
     * @param config  settings.
     * @param replies to answer with.
     */
    public ClusterCommands(
            final ClusterTable cluster,
            final ConfigTable config,
            final ChunkTable chunks,
            final SpaceLimits limits,
            final CandidateIndex candidates,
            final Replies replies) {
        this.cluster = cluster;
        this.config = config;
        this.chunks = chunks;
        this.limits = limits;
        this.candidates = candidates;
        this.replies = replies;
    }

    /**
     * Gives a new cluster its identity; one that has it keeps it.
     *
     * @param command to apply.
     */
    public void start(final CommandContext command) {
        clusterStart.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        if (!cluster.isStarted()) {
            cluster.start(clusterStart.clusterHigh(), clusterStart.clusterLow(), clusterStart.seed());
        }
    }

    /**
     * Takes over the licence that the service manager tells.
     *
     * @param command to apply.
     */
    public void setLicence(final CommandContext command) {
        setLicence.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final long maxRawBytes = setLicence.maxRawBytes();
        final long expiryMs = setLicence.expiry();
        final long maxNodes = setLicence.maxNodes();
        final long maxChunks = setLicence.maxChunks();
        if (maxRawBytes < 0 || expiryMs < 0 || maxNodes > Integer.MAX_VALUE || maxChunks > Integer.MAX_VALUE) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_VALUE, 0, Math.min(maxRawBytes, expiryMs));
            return;
        }
        cluster.licence((int) maxNodes, (int) maxChunks, maxRawBytes, expiryMs);
        replies.send(command, ResultCode.OK);
    }

    /**
     * Changes a setting.
     *
     * @param command to apply.
     */
    public void setConfig(final CommandContext command) {
        setConfig.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final long value = setConfig.value();
        final Setting setting = Setting.ofCode(setConfig.keyRaw());
        if (setting == null) {
            replies.send(command, ResultCode.MALFORMED, Reason.UNKNOWN_KEY, 0, setConfig.keyRaw());
        } else if (value < setting.minimum()) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_VALUE, setting.minimum(), value);
        } else if (value > setting.maximum()) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_VALUE, setting.maximum(), value);
        } else {
            config.value(setting, value);
            limits.rebuild(chunks);
            candidates.invalidate();
            replies.send(command, ResultCode.OK);
        }
    }
}
