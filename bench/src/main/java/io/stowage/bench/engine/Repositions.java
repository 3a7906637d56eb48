package io.stowage.bench.engine;

import io.stowage.codecs.FreeForRepositionEncoder;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ReserveForRepositionEncoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;

/** Destinations of repositions: rx held there, and given back. */
public final class Repositions {
    private final EngineHost host;
    private final ReserveForRepositionEncoder reserve = new ReserveForRepositionEncoder();
    private final ReserveForRepositionReplyDecoder reserved = new ReserveForRepositionReplyDecoder();
    private final FreeForRepositionEncoder free = new FreeForRepositionEncoder();

    /**
     * Encodes for an engine.
     *
     * @param host of it.
     */
    public Repositions(final EngineHost host) {
        this.host = host;
    }

    /**
     * Asks for one destination.
     *
     * @param sender     extent manager.
     * @param version    space version.
     * @param kind       why.
     * @param spaceClass of the segment.
     * @param coding     of its extent.
     * @param replace    chunk whose segment is missing or to be moved.
     * @param source     another chunk that holds a segment; 0: none.
     * @param prefer     chunk to take first; 0: none.
     * @return how it was answered; the destination is {@link #destination()}.
     */
    public ResultCode reserve(
            final Sender sender,
            final long version,
            final RepositionKind kind,
            final int spaceClass,
            final Coding coding,
            final int replace,
            final int source,
            final int prefer) {
        reserve.wrapAndApplyHeader(host.buffer(), 0, host.messageHeader());
        host.address(reserve.header(), sender);
        final ReserveForRepositionEncoder.ItemsEncoder item =
                reserve.version(version).kind(kind).itemsCount(1).next();
        item.segmentBytes(0)
                .replace(replace)
                .prefer(prefer)
                .replicas((short) (coding == Coding.REPLICAS ? 3 : 0))
                .ecData((short) coding.data())
                .ecParity((short) coding.parity())
                .redundancyLeft((short) 1)
                .tier(Classes.tier(spaceClass))
                .provision(Classes.provision(spaceClass))
                .priority(Classes.priority(spaceClass));
        final ReserveForRepositionEncoder.ItemsEncoder.SourcesEncoder sources = item.sourcesCount(source == 0 ? 0 : 1);
        if (source != 0) {
            sources.next().chunk(source);
        }
        item.excludeCount(0);
        return host.submit(sender, reserve.encodedLength());
    }

    /**
     * The destination of the last answer, which was OK.
     *
     * @return chunk id.
     */
    public int destination() {
        return (int) reserved.wrapAndApplyHeader(host.reply(), 0, host.replyMessageHeader())
                .items()
                .next()
                .destination();
    }

    /**
     * Gives destinations of one class and size back.
     *
     * @param sender       extent manager.
     * @param version      space version under which they were reserved.
     * @param spaceClass   of the segments.
     * @param segmentBytes of each.
     * @param chunks       ids.
     * @param count        of them.
     * @return how it was answered.
     */
    public ResultCode free(
            final Sender sender,
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int count) {
        free.wrapAndApplyHeader(host.buffer(), 0, host.messageHeader());
        host.address(free.header(), sender);
        free.version(version)
                .segmentBytes(segmentBytes)
                .tier(Classes.tier(spaceClass))
                .provision(Classes.provision(spaceClass))
                .priority(Classes.priority(spaceClass));
        final FreeForRepositionEncoder.ChunksEncoder each = free.chunksCount(count);
        for (int i = 0; i < count; i++) {
            each.next().chunk(chunks[i]);
        }
        return host.submit(sender, free.encodedLength());
    }
}
