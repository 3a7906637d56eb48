package io.stowage.bench.engine;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.IsolateEncoder;
import io.stowage.codecs.KeepAliveEncoder;
import io.stowage.codecs.KeepAliveReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SpaceQueryEncoder;
import io.stowage.codecs.SpaceReplyDecoder;
import io.stowage.codecs.Tier;

/** Keepalives of chunks, views of their space, and their isolation by hand. */
public final class Chunks {
    private static final int TIERS = 2;

    private final EngineHost host;
    private final KeepAliveEncoder keepAlive = new KeepAliveEncoder();
    private final KeepAliveReplyDecoder alive = new KeepAliveReplyDecoder();
    private final SpaceQueryEncoder query = new SpaceQueryEncoder();
    private final SpaceReplyDecoder space = new SpaceReplyDecoder();
    private final IsolateEncoder isolate = new IsolateEncoder();
    private KeepAliveEncoder.TiersEncoder tiers;

    /**
     * Encodes for an engine.
     *
     * @param host of it.
     */
    public Chunks(final EngineHost host) {
        this.host = host;
        tiers = keepAlive
                .wrapAndApplyHeader(host.buffer(), 0, host.messageHeader())
                .tiersCount(0);
    }

    /**
     * Starts a keepalive with both tiers.
     *
     * @param sender chunk.
     * @param fence  newest that it had before it measured; -1: none.
     */
    public void beginKeepAlive(final Sender sender, final long fence) {
        keepAlive.wrapAndApplyHeader(host.buffer(), 0, host.messageHeader());
        host.address(keepAlive.header(), sender);
        tiers = keepAlive
                .chunk(sender.id())
                .fence(fence)
                .capabilities(0)
                .readIops(0)
                .writeIops(0)
                .readBytesPerSecond(0)
                .writeBytesPerSecond(0)
                .runningRecovers(0)
                .runningMigrates(0)
                .runningSinks(0)
                .runningElevates(0)
                .warning(BooleanType.FALSE)
                .tiersCount(TIERS);
    }

    /**
     * Adds one of the two tiers to the keepalive.
     *
     * @param tier                of the chunk.
     * @param totalBytes          capacity.
     * @param failedBytes         of which failed.
     * @param thinUsedNormal      measured bytes of NORMAL thin segments.
     * @param thinUsedPrioritized measured bytes of PRIORITIZED thin segments.
     */
    public void tier(
            final Tier tier,
            final long totalBytes,
            final long failedBytes,
            final long thinUsedNormal,
            final long thinUsedPrioritized) {
        tiers.next()
                .total(totalBytes)
                .failed(failedBytes)
                .thinUsedNormal(thinUsedNormal)
                .thinUsedPrioritized(thinUsedPrioritized)
                .tier(tier);
    }

    /**
     * Sends the keepalive.
     *
     * @param sender chunk.
     * @return how it was answered; the new fence is {@link #fence()}.
     */
    public ResultCode submitKeepAlive(final Sender sender) {
        keepAlive.peersCount(0);
        return host.submit(sender, keepAlive.encodedLength());
    }

    /**
     * The fence of the last answer to a keepalive, which was OK.
     *
     * @return log position.
     */
    public long fence() {
        return alive.wrapAndApplyHeader(host.reply(), 0, host.replyMessageHeader())
                .fence();
    }

    /**
     * Asks for the space of a chunk.
     *
     * @param sender who asks.
     * @param chunk  id.
     * @return how it was answered; the rows are {@link #rows()}.
     */
    public ResultCode view(final Sender sender, final int chunk) {
        query.wrapAndApplyHeader(host.buffer(), 0, host.messageHeader());
        host.address(query.header(), sender);
        return host.ask(sender, query.chunk(chunk).after(0).pageSize(0).encodedLength());
    }

    /**
     * The rows of the last view, which was OK: one a tier.
     *
     * @return to be read once.
     */
    public SpaceReplyDecoder.RowsDecoder rows() {
        return space.wrapAndApplyHeader(host.reply(), 0, host.replyMessageHeader())
                .rows();
    }

    /**
     * An operator isolates a chunk, or lets it back.
     *
     * @param operator who speaks.
     * @param chunk    id.
     * @param on       isolated or not.
     * @return how it was answered.
     */
    public ResultCode isolate(final Sender operator, final int chunk, final boolean on) {
        isolate.wrapAndApplyHeader(host.buffer(), 0, host.messageHeader());
        host.address(isolate.header(), operator);
        return host.submit(
                operator,
                isolate.chunk(chunk)
                        .on(on ? BooleanType.TRUE : BooleanType.FALSE)
                        .encodedLength());
    }
}
