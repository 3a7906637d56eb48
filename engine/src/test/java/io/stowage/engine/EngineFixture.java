package io.stowage.engine;

import io.stowage.codecs.*;
import io.stowage.codecs.wire.IpAddresses;
import io.stowage.codecs.wire.ReportChecksum;
import java.util.ArrayList;
import java.util.List;

/** An engine with a clock and a log, spoken to in the words of the domain. */
final class EngineFixture extends LoggedEngine {
    static final long MIB = 1L << 20;
    static final long GIB = 1L << 30;
    static final long EXTENT = 256 * MIB;

    EngineFixture() {
        this(Limits.small());
    }

    EngineFixture(final Limits limits) {
        super(limits);
    }

    ResultCode registerNode(final String ip, final String name, final String zone, final String rack) {
        return send(buffer -> {
            final RegisterNodeEncoder encoder = new RegisterNodeEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
            header(encoder.header(), Role.OPERATOR, 0, 0);
            final IpAddresses.Words words = IpAddresses.parse(ip);
            encoder.dataIp().high(words.high()).low(words.low());
            return encoder.name(name).zone(zone).rack(rack).brick("").encodedLength();
        });
    }

    int node() {
        return (int) new RegisterNodeReplyDecoder()
                .wrapAndApplyHeader(reply, 0, headerDecoder)
                .node();
    }

    ResultCode registerChunk(final String ip, final int port) {
        return send(buffer -> {
            final RegisterChunkEncoder encoder =
                    new RegisterChunkEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
            header(encoder.header(), Role.OPERATOR, 0, 0);
            final IpAddresses.Words words = IpAddresses.parse(ip);
            encoder.ip().high(words.high()).low(words.low());
            return encoder.capabilities(0)
                    .rawCapacityBytes(0)
                    .port(port)
                    .pool("")
                    .encodedLength();
        });
    }

    int chunk() {
        return (int) new RegisterChunkReplyDecoder()
                .wrapAndApplyHeader(reply, 0, headerDecoder)
                .chunk();
    }

    /** A node of its own in a rack of its own, with one healthy chunk. */
    int healthyChunk(final int number, final long capacityBytes) {
        final String ip = "10.0." + number / 250 + "." + (number % 250 + 1);
        registerNode(ip, "n" + number, "z" + number % 4, "r" + number);
        registerChunk(ip, 10_000);
        final int chunk = chunk();
        keepAlive(chunk, 1, -1, capacityBytes, 0);
        return chunk;
    }

    ResultCode keepAlive(
            final int chunk, final long incarnation, final long fence, final long total, final long thinUsed) {
        return send(buffer -> {
            final KeepAliveEncoder encoder = new KeepAliveEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
            header(encoder.header(), Role.CHUNK, chunk, incarnation);
            encoder.chunk(chunk)
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
            encoder.tiersCount(1)
                    .next()
                    .total(total)
                    .failed(0)
                    .thinUsedNormal(thinUsed)
                    .thinUsedPrioritized(0)
                    .tier(Tier.CAPACITY);
            encoder.peersCount(0);
            return encoder.encodedLength();
        });
    }

    ResultCode connectEm(final int em, final long incarnation) {
        return send(buffer -> {
            final ConnectEmEncoder encoder = new ConnectEmEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
            header(encoder.header(), Role.EXTENT_MANAGER, em, incarnation);
            return encoder.capabilities(0).encodedLength();
        });
    }

    ResultCode removeEm(final int em) {
        return send(buffer -> {
            final RemoveEmEncoder encoder = new RemoveEmEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
            header(encoder.header(), Role.OPERATOR, 0, 0);
            return encoder.em(em).encodedLength();
        });
    }

    ResultCode reserve(
            final int em, final long version, final Provision provision, final int replicas, final int extents) {
        return reserve(em, 1, version, provision, replicas, extents, false);
    }

    ResultCode reserve(
            final int em,
            final long incarnation,
            final long version,
            final Provision provision,
            final int replicas,
            final int extents,
            final boolean partial) {
        return send(buffer -> {
            final ReserveForAllocationEncoder encoder =
                    new ReserveForAllocationEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
            header(encoder.header(), Role.EXTENT_MANAGER, em, incarnation);
            encoder.version(version);
            final ReserveForAllocationEncoder.ItemsEncoder item =
                    encoder.itemsCount(1).next();
            item.extents(extents)
                    .segmentBytes(0)
                    .prefer(0)
                    .preferZone(0)
                    .pool(0)
                    .replicas((short) replicas)
                    .ecData((short) 0)
                    .ecParity((short) 0)
                    .purpose(Purpose.NEW)
                    .tier(Tier.CAPACITY)
                    .provision(provision)
                    .priority(Priority.NORMAL)
                    .partial(partial ? BooleanType.TRUE : BooleanType.FALSE)
                    .strictSpread(BooleanType.FALSE);
            item.excludeCount(0);
            item.existingCount(0);
            return encoder.encodedLength();
        });
    }

    ReserveForAllocationReplyDecoder.ItemsDecoder grantedItem() {
        return new ReserveForAllocationReplyDecoder()
                .wrapAndApplyHeader(reply, 0, headerDecoder)
                .items()
                .next();
    }

    List<Integer> grantedChunks() {
        final List<Integer> granted = new ArrayList<>();
        grantedItem().chunks().forEach(each -> granted.add((int) each.chunk()));
        return granted;
    }

    ResultCode free(
            final int em, final long version, final Provision provision, final long bytes, final int... chunks) {
        return send(buffer -> {
            final FreeForAllocationEncoder encoder =
                    new FreeForAllocationEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
            header(encoder.header(), Role.EXTENT_MANAGER, em, 1);
            encoder.version(version)
                    .segmentBytes(bytes)
                    .tier(Tier.CAPACITY)
                    .provision(provision)
                    .priority(Priority.NORMAL);
            final FreeForAllocationEncoder.ChunksEncoder each = encoder.chunksCount(chunks.length);
            for (final int chunk : chunks) {
                each.next().chunk(chunk);
            }
            return encoder.encodedLength();
        });
    }

    record Row(int chunk, Provision provision, int segments, long bytes) {}

    ResultCode report(final int em, final long version, final Row... rows) {
        final ResultCode begun = reportBegin(em, version);
        if (begun != ResultCode.OK) {
            return begun;
        }
        reportRows(em, version, rows);
        return reportEnd(em, version, rows.length, checksum(rows));
    }

    ResultCode reportBegin(final int em, final long version) {
        return send(buffer -> {
            final ReportSpaceBeginEncoder encoder =
                    new ReportSpaceBeginEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
            header(encoder.header(), Role.EXTENT_MANAGER, em, 1);
            return encoder.version(version).encodedLength();
        });
    }

    ResultCode reportRows(final int em, final long version, final Row... rows) {
        return send(buffer -> {
            final ReportSpaceRowsEncoder encoder =
                    new ReportSpaceRowsEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
            header(encoder.header(), Role.EXTENT_MANAGER, em, 1);
            encoder.version(version);
            final ReportSpaceRowsEncoder.RowsEncoder each = encoder.rowsCount(rows.length);
            for (final Row row : rows) {
                each.next()
                        .bytes(row.bytes)
                        .rxBytes(0)
                        .chunk(row.chunk)
                        .segments(row.segments)
                        .rxSegments(0)
                        .tier(Tier.CAPACITY)
                        .provision(row.provision)
                        .priority(Priority.NORMAL);
            }
            return encoder.encodedLength();
        });
    }

    ResultCode reportEnd(final int em, final long version, final int rowCount, final long checksum) {
        return send(buffer -> {
            final ReportSpaceEndEncoder encoder =
                    new ReportSpaceEndEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
            header(encoder.header(), Role.EXTENT_MANAGER, em, 1);
            return encoder.version(version)
                    .checksum(checksum)
                    .rowCount(rowCount)
                    .encodedLength();
        });
    }

    record Change(int chunk, Provision provision, int segments, long bytes, int rxSegments, long rxBytes) {}

    ResultCode delta(final int em, final long version, final Change... changes) {
        return send(buffer -> {
            final SpaceDeltaEncoder encoder = new SpaceDeltaEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
            header(encoder.header(), Role.EXTENT_MANAGER, em, 1);
            encoder.version(version);
            final SpaceDeltaEncoder.RowsEncoder each = encoder.rowsCount(changes.length);
            for (final Change change : changes) {
                each.next()
                        .bytes(change.bytes)
                        .rxBytes(change.rxBytes)
                        .chunk(change.chunk)
                        .segments(change.segments)
                        .rxSegments(change.rxSegments)
                        .tier(Tier.CAPACITY)
                        .provision(change.provision)
                        .priority(Priority.NORMAL);
            }
            return encoder.encodedLength();
        });
    }

    ResultCode reposition(
            final int em,
            final long version,
            final RepositionKind kind,
            final Provision provision,
            final int replace,
            final int... sources) {
        return send(buffer -> {
            final ReserveForRepositionEncoder encoder =
                    new ReserveForRepositionEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
            header(encoder.header(), Role.EXTENT_MANAGER, em, 1);
            encoder.version(version).kind(kind);
            final ReserveForRepositionEncoder.ItemsEncoder item =
                    encoder.itemsCount(1).next();
            item.segmentBytes(0)
                    .replace(replace)
                    .prefer(0)
                    .replicas((short) 3)
                    .ecData((short) 0)
                    .ecParity((short) 0)
                    .redundancyLeft((short) 1)
                    .tier(Tier.CAPACITY)
                    .provision(provision)
                    .priority(Priority.NORMAL);
            final ReserveForRepositionEncoder.ItemsEncoder.SourcesEncoder each = item.sourcesCount(sources.length);
            for (final int source : sources) {
                each.next().chunk(source);
            }
            item.excludeCount(0);
            return encoder.encodedLength();
        });
    }

    ReserveForRepositionReplyDecoder.ItemsDecoder repositioned() {
        return new ReserveForRepositionReplyDecoder()
                .wrapAndApplyHeader(reply, 0, headerDecoder)
                .items()
                .next();
    }

    ResultCode freeReposition(final int em, final long version, final long bytes, final int chunk) {
        return send(buffer -> {
            final FreeForRepositionEncoder encoder =
                    new FreeForRepositionEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
            header(encoder.header(), Role.EXTENT_MANAGER, em, 1);
            encoder.version(version)
                    .segmentBytes(bytes)
                    .tier(Tier.CAPACITY)
                    .provision(Provision.THICK)
                    .priority(Priority.NORMAL);
            encoder.chunksCount(1).next().chunk(chunk);
            return encoder.encodedLength();
        });
    }

    static long checksum(final Row... rows) {
        long sum = 0;
        for (final Row row : rows) {
            sum += ReportChecksum.ofRow(row.chunk, row.provision.value() << 1, row.segments, row.bytes, 0, 0);
        }
        return sum;
    }

    ResultCode setConfig(final ConfigKey key, final long value) {
        return send(buffer -> {
            final SetConfigEncoder encoder = new SetConfigEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
            header(encoder.header(), Role.OPERATOR, 0, 0);
            return encoder.value(value).key(key).encodedLength();
        });
    }

    ResultCode onChunk(final int templateId, final int chunk) {
        return send(buffer -> {
            final RemoveChunkEncoder encoder = new RemoveChunkEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
            header(encoder.header(), Role.OPERATOR, 0, 0);
            encoder.chunk(chunk);
            headerEncoder.wrap(buffer, 0).templateId(templateId);
            if (templateId == CompleteRemovalEncoder.TEMPLATE_ID) {
                headerEncoder.blockLength(CompleteRemovalEncoder.BLOCK_LENGTH);
                buffer.putByte(
                        MessageHeaderEncoder.ENCODED_LENGTH + CompleteRemovalEncoder.removeNodeEncodingOffset(),
                        (byte) 0);
                return CompleteRemovalEncoder.BLOCK_LENGTH;
            }
            return encoder.encodedLength();
        });
    }

    ResultCode maintenance(final int node, final boolean on) {
        return send(buffer -> {
            final MaintenanceEncoder encoder = new MaintenanceEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
            header(encoder.header(), Role.OPERATOR, 0, 0);
            return encoder.node(node)
                    .until(0)
                    .on(on ? BooleanType.TRUE : BooleanType.FALSE)
                    .encodedLength();
        });
    }

    /** The space of one chunk's CAPACITY tier. */
    SpaceReplyDecoder.RowsDecoder space(final int chunk) {
        query(buffer -> {
            final SpaceQueryEncoder encoder = new SpaceQueryEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
            header(encoder.header(), Role.OPERATOR, 0, 0);
            return encoder.chunk(chunk).after(0).pageSize(0).encodedLength();
        });
        return new SpaceReplyDecoder()
                .wrapAndApplyHeader(reply, 0, headerDecoder)
                .rows()
                .next();
    }

    StatusReplyDecoder status() {
        query(buffer -> {
            final StatusQueryEncoder encoder = new StatusQueryEncoder().wrapAndApplyHeader(buffer, 0, headerEncoder);
            header(encoder.header(), Role.OPERATOR, 0, 0);
            return encoder.encodedLength();
        });
        return new StatusReplyDecoder().wrapAndApplyHeader(reply, 0, headerDecoder);
    }
}
