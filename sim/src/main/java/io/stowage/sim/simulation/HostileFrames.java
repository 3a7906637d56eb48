package io.stowage.sim.simulation;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.CommandHeaderEncoder;
import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.FreeForAllocationEncoder;
import io.stowage.codecs.KeepAliveEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.ReportSpaceEndEncoder;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ReserveForAllocationEncoder;
import io.stowage.codecs.ReserveForRepositionEncoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.SetConfigEncoder;
import io.stowage.codecs.SpaceDeltaEncoder;
import io.stowage.codecs.Tier;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** Commands with something in them that cannot be: each has one fault, else it is well-formed. */
final class HostileFrames {
    /** Of no extent manager yet, and of none that is stale. */
    private static final long FAR_VERSION = 1L << 40;

    private static final long ABSURD_BYTES = 1L << 60;
    private static final int NO_SUCH_ENUM = 7;
    private static final long TIB = 1L << 40;

    private final World world;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4_096]);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();

    HostileFrames(final World world) {
        this.world = world;
    }

    byte[] reservation(final int em, final long incarnation) {
        final ReserveForAllocationEncoder encoder = new ReserveForAllocationEncoder();
        clear();
        address(encoder.wrapAndApplyHeader(buffer, 0, messageHeader).header(), Role.EXTENT_MANAGER, em, incarnation);
        final int fault = world.below(8);
        encoder.version(fault == 0 ? -world.below(5) : FAR_VERSION);
        final ReserveForAllocationEncoder.ItemsEncoder item =
                encoder.itemsCount(1).next();
        item.extents(fault == 1 ? 0xFFFF_FFF0L : 1)
                .segmentBytes(fault == 2 ? ABSURD_BYTES : fault == 3 ? -1 : 0)
                .pool(fault == 4 ? 77 : 0)
                .replicas((short) (fault == 5 ? 40 : 3))
                .ecData((short) (fault == 6 ? 20 : 0))
                .ecParity((short) (fault == 6 ? 20 : 0))
                .purpose(Purpose.NEW)
                .tier(Tier.CAPACITY)
                .provision(Provision.THICK)
                .priority(Priority.NORMAL)
                .partial(BooleanType.FALSE)
                .strictSpread(BooleanType.FALSE);
        if (fault == 7) {
            buffer.putByte(
                    firstEntry(ReserveForAllocationEncoder.BLOCK_LENGTH)
                            + ReserveForAllocationEncoder.ItemsEncoder.tierEncodingOffset(),
                    (byte) NO_SUCH_ENUM);
        }
        item.excludeCount(0);
        item.existingCount(0);
        return frame(encoder.encodedLength());
    }

    byte[] reposition(final int em, final long incarnation, final int chunk) {
        final ReserveForRepositionEncoder encoder = new ReserveForRepositionEncoder();
        clear();
        address(encoder.wrapAndApplyHeader(buffer, 0, messageHeader).header(), Role.EXTENT_MANAGER, em, incarnation);
        final int fault = world.below(5);
        encoder.version(fault == 0 ? -1 : FAR_VERSION).kind(RepositionKind.MIGRATE);
        final ReserveForRepositionEncoder.ItemsEncoder item =
                encoder.itemsCount(1).next();
        item.segmentBytes(fault == 1 ? ABSURD_BYTES : 0)
                .replace(fault == 2 ? 60_000 : chunk)
                .prefer(0)
                .replicas((short) (fault == 3 ? 0 : 3))
                .ecData((short) 0)
                .ecParity((short) 0)
                .redundancyLeft((short) 1)
                .tier(Tier.CAPACITY)
                .provision(Provision.THIN)
                .priority(Priority.NORMAL);
        final ReserveForRepositionEncoder.ItemsEncoder.SourcesEncoder sources = item.sourcesCount(fault == 4 ? 1 : 0);
        if (fault == 4) {
            sources.next().chunk(60_000);
        }
        item.excludeCount(0);
        return frame(encoder.encodedLength());
    }

    byte[] delta(final int em, final long incarnation, final int chunk) {
        final SpaceDeltaEncoder encoder = new SpaceDeltaEncoder();
        clear();
        address(encoder.wrapAndApplyHeader(buffer, 0, messageHeader).header(), Role.EXTENT_MANAGER, em, incarnation);
        final int fault = world.below(7);
        encoder.version(fault == 0 ? 0 : FAR_VERSION);
        final SpaceDeltaEncoder.RowsEncoder row = encoder.rowsCount(1).next();
        row.bytes(fault == 1 ? Long.MIN_VALUE : fault == 2 ? TIB : -64 * TIB)
                .rxBytes(fault == 3 ? -TIB : 0)
                .chunk(fault == 4 ? 60_000 : chunk)
                .segments(fault == 5 ? Integer.MIN_VALUE : fault == 2 ? 1 : -1)
                .rxSegments(fault == 3 ? -1 : 0)
                .tier(Tier.CAPACITY)
                .provision(Provision.THIN)
                .priority(Priority.NORMAL);
        if (fault == 6) {
            buffer.putByte(
                    firstEntry(SpaceDeltaEncoder.BLOCK_LENGTH) + SpaceDeltaEncoder.RowsEncoder.priorityEncodingOffset(),
                    (byte) NO_SUCH_ENUM);
        }
        return frame(encoder.encodedLength());
    }

    byte[] giveBack(final int em, final long incarnation, final int chunk) {
        final FreeForAllocationEncoder encoder = new FreeForAllocationEncoder();
        clear();
        address(encoder.wrapAndApplyHeader(buffer, 0, messageHeader).header(), Role.EXTENT_MANAGER, em, incarnation);
        final int fault = world.below(4);
        encoder.version(fault == 0 ? -1 : FAR_VERSION)
                .segmentBytes(fault == 1 ? -1 : fault == 2 ? ABSURD_BYTES : TIB)
                .tier(Tier.CAPACITY)
                .provision(Provision.THICK)
                .priority(Priority.NORMAL);
        encoder.chunksCount(1).next().chunk(chunk);
        return frame(encoder.encodedLength());
    }

    /** The end of a report that never began. */
    byte[] report(final int em, final long incarnation) {
        final ReportSpaceEndEncoder encoder = new ReportSpaceEndEncoder();
        clear();
        address(encoder.wrapAndApplyHeader(buffer, 0, messageHeader).header(), Role.EXTENT_MANAGER, em, incarnation);
        encoder.version(FAR_VERSION + world.below(9)).checksum(0).rowCount(0);
        return frame(encoder.encodedLength());
    }

    byte[] keepAlive(final int chunk, final long incarnation) {
        final KeepAliveEncoder encoder = new KeepAliveEncoder();
        clear();
        final int fault = world.below(7);
        address(
                encoder.wrapAndApplyHeader(buffer, 0, messageHeader).header(),
                Role.CHUNK,
                chunk,
                fault == 0 ? 0 : incarnation);
        encoder.chunk(fault == 1 ? 60_000 : chunk)
                .fence(fault == 2 ? Long.MAX_VALUE : -1)
                .warning(BooleanType.FALSE);
        final KeepAliveEncoder.TiersEncoder tiers = encoder.tiersCount(2);
        tiers.next()
                .total(fault == 3 ? ABSURD_BYTES : TIB)
                .failed(fault == 4 ? 2 * TIB : 0)
                .thinUsedNormal(fault == 5 ? TIB : 0)
                .thinUsedPrioritized(fault == 5 ? 1 : 0)
                .tier(Tier.CAPACITY);
        tiers.next()
                .total(TIB)
                .failed(0)
                .thinUsedNormal(0)
                .thinUsedPrioritized(0)
                .tier(fault == 6 ? Tier.CAPACITY : Tier.PERFORMANCE);
        encoder.peersCount(0);
        return frame(encoder.encodedLength());
    }

    byte[] setting() {
        final SetConfigEncoder encoder = new SetConfigEncoder();
        clear();
        address(encoder.wrapAndApplyHeader(buffer, 0, messageHeader).header(), Role.OPERATOR, 0, 0);
        encoder.value(world.chance(500) ? -1 : Long.MAX_VALUE).key(ConfigKey.HEADROOM_NEW_PPM);
        return frame(encoder.encodedLength());
    }

    /** A frame whose lengths lie, or of which no one knows what it is. */
    byte[] broken(final int em, final long incarnation) {
        final byte[] whole = giveBack(em, incarnation, 1);
        final UnsafeBuffer frame = new UnsafeBuffer(whole);
        switch (world.below(5)) {
            case 0 -> {
                return Arrays.copyOf(whole, world.below(whole.length));
            }
            case 1 -> frame.putShort(MessageHeaderEncoder.templateIdEncodingOffset(), (short) 999);
            case 2 -> frame.putShort(MessageHeaderEncoder.schemaIdEncodingOffset(), (short) 4);
            case 3 -> frame.putShort(MessageHeaderEncoder.blockLengthEncodingOffset(), (short) world.below(30));
            default ->
                frame.putShort(
                        MessageHeaderEncoder.ENCODED_LENGTH + FreeForAllocationEncoder.BLOCK_LENGTH + Short.BYTES,
                        (short) (2 + world.below(60_000)));
        }
        return whole;
    }

    /** Where the first entry of the only group stands. */
    private static int firstEntry(final int blockLength) {
        return MessageHeaderEncoder.ENCODED_LENGTH + blockLength + Integer.BYTES;
    }

    private void clear() {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
    }

    private static void address(
            final CommandHeaderEncoder header, final Role role, final int sender, final long incarnation) {
        header.clusterHigh(SimulatedServer.CLUSTER_HIGH)
                .clusterLow(SimulatedServer.CLUSTER_LOW)
                .correlationId(0)
                .incarnation(incarnation)
                .sender(sender)
                .role(role);
    }

    private byte[] frame(final int encodedLength) {
        final byte[] frame = new byte[MessageHeaderEncoder.ENCODED_LENGTH + encodedLength];
        buffer.getBytes(0, frame);
        return frame;
    }
}
