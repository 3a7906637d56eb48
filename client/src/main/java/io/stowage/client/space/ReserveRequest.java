package io.stowage.client.space;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.ReserveForAllocationEncoder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Builds a {@code ReserveForAllocation} of many items, to be sent as often as wanted.
 *
 * <pre>{@code
 * request.clear()
 *     .item(SpaceClass.of(CAPACITY, THICK, NORMAL), Purpose.NEW, 4096).replicas(3)
 *     .item(SpaceClass.of(CAPACITY, THIN, NORMAL), Purpose.TEMPORARY, 1).replicas(1).exclude(7).existing(2);
 * final long correlationId = client.reserve(request);
 * }</pre>
 *
 * <p>Reusable; allocates only when a request is longer than any before. Not thread-safe.
 */
public final class ReserveRequest {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(4096);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final ReserveForAllocationEncoder encoder = new ReserveForAllocationEncoder();
    private final ReserveForAllocationEncoder header = new ReserveForAllocationEncoder();
    private ReserveForAllocationEncoder.ItemsEncoder items;
    private byte[] classes = new byte[16];
    private int itemCount;
    private boolean itemOpen;
    private boolean finished;

    private Purpose purpose = Purpose.NEW;
    private long extents;
    private long segmentBytes;
    private int prefer;
    private int preferZone;
    private int pool;
    private int replicas;
    private int ecData;
    private int ecParity;
    private boolean partial;
    private boolean strictSpread;
    private int[] exclude = new int[16];
    private int excludeCount;
    private int[] existing = new int[16];
    private int existingCount;

    /** An empty request. */
    public ReserveRequest() {
        items = begin();
    }

    /**
     * Starts over.
     *
     * @return this.
     */
    public ReserveRequest clear() {
        items = begin();
        itemCount = 0;
        itemOpen = false;
        finished = false;
        return this;
    }

    /**
     * Adds an item: 3 replicas of the extent size, in the default pool, unless told otherwise by the calls that follow.
     *
     * @param spaceClass   number of {@link SpaceClass}.
     * @param whatFor      the purpose.
     * @param extentCount  how many extents.
     * @return this.
     */
    public ReserveRequest item(final int spaceClass, final Purpose whatFor, final long extentCount) {
        if (finished) {
            throw new IllegalStateException("the request was sent; clear it before adding items");
        }
        closeItem();
        if (itemCount == classes.length) {
            classes = Arrays.copyOf(classes, itemCount * 2);
        }
        classes[itemCount++] = (byte) spaceClass;
        itemOpen = true;
        purpose = whatFor;
        extents = extentCount;
        segmentBytes = 0;
        prefer = 0;
        preferZone = 0;
        pool = 0;
        replicas = 3;
        ecData = 0;
        ecParity = 0;
        partial = false;
        strictSpread = false;
        excludeCount = 0;
        existingCount = 0;
        return this;
    }

    /**
     * The item is replicated.
     *
     * @param count replicas an extent.
     * @return this.
     */
    public ReserveRequest replicas(final int count) {
        replicas = count;
        ecData = 0;
        ecParity = 0;
        return this;
    }

    /**
     * The item is erasure coded.
     *
     * @param data   shards with data, k.
     * @param parity shards with parity, m.
     * @return this.
     */
    public ReserveRequest erasureCode(final int data, final int parity) {
        replicas = 0;
        ecData = data;
        ecParity = parity;
        return this;
    }

    /**
     * Nominal size of a segment.
     *
     * @param bytes 0: by extent size and resiliency.
     * @return this.
     */
    public ReserveRequest segmentBytes(final long bytes) {
        segmentBytes = bytes;
        return this;
    }

    /**
     * A chunk for the first segment, if its load and the spread allow.
     *
     * @param chunk id; 0: none.
     * @return this.
     */
    public ReserveRequest prefer(final int chunk) {
        prefer = chunk;
        return this;
    }

    /**
     * A zone for the majority of the segments, or one of two.
     *
     * @param zone domain id; 0: none.
     * @return this.
     */
    public ReserveRequest preferZone(final int zone) {
        preferZone = zone;
        return this;
    }

    /**
     * The pool to allocate in.
     *
     * @param id pool id; 0: the default pool.
     * @return this.
     */
    public ReserveRequest pool(final int id) {
        pool = id;
        return this;
    }

    /**
     * Whether to grant what fits instead of refusing the item.
     *
     * @param wanted true for a partial result.
     * @return this.
     */
    public ReserveRequest partial(final boolean wanted) {
        partial = wanted;
        return this;
    }

    /**
     * Whether to refuse rather than put two segments of an extent into one zone while the pool has a zone without one; the same for
     * racks, then bricks.
     *
     * @param strict true to refuse.
     * @return this.
     */
    public ReserveRequest strictSpread(final boolean strict) {
        strictSpread = strict;
        return this;
    }

    /**
     * A chunk not to be used; call it once for each.
     *
     * @param chunk id.
     * @return this.
     */
    public ReserveRequest exclude(final int chunk) {
        if (excludeCount == exclude.length) {
            exclude = Arrays.copyOf(exclude, excludeCount * 2);
        }
        exclude[excludeCount++] = chunk;
        return this;
    }

    /**
     * A chunk that holds a segment of the extent already; call it once for each.
     *
     * @param chunk id.
     * @return this.
     */
    public ReserveRequest existing(final int chunk) {
        if (existingCount == existing.length) {
            existing = Arrays.copyOf(existing, existingCount * 2);
        }
        existing[existingCount++] = chunk;
        return this;
    }

    /**
     * How many items were added.
     *
     * @return count.
     */
    public int itemCount() {
        return itemCount;
    }

    /**
     * The space class of an item, which the reply does not repeat.
     *
     * @param item index from 0.
     * @return number of {@link SpaceClass}.
     */
    public int spaceClass(final int item) {
        return classes[item];
    }

    /**
     * Completes the frame under a header; the items stay as they are and may be sent again.
     *
     * @param identity      of the sender.
     * @param correlationId of this try.
     * @param version       space version.
     * @return length of the frame, bytes.
     */
    public int finish(final CommandIdentity identity, final long correlationId, final long version) {
        return finish(identity, correlationId, version, identity.sender(), identity.incarnation());
    }

    /**
     * Completes the frame on behalf of an extent manager, as an operator may.
     *
     * @param identity      of the sender.
     * @param correlationId of this try.
     * @param version       space version.
     * @param em            extent manager id.
     * @param incarnation   of the extent manager.
     * @return length of the frame, bytes.
     */
    public int finish(
            final CommandIdentity identity,
            final long correlationId,
            final long version,
            final int em,
            final long incarnation) {
        if (!finished) {
            closeItem();
            items.resetCountToIndex();
            finished = true;
        }
        header.wrap(buffer, MessageHeaderEncoder.ENCODED_LENGTH);
        identity.writeTo(header.header(), correlationId, em, incarnation);
        header.version(version);
        return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    }

    /**
     * The frame, from offset 0; valid after {@link #finish}.
     *
     * @return its buffer.
     */
    public DirectBuffer buffer() {
        return buffer;
    }

    private ReserveForAllocationEncoder.ItemsEncoder begin() {
        // The count is put right when the request is finished: the builder need not know it beforehand.
        return encoder.wrapAndApplyHeader(buffer, 0, messageHeader)
                .itemsCount(ReserveForAllocationEncoder.ItemsEncoder.countMaxValue());
    }

    private void closeItem() {
        if (!itemOpen) {
            return;
        }
        itemOpen = false;
        final int spaceClass = classes[itemCount - 1];
        items.next()
                .extents(extents)
                .segmentBytes(segmentBytes)
                .prefer(prefer)
                .preferZone(preferZone)
                .pool(pool)
                .replicas((short) replicas)
                .ecData((short) ecData)
                .ecParity((short) ecParity)
                .purpose(purpose)
                .tier(SpaceClass.tier(spaceClass))
                .provision(SpaceClass.provision(spaceClass))
                .priority(SpaceClass.priority(spaceClass))
                .partial(partial ? BooleanType.TRUE : BooleanType.FALSE)
                .strictSpread(strictSpread ? BooleanType.TRUE : BooleanType.FALSE);
        final ReserveForAllocationEncoder.ItemsEncoder.ExcludeEncoder excluded = items.excludeCount(excludeCount);
        for (int i = 0; i < excludeCount; i++) {
            excluded.next().chunk(exclude[i]);
        }
        final ReserveForAllocationEncoder.ItemsEncoder.ExistingEncoder there = items.existingCount(existingCount);
        for (int i = 0; i < existingCount; i++) {
            there.next().chunk(existing[i]);
        }
    }
}
