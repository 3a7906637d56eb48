package io.stowage.engine;

import io.stowage.codecs.*;
import io.stowage.codecs.wire.IpAddresses;
import io.stowage.codecs.wire.ReportChecksum;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** An engine, a clock and a log, spoken to in the words of the domain. Every command leaves its reply in {@link #reply}. */
final class EngineFixture implements AutoCloseable, ReplySink {
    static final long CLUSTER_HIGH = 0x1122334455667788L;
    static final long CLUSTER_LOW = 0x99AABBCCDDEEFF00L;
    static final long MIB = 1L << 20;
    static final long GIB = 1L << 30;
    static final long EXTENT = 256 * MIB;

    record Entry(long position, long timestampMs, long sessionId, DirectBuffer frame) {}

    final Engine engine;
    final List<Entry> log = new ArrayList<>();
    final List<Integer> events = new ArrayList<>();
    final UnsafeBuffer reply = new UnsafeBuffer(new byte[1 << 20]);
    final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    long clusterHigh = CLUSTER_HIGH;
    long clusterLow = CLUSTER_LOW;
    long nowMs = 1_000_000;
    long sessionId = 7;
    int replies;
    private final UnsafeBuffer request = new UnsafeBuffer(new byte[1 << 20]);
    private long correlationId;

    EngineFixture() {
        this(Limits.small());
    }

    EngineFixture(final Limits limits) {
        engine = new Engine(limits);
        apply(
                0,
                buffer -> new ClusterStartEncoder()
                        .wrapAndApplyHeader(buffer, 0, headerEncoder)
                        .clusterHigh(CLUSTER_HIGH)
                        .clusterLow(CLUSTER_LOW)
                        .seed(42)
                        .encodedLength());
    }

    @Override
    public void onReply(final long session, final DirectBuffer buffer, final int offset, final int length) {
        reply.putBytes(0, buffer, offset, length);
        replies++;
    }

    @Override
    public void onEvent(final Role role, final int id, final DirectBuffer buffer, final int offset, final int length) {
        events.add(new MessageHeaderDecoder().wrap(buffer, offset).templateId());
    }

    /** Encodes a frame with its SBE header at offset 0, logs it and applies it. */
    void apply(final long session, final ToIntFunction<UnsafeBuffer> encoder) {
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + encoder.applyAsInt(request);
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[length]);
        frame.putBytes(0, request, 0, length);
        applyFrame(session, frame);
    }

    void applyFrame(final long session, final DirectBuffer frame) {
        final long position = LogPosition.after(engine.position(), frame.capacity());
        log.add(new Entry(position, nowMs, session, frame));
        engine.onEntry(position, nowMs, session, frame, 0, frame.capacity(), this);
    }

    /** Applies a log to another engine, entry by entry. */
    static void replay(final List<Entry> log, final Engine target) {
        for (final Entry entry : log) {
            if (entry.position > target.position()) {
                target.onEntry(
                        entry.position,
                        entry.timestampMs,
                        entry.sessionId,
                        entry.frame,
                        0,
                        entry.frame.capacity(),
                        ReplySink.NONE);
            }
        }
    }

    ResultCode send(final ToIntFunction<UnsafeBuffer> encoder) {
        final int before = replies;
        apply(sessionId, encoder);
        if (replies != before + 1) {
            throw new AssertionError("one command, one reply; got " + (replies - before));
        }
        return result();
    }

    ResultCode query(final ToIntFunction<UnsafeBuffer> encoder) {
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + encoder.applyAsInt(request);
        engine.onQuery(sessionId, request, 0, length, this);
        return result();
    }

    ResultCode result() {
        return replyHeader().result();
    }

    Reason reason() {
        return replyHeader().reason();
    }

    ReplyHeaderDecoder replyHeader() {
        return new ReplyHeaderDecoder().wrap(reply, MessageHeaderDecoder.ENCODED_LENGTH);
    }

    CommandReplyDecoder commandReply() {
        return new CommandReplyDecoder().wrapAndApplyHeader(reply, 0, headerDecoder);
    }

    void header(final CommandHeaderEncoder header, final Role role, final int sender, final long incarnation) {
        header.clusterHigh(clusterHigh)
                .clusterLow(clusterLow)
                .correlationId(++correlationId)
                .incarnation(incarnation)
                .sender(sender)
                .role(role);
    }

    void tick(final long ms) {
        nowMs += ms;
        apply(
                0,
                buffer -> new TickEncoder()
                        .wrapAndApplyHeader(buffer, 0, headerEncoder)
                        .sequence(0)
                        .encodedLength());
    }

    void sessionClosed(final long session) {
        apply(
                0,
                buffer -> new SessionClosedEncoder()
                        .wrapAndApplyHeader(buffer, 0, headerEncoder)
                        .sessionId(session)
                        .encodedLength());
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

    @Override
    public void close() {
        try {
            engine.verify();
        } finally {
            engine.close();
        }
    }
}
