package io.stowage.bench.fleet;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.ConnectEmEncoder;
import io.stowage.codecs.FreeForAllocationEncoder;
import io.stowage.codecs.KeepAliveEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.RegisterChunkEncoder;
import io.stowage.codecs.RegisterNodeEncoder;
import io.stowage.codecs.ReserveForAllocationEncoder;
import io.stowage.codecs.SetConfigEncoder;
import io.stowage.codecs.SpaceQueryEncoder;
import io.stowage.codecs.Tier;
import io.stowage.codecs.wire.IpAddresses;
import org.agrona.MutableDirectBuffer;

/**
 * Encodes the commands of the benchmarks at offset 0 of a buffer; each method returns the length of the frame, bytes. Numbers
 * the commands. What is measured allocates nothing; registration, which is not, may.
 */
public final class Frames {
    private final CommandIdentity identity;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ReserveForAllocationEncoder reserve = new ReserveForAllocationEncoder();
    private final FreeForAllocationEncoder free = new FreeForAllocationEncoder();
    private final KeepAliveEncoder keepAlive = new KeepAliveEncoder();
    private final SpaceQueryEncoder space = new SpaceQueryEncoder();
    private long correlationId;

    /**
     * Frames of one sender.
     *
     * @param identity which knows its cluster.
     */
    public Frames(final CommandIdentity identity) {
        this.identity = identity;
    }

    /**
     * The number of the frame that was encoded last.
     *
     * @return correlation id.
     */
    public long correlationId() {
        return correlationId;
    }

    /**
     * Registers the node of a chunk.
     *
     * @param buffer to fill.
     * @param shape  of the fleet.
     * @param index  of the chunk, from 0.
     * @return length.
     */
    public int registerNode(final MutableDirectBuffer buffer, final FleetShape shape, final int index) {
        return registerNode(buffer, "n" + index, shape.ip(index), shape.zone(index), shape.rack(index));
    }

    /**
     * Registers a node.
     *
     * @param buffer  to fill.
     * @param name    of the node.
     * @param address of the node.
     * @param zone    where it stands.
     * @param rack    in the zone.
     * @return length.
     */
    public int registerNode(
            final MutableDirectBuffer buffer,
            final String name,
            final String address,
            final String zone,
            final String rack) {
        final RegisterNodeEncoder encoder = new RegisterNodeEncoder().wrapAndApplyHeader(buffer, 0, header);
        identity.writeTo(encoder.header(), next());
        final IpAddresses.Words ip = IpAddresses.parse(address);
        encoder.dataIp().high(ip.high()).low(ip.low());
        encoder.name(name).zone(zone).rack(rack).brick("");
        return length(encoder.encodedLength());
    }

    /**
     * Registers a chunk in the default pool.
     *
     * @param buffer to fill.
     * @param shape  of the fleet.
     * @param index  of the chunk, from 0.
     * @return length.
     */
    public int registerChunk(final MutableDirectBuffer buffer, final FleetShape shape, final int index) {
        return registerChunk(buffer, shape.ip(index), shape.capacityBytes(index));
    }

    /**
     * Registers a chunk in the default pool.
     *
     * @param buffer        to fill.
     * @param address       of its node.
     * @param capacityBytes raw.
     * @return length.
     */
    public int registerChunk(final MutableDirectBuffer buffer, final String address, final long capacityBytes) {
        final RegisterChunkEncoder encoder = new RegisterChunkEncoder().wrapAndApplyHeader(buffer, 0, header);
        identity.writeTo(encoder.header(), next());
        final IpAddresses.Words ip = IpAddresses.parse(address);
        encoder.ip().high(ip.high()).low(ip.low());
        encoder.capabilities(0).rawCapacityBytes(capacityBytes).port(10_000).pool("");
        return length(encoder.encodedLength());
    }

    /**
     * A chunk is alive and offers its capacity. Allocates nothing.
     *
     * @param buffer        to fill.
     * @param chunk         id.
     * @param fence         last fence, or -1.
     * @param capacityBytes of the CAPACITY tier.
     * @return length.
     */
    public int keepAlive(
            final MutableDirectBuffer buffer, final int chunk, final long fence, final long capacityBytes) {
        keepAlive.wrapAndApplyHeader(buffer, 0, header);
        identity.writeTo(keepAlive.header(), next(), chunk, 1);
        keepAlive
                .chunk(chunk)
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
                .warning(BooleanType.FALSE);
        keepAlive
                .tiersCount(1)
                .next()
                .total(capacityBytes)
                .failed(0)
                .thinUsedNormal(0)
                .thinUsedPrioritized(0)
                .tier(Tier.CAPACITY);
        keepAlive.peersCount(0);
        return length(keepAlive.encodedLength());
    }

    /**
     * Makes an extent manager known, incarnation 1.
     *
     * @param buffer to fill.
     * @param em     id.
     * @return length.
     */
    public int connectEm(final MutableDirectBuffer buffer, final int em) {
        final ConnectEmEncoder encoder = new ConnectEmEncoder().wrapAndApplyHeader(buffer, 0, header);
        identity.writeTo(encoder.header(), next(), em, 1);
        return length(encoder.capabilities(0).encodedLength());
    }

    /**
     * Changes what the cluster agrees on.
     *
     * @param buffer to fill.
     * @param key    of the setting.
     * @param value  in its unit.
     * @return length.
     */
    public int configure(final MutableDirectBuffer buffer, final ConfigKey key, final long value) {
        final SetConfigEncoder encoder = new SetConfigEncoder().wrapAndApplyHeader(buffer, 0, header);
        identity.writeTo(encoder.header(), next());
        return length(encoder.value(value).key(key).encodedLength());
    }

    /**
     * Asks for thick extents of three replicas under space version 1, as one item. Allocates nothing.
     *
     * @param buffer       to fill.
     * @param em           id.
     * @param extents      how many.
     * @param segmentBytes nominal size of a segment; 0: the extent size.
     * @return length.
     */
    public int reserve(final MutableDirectBuffer buffer, final int em, final int extents, final long segmentBytes) {
        reserve.wrapAndApplyHeader(buffer, 0, header);
        identity.writeTo(reserve.header(), next(), em, 1);
        final ReserveForAllocationEncoder.ItemsEncoder item =
                reserve.version(1).itemsCount(1).next();
        item.extents(extents)
                .segmentBytes(segmentBytes)
                .prefer(0)
                .preferZone(0)
                .pool(0)
                .replicas((short) Grants.REPLICAS)
                .ecData((short) 0)
                .ecParity((short) 0)
                .purpose(Purpose.NEW)
                .tier(Tier.CAPACITY)
                .provision(Provision.THICK)
                .priority(Priority.NORMAL)
                .partial(BooleanType.FALSE)
                .strictSpread(BooleanType.FALSE);
        item.excludeCount(0);
        item.existingCount(0);
        return length(reserve.encodedLength());
    }

    /**
     * Gives the oldest extents back. Allocates nothing.
     *
     * @param buffer       to fill.
     * @param em           id.
     * @param segmentBytes nominal size of a segment.
     * @param grants       to take the extents from.
     * @param extents      how many.
     * @return length.
     */
    public int free(
            final MutableDirectBuffer buffer,
            final int em,
            final long segmentBytes,
            final Grants grants,
            final int extents) {
        free.wrapAndApplyHeader(buffer, 0, header);
        identity.writeTo(free.header(), next(), em, 1);
        free.version(1)
                .segmentBytes(segmentBytes)
                .tier(Tier.CAPACITY)
                .provision(Provision.THICK)
                .priority(Priority.NORMAL);
        final int segments = extents * Grants.REPLICAS;
        final FreeForAllocationEncoder.ChunksEncoder chunks = free.chunksCount(segments);
        for (int i = 0; i < segments; i++) {
            chunks.next().chunk(grants.takeSegment());
        }
        return length(free.encodedLength());
    }

    /**
     * Asks for the space of one chunk. Allocates nothing.
     *
     * @param buffer to fill.
     * @param chunk  id.
     * @return length.
     */
    public int querySpace(final MutableDirectBuffer buffer, final int chunk) {
        space.wrapAndApplyHeader(buffer, 0, header);
        identity.writeTo(space.header(), next());
        return length(space.chunk(chunk).after(0).pageSize(0).encodedLength());
    }

    private long next() {
        correlationId = identity.nextCorrelationId();
        return correlationId;
    }

    private static int length(final int messageLength) {
        return MessageHeaderEncoder.ENCODED_LENGTH + messageLength;
    }
}
