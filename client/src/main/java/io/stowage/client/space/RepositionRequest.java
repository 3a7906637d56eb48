package io.stowage.client.space;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ReserveForRepositionEncoder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Builds a {@code ReserveForReposition} of many segments, to be sent as often as wanted.
 *
 * <pre>{@code
 * request.clear(RepositionKind.RECOVER)
 *     .item(SpaceClass.of(CAPACITY, THICK, NORMAL), 7).replicas(3).source(2).source(5)
 *     .item(SpaceClass.of(CAPACITY, THIN, NORMAL), 7).erasureCode(4, 2).source(1).source(2).source(3).source(4);
 * final long correlationId = client.reserveForReposition(request);
 * }</pre>
 *
 * <p>Reusable; allocates only when a request is longer than any before. Not thread-safe.
 */
public final class RepositionRequest {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final ReserveForRepositionEncoder encoder = new ReserveForRepositionEncoder();
    private final ReserveForRepositionEncoder header = new ReserveForRepositionEncoder();
    private ReserveForRepositionEncoder.ItemsEncoder items;
    private RepositionKind kind = RepositionKind.RECOVER;
    private byte[] classes = new byte[16];
    private int itemCount;
    private boolean itemOpen;
    private boolean finished;

    private long segmentBytes;
    private int replace;
    private int prefer;
    private int replicas;
    private int ecData;
    private int ecParity;
    private int redundancyLeft;
    private int[] sources = new int[16];
    private int sourceCount;
    private int[] exclude = new int[16];
    private int excludeCount;

    /** An empty request to recover. */
    public RepositionRequest() {
        items = begin();
    }

    /**
     * Starts over.
     *
     * @param why the segments are rebuilt on other chunks.
     * @return this.
     */
    public RepositionRequest clear(final RepositionKind why) {
        kind = why;
        items = begin();
        itemCount = 0;
        itemOpen = false;
        finished = false;
        return this;
    }

    /**
     * Adds a segment: one of 3 replicas of the extent size, unless told otherwise by the calls that follow.
     *
     * @param spaceClass number of {@link SpaceClass}.
     * @param chunk      whose segment is missing, or is to be moved away.
     * @return this.
     */
    public RepositionRequest item(final int spaceClass, final int chunk) {
        if (finished) {
            throw new IllegalStateException("the request was sent; clear it before adding items");
        }
        closeItem();
        if (itemCount == classes.length) {
            classes = Arrays.copyOf(classes, itemCount * 2);
        }
        classes[itemCount++] = (byte) spaceClass;
        itemOpen = true;
        replace = chunk;
        segmentBytes = 0;
        prefer = 0;
        replicas = 3;
        ecData = 0;
        ecParity = 0;
        redundancyLeft = 0;
        sourceCount = 0;
        excludeCount = 0;
        return this;
    }

    /**
     * The extent is replicated.
     *
     * @param count replicas of the extent.
     * @return this.
     */
    public RepositionRequest replicas(final int count) {
        replicas = count;
        ecData = 0;
        ecParity = 0;
        return this;
    }

    /**
     * The extent is erasure coded.
     *
     * @param data   shards with data, k.
     * @param parity shards with parity, m.
     * @return this.
     */
    public RepositionRequest erasureCode(final int data, final int parity) {
        replicas = 0;
        ecData = data;
        ecParity = parity;
        return this;
    }

    /**
     * Nominal size of the segment.
     *
     * @param bytes 0: by extent size and resiliency.
     * @return this.
     */
    public RepositionRequest segmentBytes(final long bytes) {
        segmentBytes = bytes;
        return this;
    }

    /**
     * A destination to take first, if its load allows.
     *
     * @param chunk id; 0: none.
     * @return this.
     */
    public RepositionRequest prefer(final int chunk) {
        prefer = chunk;
        return this;
    }

    /**
     * How many segments the extent may still lose.
     *
     * @param segments count.
     * @return this.
     */
    public RepositionRequest redundancyLeft(final int segments) {
        redundancyLeft = segments;
        return this;
    }

    /**
     * A chunk with a healthy segment of the extent; call it once for each.
     *
     * @param chunk id.
     * @return this.
     */
    public RepositionRequest source(final int chunk) {
        if (sourceCount == sources.length) {
            sources = Arrays.copyOf(sources, sourceCount * 2);
        }
        sources[sourceCount++] = chunk;
        return this;
    }

    /**
     * A chunk not to be used as destination; call it once for each.
     *
     * @param chunk id.
     * @return this.
     */
    public RepositionRequest exclude(final int chunk) {
        if (excludeCount == exclude.length) {
            exclude = Arrays.copyOf(exclude, excludeCount * 2);
        }
        exclude[excludeCount++] = chunk;
        return this;
    }

    /**
     * How many segments were added.
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
        if (!finished) {
            closeItem();
            items.resetCountToIndex();
            finished = true;
        }
        header.wrap(buffer, MessageHeaderEncoder.ENCODED_LENGTH);
        identity.writeTo(header.header(), correlationId);
        header.version(version).kind(kind);
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

    private ReserveForRepositionEncoder.ItemsEncoder begin() {
        // The count is put right when the request is finished: the builder need not know it beforehand.
        return encoder.wrapAndApplyHeader(buffer, 0, messageHeader)
                .itemsCount(ReserveForRepositionEncoder.ItemsEncoder.countMaxValue());
    }

    private void closeItem() {
        if (!itemOpen) {
            return;
        }
        itemOpen = false;
        final int spaceClass = classes[itemCount - 1];
        items.next()
                .segmentBytes(segmentBytes)
                .replace(replace)
                .prefer(prefer)
                .replicas((short) replicas)
                .ecData((short) ecData)
                .ecParity((short) ecParity)
                .redundancyLeft((short) redundancyLeft)
                .tier(SpaceClass.tier(spaceClass))
                .provision(SpaceClass.provision(spaceClass))
                .priority(SpaceClass.priority(spaceClass));
        final ReserveForRepositionEncoder.ItemsEncoder.SourcesEncoder healthy = items.sourcesCount(sourceCount);
        for (int i = 0; i < sourceCount; i++) {
            healthy.next().chunk(sources[i]);
        }
        final ReserveForRepositionEncoder.ItemsEncoder.ExcludeEncoder excluded = items.excludeCount(excludeCount);
        for (int i = 0; i < excludeCount; i++) {
            excluded.next().chunk(exclude[i]);
        }
    }
}
