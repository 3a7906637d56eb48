package io.stowage.engine.placement;

import io.stowage.codecs.*;
import io.stowage.codecs.wire.ReportChecksum;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.engine.LogPosition;
import io.stowage.engine.ReplySink;
import io.stowage.engine.space.SpaceClass;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** An engine that is spoken to in commands; each leaves its reply in {@link #reply}. */
final class PlacementWire implements AutoCloseable, ReplySink {
    /** Asks for space; the other one's reports fill chunks. */
    static final int EM = 1;

    static final int FILLING_EM = 2;

    /** Enough for odd little clusters, and quickly taken. */
    static final Limits LITTLE = new Limits(128, 256, 4, 128, 2, 1 << 10, 1 << 9, 1 << 10);

    final UnsafeBuffer reply = new UnsafeBuffer(new byte[1 << 19]);
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    final Engine engine;

    /** Segments of the widest extent that was granted, by pool and tier. */
    final Map<Integer, Integer> widths = new HashMap<>();

    private final UnsafeBuffer request = new UnsafeBuffer(new byte[1 << 19]);
    private long nowMs = 1_000_000;
    private long correlationId;

    PlacementWire(final Limits limits, final long seed) {
        engine = new Engine(limits);
        apply(
                0,
                buffer -> new ClusterStartEncoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .clusterHigh(1)
                        .clusterLow(2)
                        .seed(seed)
                        .encodedLength());
        connect(EM);
        connect(FILLING_EM);
    }

    @Override
    public void onReply(final long session, final DirectBuffer buffer, final int offset, final int length) {
        reply.putBytes(0, buffer, offset, length);
    }

    @Override
    public void onEvent(final Role role, final int id, final DirectBuffer buffer, final int offset, final int length) {}

    private void apply(final long session, final ToIntFunction<UnsafeBuffer> encoder) {
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + encoder.applyAsInt(request);
        engine.onEntry(LogPosition.after(engine.position(), length), nowMs, session, request, 0, length, this);
    }

    private ResultCode send(final ToIntFunction<UnsafeBuffer> encoder) {
        apply(7, encoder);
        return replyHeader().result();
    }

    /** A command that the test cannot do without. */
    private void must(final ToIntFunction<UnsafeBuffer> encoder) {
        final ResultCode result = send(encoder);
        if (result != ResultCode.OK) {
            throw new AssertionError(
                    "%s, reason %d".formatted(result, replyHeader().reasonRaw()));
        }
    }

    void query(final ToIntFunction<UnsafeBuffer> encoder) {
        engine.onQuery(7, request, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.applyAsInt(request), this);
    }

    ReplyHeaderDecoder replyHeader() {
        return new ReplyHeaderDecoder().wrap(reply, MessageHeaderDecoder.ENCODED_LENGTH);
    }

    void fill(final CommandHeaderEncoder target, final Role role, final int sender) {
        target.clusterHigh(1)
                .clusterLow(2)
                .correlationId(++correlationId)
                .incarnation(1)
                .sender(sender)
                .role(role);
    }

    private void connect(final int em) {
        must(buffer -> {
            final ConnectEmEncoder encoder = new ConnectEmEncoder().wrapAndApplyHeader(buffer, 0, header);
            fill(encoder.header(), Role.EXTENT_MANAGER, em);
            return encoder.capabilities(0).encodedLength();
        });
    }

    void tick(final long ms) {
        nowMs += ms;
        apply(
                0,
                buffer -> new TickEncoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .sequence(0)
                        .encodedLength());
    }

    /** By raw code, for the enum may not have the key yet. */
    ResultCode set(final int key, final long value) {
        return send(buffer -> {
            final SetConfigEncoder encoder = new SetConfigEncoder().wrapAndApplyHeader(buffer, 0, header);
            fill(encoder.header(), Role.OPERATOR, 0);
            encoder.value(value);
            buffer.putShort(
                    encoder.offset() + SetConfigEncoder.keyEncodingOffset(), (short) key, ByteOrder.LITTLE_ENDIAN);
            return encoder.encodedLength();
        });
    }

    int createPool(final String name) {
        must(buffer -> {
            final CreatePoolEncoder encoder = new CreatePoolEncoder().wrapAndApplyHeader(buffer, 0, header);
            fill(encoder.header(), Role.OPERATOR, 0);
            return encoder.name(name).encodedLength();
        });
        return (int) new PoolReplyDecoder()
                .wrapAndApplyHeader(reply, 0, headerDecoder)
                .pool();
    }

    private static long ip(final int number) {
        return 0xFFFFL << 32 | 10L << 24 | number;
    }

    int registerNode(final int number, final String zone, final String rack, final String brick) {
        must(buffer -> {
            final RegisterNodeEncoder encoder = new RegisterNodeEncoder().wrapAndApplyHeader(buffer, 0, header);
            fill(encoder.header(), Role.OPERATOR, 0);
            encoder.dataIp().high(0).low(ip(number));
            return encoder.name("n" + number).zone(zone).rack(rack).brick(brick).encodedLength();
        });
        return (int) new RegisterNodeReplyDecoder()
                .wrapAndApplyHeader(reply, 0, headerDecoder)
                .node();
    }

    int registerChunk(final int node, final int port, final String pool) {
        must(buffer -> {
            final RegisterChunkEncoder encoder = new RegisterChunkEncoder().wrapAndApplyHeader(buffer, 0, header);
            fill(encoder.header(), Role.OPERATOR, 0);
            encoder.ip().high(0).low(ip(node));
            return encoder.capabilities(0)
                    .rawCapacityBytes(0)
                    .port(port)
                    .pool(pool)
                    .encodedLength();
        });
        return (int) new RegisterChunkReplyDecoder()
                .wrapAndApplyHeader(reply, 0, headerDecoder)
                .chunk();
    }

    /** A node of its own, with one healthy chunk of one tier. */
    int chunk(final int number, final String zone, final String rack, final long capacityBytes) {
        registerNode(number, zone, rack, "");
        final int chunk = registerChunk(number, 1, "");
        keepAlive(chunk, -1, Map.of(SpaceClass.CAPACITY, new long[] {capacityBytes, 0}), false);
        return chunk;
    }

    long keepAlive(final int chunk, final long fence, final Map<Integer, long[]> tiers, final boolean warning) {
        return keepAlive(chunk, fence, tiers, warning, 0);
    }

    /** Tiers with their capacity and what is used of it by normal thin segments; returns the fence. */
    long keepAlive(
            final int chunk,
            final long fence,
            final Map<Integer, long[]> tiers,
            final boolean warning,
            final int recovers) {
        must(buffer -> {
            final KeepAliveEncoder encoder = new KeepAliveEncoder().wrapAndApplyHeader(buffer, 0, header);
            fill(encoder.header(), Role.CHUNK, chunk);
            final KeepAliveEncoder.TiersEncoder each = encoder.chunk(chunk)
                    .fence(fence)
                    .capabilities(0)
                    .readIops(0)
                    .writeIops(0)
                    .readBytesPerSecond(0)
                    .writeBytesPerSecond(0)
                    .runningRecovers(recovers)
                    .runningMigrates(0)
                    .runningSinks(0)
                    .runningElevates(0)
                    .warning(warning ? BooleanType.TRUE : BooleanType.FALSE)
                    .tiersCount(tiers.size());
            tiers.forEach((tier, figures) -> each.next()
                    .total(figures[0])
                    .failed(0)
                    .thinUsedNormal(figures[1])
                    .thinUsedPrioritized(0)
                    .tier(Tier.get(tier.shortValue())));
            encoder.peersCount(0);
            return encoder.encodedLength();
        });
        return engine.position();
    }

    void isolate(final int chunk) {
        must(buffer -> {
            final IsolateEncoder encoder = new IsolateEncoder().wrapAndApplyHeader(buffer, 0, header);
            fill(encoder.header(), Role.OPERATOR, 0);
            return encoder.chunk(chunk).on(BooleanType.TRUE).encodedLength();
        });
    }

    void maintain(final int node) {
        must(buffer -> {
            final MaintenanceEncoder encoder = new MaintenanceEncoder().wrapAndApplyHeader(buffer, 0, header);
            fill(encoder.header(), Role.OPERATOR, 0);
            return encoder.node(node).until(0).on(BooleanType.TRUE).encodedLength();
        });
    }

    void remove(final int chunk) {
        must(buffer -> {
            final RemoveChunkEncoder encoder = new RemoveChunkEncoder().wrapAndApplyHeader(buffer, 0, header);
            fill(encoder.header(), Role.OPERATOR, 0);
            return encoder.chunk(chunk).encodedLength();
        });
    }

    void completeRemoval(final int chunk) {
        must(buffer -> {
            final CompleteRemovalEncoder encoder = new CompleteRemovalEncoder().wrapAndApplyHeader(buffer, 0, header);
            fill(encoder.header(), Role.OPERATOR, 0);
            return encoder.chunk(chunk).removeNode(BooleanType.FALSE).encodedLength();
        });
    }

    /** One segment of so many bytes, as a report tells it. */
    record Row(int chunk, int spaceClass, long bytes) {}

    /** The whole report of the extent manager that fills chunks. */
    void report(final List<Row> rows) {
        must(buffer -> {
            final ReportSpaceBeginEncoder encoder = new ReportSpaceBeginEncoder().wrapAndApplyHeader(buffer, 0, header);
            fill(encoder.header(), Role.EXTENT_MANAGER, FILLING_EM);
            return encoder.version(1).encodedLength();
        });
        must(buffer -> {
            final ReportSpaceRowsEncoder encoder = new ReportSpaceRowsEncoder().wrapAndApplyHeader(buffer, 0, header);
            fill(encoder.header(), Role.EXTENT_MANAGER, FILLING_EM);
            final ReportSpaceRowsEncoder.RowsEncoder each = encoder.version(1).rowsCount(rows.size());
            rows.forEach(row -> each.next()
                    .bytes(row.bytes)
                    .rxBytes(0)
                    .chunk(row.chunk)
                    .segments(1)
                    .rxSegments(0)
                    .tier(tier(row.spaceClass))
                    .provision(provision(row.spaceClass))
                    .priority(priority(row.spaceClass)));
            return encoder.encodedLength();
        });
        must(buffer -> {
            final ReportSpaceEndEncoder encoder = new ReportSpaceEndEncoder().wrapAndApplyHeader(buffer, 0, header);
            fill(encoder.header(), Role.EXTENT_MANAGER, FILLING_EM);
            return encoder.version(1)
                    .checksum(rows.stream()
                            .mapToLong(row -> ReportChecksum.ofRow(row.chunk, row.spaceClass, 1, row.bytes, 0, 0))
                            .sum())
                    .rowCount(rows.size())
                    .encodedLength();
        });
    }

    private static Tier tier(final int spaceClass) {
        return Tier.get((short) SpaceClass.tier(spaceClass));
    }

    private static Provision provision(final int spaceClass) {
        return SpaceClass.isThin(spaceClass) ? Provision.THIN : Provision.THICK;
    }

    private static Priority priority(final int spaceClass) {
        return Priority.get((short) SpaceClass.priority(spaceClass));
    }

    TwinOutcome reserve(final TwinRequest wanted) {
        send(buffer -> {
            final ReserveForAllocationEncoder encoder =
                    new ReserveForAllocationEncoder().wrapAndApplyHeader(buffer, 0, header);
            fill(encoder.header(), Role.EXTENT_MANAGER, EM);
            final ReserveForAllocationEncoder.ItemsEncoder item =
                    encoder.version(1).itemsCount(1).next();
            item.extents(wanted.extents())
                    .segmentBytes(wanted.bytes())
                    .prefer(wanted.preferred())
                    .preferZone(wanted.preferredZone())
                    .pool(wanted.pool())
                    .replicas((short) wanted.replicas())
                    .ecData((short) wanted.data())
                    .ecParity((short) wanted.parity())
                    .purpose(wanted.purpose())
                    .tier(tier(wanted.spaceClass()))
                    .provision(provision(wanted.spaceClass()))
                    .priority(priority(wanted.spaceClass()))
                    .partial(wanted.partial() ? BooleanType.TRUE : BooleanType.FALSE)
                    .strictSpread(wanted.strict() ? BooleanType.TRUE : BooleanType.FALSE);
            final ReserveForAllocationEncoder.ItemsEncoder.ExcludeEncoder excluded =
                    item.excludeCount(wanted.excluded().size());
            wanted.excluded().forEach(chunk -> excluded.next().chunk(chunk));
            final ReserveForAllocationEncoder.ItemsEncoder.ExistingEncoder existing =
                    item.existingCount(wanted.existing().size());
            wanted.existing().forEach(chunk -> existing.next().chunk(chunk));
            return encoder.encodedLength();
        });
        final TwinOutcome outcome = outcome();
        if (outcome.extents() > 0 && !wanted.protects()) {
            widths.merge(wanted.poolAndTier(), wanted.segmentsInAll(), Math::max);
        }
        return outcome;
    }

    private TwinOutcome outcome() {
        final ReserveForAllocationReplyDecoder decoder =
                new ReserveForAllocationReplyDecoder().wrapAndApplyHeader(reply, 0, headerDecoder);
        final ResultCode result = decoder.header().result();
        final int reason = decoder.header().reasonRaw();
        final long expected = decoder.expected();
        final long found = decoder.found();
        final ReserveForAllocationReplyDecoder.ItemsDecoder item =
                decoder.items().next();
        final long bytes = item.segmentBytes();
        final long extents = item.extents();
        final TwinFunnel funnel = TwinFunnel.of(item.funnel());
        final int segmentsPerExtent = item.segmentsPerExtent();
        final ResultCode itemResult = item.result();
        final List<Integer> chunks = new ArrayList<>();
        item.chunks().forEach(each -> chunks.add((int) each.chunk()));
        return new TwinOutcome(
                result,
                reason,
                expected,
                found,
                itemResult,
                bytes,
                extents,
                segmentsPerExtent,
                funnel,
                List.copyOf(chunks));
    }

    /** Gives back what a request of new thick data on the capacity tier was granted. */
    void free(final TwinOutcome granted) {
        must(buffer -> {
            final FreeForAllocationEncoder encoder =
                    new FreeForAllocationEncoder().wrapAndApplyHeader(buffer, 0, header);
            fill(encoder.header(), Role.EXTENT_MANAGER, EM);
            encoder.version(1)
                    .segmentBytes(granted.segmentBytes())
                    .tier(Tier.CAPACITY)
                    .provision(Provision.THICK)
                    .priority(Priority.NORMAL);
            final FreeForAllocationEncoder.ChunksEncoder each =
                    encoder.chunksCount(granted.chunks().size());
            granted.chunks().forEach(chunk -> each.next().chunk(chunk));
            return encoder.encodedLength();
        });
    }

    @Override
    public void close() {
        engine.close();
    }
}
