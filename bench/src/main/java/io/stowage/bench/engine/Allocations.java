package io.stowage.bench.engine;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.FreeForAllocationEncoder;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.ReserveForAllocationEncoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;

/** Reservations for new segments, and giving them back. */
public final class Allocations {
    private final EngineHost host;
    private final ReserveForAllocationEncoder reserve = new ReserveForAllocationEncoder();
    private final ReserveForAllocationReplyDecoder reserved = new ReserveForAllocationReplyDecoder();
    private final FreeForAllocationEncoder free = new FreeForAllocationEncoder();
    private ReserveForAllocationEncoder.ItemsEncoder items;

    /**
     * Encodes for an engine.
     *
     * @param host of it.
     */
    public Allocations(final EngineHost host) {
        this.host = host;
        items = reserve.wrapAndApplyHeader(host.buffer(), 0, host.messageHeader())
                .itemsCount(0);
    }

    /**
     * Starts a request.
     *
     * @param sender  extent manager.
     * @param version space version.
     * @param count   of items that follow.
     */
    public void begin(final Sender sender, final long version, final int count) {
        reserve.wrapAndApplyHeader(host.buffer(), 0, host.messageHeader());
        host.address(reserve.header(), sender);
        items = reserve.version(version).itemsCount(count);
    }

    /**
     * Adds an item to the request.
     *
     * @param spaceClass   of the segments.
     * @param coding       of the extents.
     * @param replicas     of the extents, where the coding is {@link Coding#REPLICAS}.
     * @param extents      how many.
     * @param segmentBytes nominal size; 0: by the coding.
     * @param purpose      why.
     * @param prefer       chunk for the first segment; 0: none.
     * @param exclude      chunk that must not be used; 0: none.
     * @param partial      whether some of it is better than nothing.
     */
    public void item(
            final int spaceClass,
            final Coding coding,
            final int replicas,
            final int extents,
            final long segmentBytes,
            final Purpose purpose,
            final int prefer,
            final int exclude,
            final boolean partial) {
        final boolean isReplicated = coding == Coding.REPLICAS;
        items.next()
                .extents(extents)
                .segmentBytes(segmentBytes)
                .prefer(prefer)
                .preferZone(0)
                .pool(0)
                .replicas((short) (isReplicated ? replicas : 0))
                .ecData((short) coding.data())
                .ecParity((short) coding.parity())
                .purpose(purpose)
                .tier(Classes.tier(spaceClass))
                .provision(Classes.provision(spaceClass))
                .priority(Classes.priority(spaceClass))
                .partial(partial ? BooleanType.TRUE : BooleanType.FALSE)
                .strictSpread(BooleanType.FALSE);
        final ReserveForAllocationEncoder.ItemsEncoder.ExcludeEncoder excluded =
                items.excludeCount(exclude == 0 ? 0 : 1);
        if (exclude != 0) {
            excluded.next().chunk(exclude);
        }
        items.existingCount(0);
    }

    /**
     * Sends the request.
     *
     * @param sender extent manager.
     * @return how it was answered; the locations are in {@link #reserved()}, unless it was refused as a whole.
     */
    public ResultCode submit(final Sender sender) {
        return host.submit(sender, reserve.encodedLength());
    }

    /**
     * The items of the last answer.
     *
     * @return to be read once, after OK, PARTIAL or a refusal of single items.
     */
    public ReserveForAllocationReplyDecoder.ItemsDecoder reserved() {
        return reserved.wrapAndApplyHeader(host.reply(), 0, host.replyMessageHeader())
                .items();
    }

    /**
     * Whether the last answer has items.
     *
     * @return false where the request was refused as a whole.
     */
    public boolean hasItems() {
        return host.replyMessageHeader().wrap(host.reply(), 0).templateId()
                == ReserveForAllocationReplyDecoder.TEMPLATE_ID;
    }

    /**
     * Gives segments of one class and size back.
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
        final FreeForAllocationEncoder.ChunksEncoder each = free.chunksCount(count);
        for (int i = 0; i < count; i++) {
            each.next().chunk(chunks[i]);
        }
        return host.submit(sender, free.encodedLength());
    }
}
