package io.stowage.client.chunk;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.KeepAliveEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.RegisterChunkEncoder;
import io.stowage.codecs.RegisterNodeEncoder;
import io.stowage.codecs.Tier;
import io.stowage.codecs.wire.IpAddresses;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Encodes what a chunk sends; reusable. Each method returns the length of the frame, which starts at offset 0. */
final class ChunkFrames {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final RegisterNodeEncoder registerNode = new RegisterNodeEncoder();
    private final RegisterChunkEncoder registerChunk = new RegisterChunkEncoder();
    private final KeepAliveEncoder keepAlive = new KeepAliveEncoder();

    DirectBuffer buffer() {
        return buffer;
    }

    int registerNode(final CommandIdentity identity, final long correlationId, final ChunkRegistration registration) {
        final IpAddresses.Words ip = IpAddresses.parse(registration.ip());
        registerNode.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(registerNode.header(), correlationId);
        registerNode.dataIp().high(ip.high()).low(ip.low());
        registerNode
                .name(registration.nodeName())
                .zone(registration.zone())
                .rack(registration.rack())
                .brick(registration.brick());
        return MessageHeaderEncoder.ENCODED_LENGTH + registerNode.encodedLength();
    }

    int registerChunk(final CommandIdentity identity, final long correlationId, final ChunkRegistration registration) {
        final IpAddresses.Words ip = IpAddresses.parse(registration.ip());
        registerChunk.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(registerChunk.header(), correlationId);
        registerChunk.ip().high(ip.high()).low(ip.low());
        registerChunk
                .capabilities(registration.capabilities())
                .rawCapacityBytes(registration.rawCapacityBytes())
                .port(registration.port())
                .pool(registration.pool());
        return MessageHeaderEncoder.ENCODED_LENGTH + registerChunk.encodedLength();
    }

    int keepAlive(
            final CommandIdentity identity,
            final long correlationId,
            final int chunk,
            final long capabilities,
            final ChunkMeasurement measured) {
        keepAlive.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(keepAlive.header(), correlationId);
        keepAlive
                .chunk(chunk)
                .fence(measured.fence())
                .capabilities(capabilities)
                .readIops(measured.readIops())
                .writeIops(measured.writeIops())
                .readBytesPerSecond(measured.readBytesPerSecond())
                .writeBytesPerSecond(measured.writeBytesPerSecond())
                .runningRecovers(measured.runningRecovers())
                .runningMigrates(measured.runningMigrates())
                .runningSinks(measured.runningSinks())
                .runningElevates(measured.runningElevates())
                .warning(measured.hasWarning() ? BooleanType.TRUE : BooleanType.FALSE);
        final KeepAliveEncoder.TiersEncoder tiers = keepAlive.tiersCount(measured.tierCount());
        encodeTier(tiers, measured, Tier.CAPACITY);
        encodeTier(tiers, measured, Tier.PERFORMANCE);
        final KeepAliveEncoder.PeersEncoder peers = keepAlive.peersCount(measured.peerCount());
        for (int i = 0; i < measured.peerCount(); i++) {
            peers.next()
                    .chunk(measured.peer(i))
                    .roundTripMicros(measured.peerRoundTripMicros(i))
                    .lossPerMille(measured.peerLossPerMille(i));
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + keepAlive.encodedLength();
    }

    private static void encodeTier(
            final KeepAliveEncoder.TiersEncoder tiers, final ChunkMeasurement measured, final Tier tier) {
        if (measured.offers(tier)) {
            tiers.next()
                    .total(measured.totalBytes(tier))
                    .failed(measured.failedBytes(tier))
                    .thinUsedNormal(measured.thinUsedNormalBytes(tier))
                    .thinUsedPrioritized(measured.thinUsedPrioritizedBytes(tier))
                    .tier(tier);
        }
    }
}
