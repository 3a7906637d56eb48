package io.stowage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.*;
import io.stowage.codecs.wire.ReportChecksum;
import io.stowage.engine.SpaceTwin.Amount;
import io.stowage.engine.SpaceTwin.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Commands about space in all classes, sent through a fixture; what its own words cannot say. */
final class SpaceWire {
    final EngineFixture fixture;
    private final MessageHeaderEncoder header;

    SpaceWire(final EngineFixture fixture) {
        this.fixture = fixture;
        header = fixture.headerEncoder;
    }

    /** An item of a reservation; fields as in the schema, raw where they may be wrong. */
    static final class Item {
        int spaceClass;
        int replicas = 1;
        int data;
        int parity;
        long extents = 1;
        long bytes;
        int prefer;
        int pool;
        Purpose purpose = Purpose.NEW;
        boolean partial;
        boolean strict;
        int[] exclude = {};
        int[] existing = {};
        int replace;
        int badField = -1;

        Item(final int spaceClass) {
            this.spaceClass = spaceClass;
        }
    }

    static Tier tier(final int spaceClass) {
        return Tier.get((short) (spaceClass >> 2));
    }

    static Provision provision(final int spaceClass) {
        return Provision.get((short) (spaceClass >> 1 & 1));
    }

    static Priority priority(final int spaceClass) {
        return Priority.get((short) (spaceClass & 1));
    }

    ResultCode reserve(final int em, final long incarnation, final long version, final Item... items) {
        return fixture.send(buffer -> {
            final ReserveForAllocationEncoder encoder =
                    new ReserveForAllocationEncoder().wrapAndApplyHeader(buffer, 0, header);
            fixture.header(encoder.header(), Role.EXTENT_MANAGER, em, incarnation);
            final ReserveForAllocationEncoder.ItemsEncoder each =
                    encoder.version(version).itemsCount(items.length);
            for (final Item item : items) {
                each.next()
                        .extents(item.extents)
                        .segmentBytes(item.bytes)
                        .prefer(item.prefer)
                        .preferZone(0)
                        .pool(item.pool)
                        .replicas((short) item.replicas)
                        .ecData((short) item.data)
                        .ecParity((short) item.parity)
                        .purpose(item.purpose)
                        .tier(tier(item.spaceClass))
                        .provision(provision(item.spaceClass))
                        .priority(priority(item.spaceClass))
                        .partial(item.partial ? BooleanType.TRUE : BooleanType.FALSE)
                        .strictSpread(item.strict ? BooleanType.TRUE : BooleanType.FALSE);
                if (item.badField >= 0) {
                    buffer.putByte(
                            encoder.limit() - ReserveForAllocationEncoder.ItemsEncoder.sbeBlockLength() + item.badField,
                            (byte) 9);
                }
                final ReserveForAllocationEncoder.ItemsEncoder.ExcludeEncoder excluded =
                        each.excludeCount(item.exclude.length);
                for (final int chunk : item.exclude) {
                    excluded.next().chunk(chunk);
                }
                final ReserveForAllocationEncoder.ItemsEncoder.ExistingEncoder existing =
                        each.existingCount(item.existing.length);
                for (final int chunk : item.existing) {
                    existing.next().chunk(chunk);
                }
            }
            return encoder.encodedLength();
        });
    }

    /** Result of each item of the last reservation, with its size and chunks. */
    record Granted(
            ResultCode result, long bytes, long extents, int segmentsPerExtent, List<Integer> chunks, int registered) {}

    List<Granted> granted() {
        final List<Granted> granted = new ArrayList<>();
        for (final ReserveForAllocationReplyDecoder.ItemsDecoder item : new ReserveForAllocationReplyDecoder()
                .wrapAndApplyHeader(fixture.reply, 0, fixture.headerDecoder)
                .items()) {
            final long bytes = item.segmentBytes();
            final long extents = item.extents();
            final int registered = (int) item.funnel().registered();
            final int perExtent = item.segmentsPerExtent();
            final ResultCode result = item.result();
            final List<Integer> chunks = new ArrayList<>();
            item.chunks().forEach(each -> chunks.add((int) each.chunk()));
            granted.add(new Granted(result, bytes, extents, perExtent, chunks, registered));
        }
        return granted;
    }

    ResultCode reposition(
            final int em, final long incarnation, final long version, final RepositionKind kind, final Item... items) {
        return fixture.send(buffer -> {
            final ReserveForRepositionEncoder encoder =
                    new ReserveForRepositionEncoder().wrapAndApplyHeader(buffer, 0, header);
            fixture.header(encoder.header(), Role.EXTENT_MANAGER, em, incarnation);
            final ReserveForRepositionEncoder.ItemsEncoder each =
                    encoder.version(version).kind(kind).itemsCount(items.length);
            for (final Item item : items) {
                each.next()
                        .segmentBytes(item.bytes)
                        .replace(item.replace)
                        .prefer(item.prefer)
                        .replicas((short) item.replicas)
                        .ecData((short) item.data)
                        .ecParity((short) item.parity)
                        .redundancyLeft((short) 1)
                        .tier(tier(item.spaceClass))
                        .provision(provision(item.spaceClass))
                        .priority(priority(item.spaceClass));
                if (item.badField >= 0) {
                    buffer.putByte(
                            encoder.limit() - ReserveForRepositionEncoder.ItemsEncoder.sbeBlockLength() + item.badField,
                            (byte) 9);
                }
                final ReserveForRepositionEncoder.ItemsEncoder.SourcesEncoder sources =
                        each.sourcesCount(item.existing.length);
                for (final int chunk : item.existing) {
                    sources.next().chunk(chunk);
                }
                final ReserveForRepositionEncoder.ItemsEncoder.ExcludeEncoder excluded =
                        each.excludeCount(item.exclude.length);
                for (final int chunk : item.exclude) {
                    excluded.next().chunk(chunk);
                }
            }
            return encoder.encodedLength();
        });
    }

    /** Result of each item of the last reposition, with its destination and ranked sources. */
    record Moved(ResultCode result, long bytes, int source, int destination, List<Integer> ranked, int registered) {}

    List<Moved> moved() {
        final List<Moved> moved = new ArrayList<>();
        for (final ReserveForRepositionReplyDecoder.ItemsDecoder item : new ReserveForRepositionReplyDecoder()
                .wrapAndApplyHeader(fixture.reply, 0, fixture.headerDecoder)
                .items()) {
            final long bytes = item.segmentBytes();
            final int source = (int) item.source();
            final int destination = (int) item.destination();
            final int registered = (int) item.funnel().registered();
            final ResultCode result = item.result();
            final List<Integer> ranked = new ArrayList<>();
            item.ranked().forEach(each -> ranked.add((int) each.chunk()));
            moved.add(new Moved(result, bytes, source, destination, ranked, registered));
        }
        return moved;
    }

    ResultCode free(
            final int em,
            final long incarnation,
            final long version,
            final int spaceClass,
            final long bytes,
            final List<Integer> chunks) {
        return free(em, incarnation, version, spaceClass, bytes, chunks, -1);
    }

    /** With one byte of the block overwritten, if the field's offset is not negative. */
    ResultCode free(
            final int em,
            final long incarnation,
            final long version,
            final int spaceClass,
            final long bytes,
            final List<Integer> chunks,
            final int badField) {
        return fixture.send(buffer -> {
            final FreeForAllocationEncoder encoder =
                    new FreeForAllocationEncoder().wrapAndApplyHeader(buffer, 0, header);
            fixture.header(encoder.header(), Role.EXTENT_MANAGER, em, incarnation);
            encoder.version(version)
                    .segmentBytes(bytes)
                    .tier(tier(spaceClass))
                    .provision(provision(spaceClass))
                    .priority(priority(spaceClass));
            if (badField >= 0) {
                buffer.putByte(encoder.offset() + badField, (byte) 9);
            }
            final FreeForAllocationEncoder.ChunksEncoder each = encoder.chunksCount(chunks.size());
            chunks.forEach(chunk -> each.next().chunk(chunk));
            return encoder.encodedLength();
        });
    }

    ResultCode freeRx(
            final int em,
            final long incarnation,
            final long version,
            final int spaceClass,
            final long bytes,
            final List<Integer> chunks) {
        return fixture.send(buffer -> {
            final FreeForRepositionEncoder encoder =
                    new FreeForRepositionEncoder().wrapAndApplyHeader(buffer, 0, header);
            fixture.header(encoder.header(), Role.EXTENT_MANAGER, em, incarnation);
            encoder.version(version)
                    .segmentBytes(bytes)
                    .tier(tier(spaceClass))
                    .provision(provision(spaceClass))
                    .priority(priority(spaceClass));
            final FreeForRepositionEncoder.ChunksEncoder each = encoder.chunksCount(chunks.size());
            chunks.forEach(chunk -> each.next().chunk(chunk));
            return encoder.encodedLength();
        });
    }

    ResultCode begin(final int em, final long incarnation, final long version) {
        return fixture.send(buffer -> {
            final ReportSpaceBeginEncoder encoder = new ReportSpaceBeginEncoder().wrapAndApplyHeader(buffer, 0, header);
            fixture.header(encoder.header(), Role.EXTENT_MANAGER, em, incarnation);
            return encoder.version(version).encodedLength();
        });
    }

    ResultCode rows(
            final int em,
            final long incarnation,
            final long version,
            final List<Map.Entry<Place, Amount>> rows,
            final int badField) {
        return fixture.send(buffer -> {
            final ReportSpaceRowsEncoder encoder = new ReportSpaceRowsEncoder().wrapAndApplyHeader(buffer, 0, header);
            fixture.header(encoder.header(), Role.EXTENT_MANAGER, em, incarnation);
            final ReportSpaceRowsEncoder.RowsEncoder each =
                    encoder.version(version).rowsCount(rows.size());
            for (final Map.Entry<Place, Amount> row : rows) {
                each.next()
                        .bytes(row.getValue().bytes())
                        .rxBytes(row.getValue().rxBytes())
                        .chunk(row.getKey().chunk())
                        .segments(row.getValue().segments())
                        .rxSegments(row.getValue().rxSegments())
                        .tier(tier(row.getKey().spaceClass()))
                        .provision(provision(row.getKey().spaceClass()))
                        .priority(priority(row.getKey().spaceClass()));
                if (badField >= 0) {
                    buffer.putByte(
                            encoder.limit() - ReportSpaceRowsEncoder.RowsEncoder.sbeBlockLength() + badField, (byte) 9);
                }
            }
            return encoder.encodedLength();
        });
    }

    ResultCode end(final int em, final long incarnation, final long version, final int rowCount, final long checksum) {
        return fixture.send(buffer -> {
            final ReportSpaceEndEncoder encoder = new ReportSpaceEndEncoder().wrapAndApplyHeader(buffer, 0, header);
            fixture.header(encoder.header(), Role.EXTENT_MANAGER, em, incarnation);
            return encoder.version(version)
                    .checksum(checksum)
                    .rowCount(rowCount)
                    .encodedLength();
        });
    }

    static long checksum(final List<Map.Entry<Place, Amount>> rows) {
        long sum = 0;
        for (final Map.Entry<Place, Amount> row : rows) {
            sum += ReportChecksum.ofRow(
                    row.getKey().chunk(),
                    row.getKey().spaceClass(),
                    row.getValue().segments(),
                    row.getValue().bytes(),
                    row.getValue().rxSegments(),
                    row.getValue().rxBytes());
        }
        return sum;
    }

    ReportSpaceReplyDecoder reportReply() {
        return new ReportSpaceReplyDecoder().wrapAndApplyHeader(fixture.reply, 0, fixture.headerDecoder);
    }

    ResultCode delta(
            final int em,
            final long incarnation,
            final long version,
            final List<Map.Entry<Place, Amount>> changes,
            final int badField) {
        return fixture.send(buffer -> {
            final SpaceDeltaEncoder encoder = new SpaceDeltaEncoder().wrapAndApplyHeader(buffer, 0, header);
            fixture.header(encoder.header(), Role.EXTENT_MANAGER, em, incarnation);
            final SpaceDeltaEncoder.RowsEncoder each = encoder.version(version).rowsCount(changes.size());
            for (final Map.Entry<Place, Amount> change : changes) {
                each.next()
                        .bytes(change.getValue().bytes())
                        .rxBytes(change.getValue().rxBytes())
                        .chunk(change.getKey().chunk())
                        .segments((int) change.getValue().segments())
                        .rxSegments((int) change.getValue().rxSegments())
                        .tier(tier(change.getKey().spaceClass()))
                        .provision(provision(change.getKey().spaceClass()))
                        .priority(priority(change.getKey().spaceClass()));
                if (badField >= 0) {
                    buffer.putByte(
                            encoder.limit() - SpaceDeltaEncoder.RowsEncoder.sbeBlockLength() + badField, (byte) 9);
                }
            }
            return encoder.encodedLength();
        });
    }

    /** Thick segments become thin. */
    ResultCode becomeThin(
            final int em,
            final long incarnation,
            final long version,
            final List<Map.Entry<Place, Amount>> rows,
            final int badField) {
        return fixture.send(buffer -> {
            final UpdateProvisionEncoder encoder = new UpdateProvisionEncoder().wrapAndApplyHeader(buffer, 0, header);
            fixture.header(encoder.header(), Role.EXTENT_MANAGER, em, incarnation);
            final UpdateProvisionEncoder.RowsEncoder each =
                    encoder.version(version).rowsCount(rows.size());
            for (final Map.Entry<Place, Amount> row : rows) {
                each.next()
                        .bytes(row.getValue().bytes())
                        .chunk(row.getKey().chunk())
                        .segments(row.getValue().segments())
                        .tier(tier(row.getKey().spaceClass()))
                        .priority(priority(row.getKey().spaceClass()));
                if (badField >= 0) {
                    buffer.putByte(
                            encoder.limit() - UpdateProvisionEncoder.RowsEncoder.sbeBlockLength() + badField, (byte) 9);
                }
            }
            return encoder.encodedLength();
        });
    }

    ResultCode removeExtents(
            final int em,
            final long incarnation,
            final long version,
            final List<Map.Entry<Place, Amount>> rows,
            final int badField) {
        return fixture.send(buffer -> {
            final RemoveExtentsEncoder encoder = new RemoveExtentsEncoder().wrapAndApplyHeader(buffer, 0, header);
            fixture.header(encoder.header(), Role.EXTENT_MANAGER, em, incarnation);
            final RemoveExtentsEncoder.RowsEncoder each =
                    encoder.version(version).rowsCount(rows.size());
            for (final Map.Entry<Place, Amount> row : rows) {
                each.next()
                        .bytes(row.getValue().bytes())
                        .chunk(row.getKey().chunk())
                        .segments(row.getValue().segments())
                        .tier(tier(row.getKey().spaceClass()))
                        .provision(provision(row.getKey().spaceClass()))
                        .priority(priority(row.getKey().spaceClass()));
                if (badField >= 0) {
                    buffer.putByte(
                            encoder.limit() - RemoveExtentsEncoder.RowsEncoder.sbeBlockLength() + badField, (byte) 9);
                }
            }
            return encoder.encodedLength();
        });
    }

    /** A keepalive that names the tiers given, each with total, failed, used by NORMAL and used by PRIORITIZED. */
    ResultCode keepAlive(final int chunk, final long fence, final int running, final Map<Integer, long[]> tiers) {
        return fixture.send(buffer -> {
            final KeepAliveEncoder encoder = new KeepAliveEncoder().wrapAndApplyHeader(buffer, 0, header);
            fixture.header(encoder.header(), Role.CHUNK, chunk, 1);
            final KeepAliveEncoder.TiersEncoder each = encoder.chunk(chunk)
                    .fence(fence)
                    .capabilities(0)
                    .readIops(0)
                    .writeIops(0)
                    .readBytesPerSecond(0)
                    .writeBytesPerSecond(0)
                    .runningRecovers(running)
                    .runningMigrates(0)
                    .runningSinks(0)
                    .runningElevates(0)
                    .warning(BooleanType.FALSE)
                    .tiersCount(tiers.size());
            tiers.forEach((tier, figures) -> each.next()
                    .total(figures[0])
                    .failed(figures[1])
                    .thinUsedNormal(figures[2])
                    .thinUsedPrioritized(figures[3])
                    .tier(Tier.get(tier.shortValue())));
            encoder.peersCount(0);
            return encoder.encodedLength();
        });
    }

    long fence() {
        return new KeepAliveReplyDecoder()
                .wrapAndApplyHeader(fixture.reply, 0, fixture.headerDecoder)
                .fence();
    }

    /** Refused with its reason and figures, and nothing changed. */
    void refuses(
            final ResultCode result,
            final Reason reason,
            final long expected,
            final long found,
            final Supplier<ResultCode> command) {
        final long hash = fixture.engine.stateHash();
        assertThat(command.get()).isEqualTo(result);
        assertThat(fixture.reason()).isEqualTo(reason);
        assertThat(fixture.commandReply().expected()).isEqualTo(expected);
        assertThat(fixture.commandReply().found()).isEqualTo(found);
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);
    }
}
