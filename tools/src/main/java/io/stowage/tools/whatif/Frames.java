package io.stowage.tools.whatif;

import io.stowage.codecs.FreeForAllocationDecoder;
import io.stowage.codecs.FreeForAllocationEncoder;
import io.stowage.codecs.FreeForRepositionDecoder;
import io.stowage.codecs.FreeForRepositionEncoder;
import io.stowage.codecs.KeepAliveDecoder;
import io.stowage.codecs.KeepAliveEncoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.ReportSpaceBeginEncoder;
import io.stowage.codecs.ReportSpaceEndEncoder;
import io.stowage.codecs.ReportSpaceRowsEncoder;
import io.stowage.codecs.SpaceDeltaEncoder;
import io.stowage.codecs.Tier;
import io.stowage.codecs.wire.ReportChecksum;
import io.stowage.engine.command.Frame;
import io.stowage.tools.whatif.Holdings.Cell;
import io.stowage.tools.whatif.Rows.Row;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes commands of the first history anew for the other one: of the same sender, with the places where that one has it. */
final class Frames {
    private static final int ROWS_PER_FRAME = 4_096;
    private static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int SENDER_LENGTH = 40;

    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder decoded = new MessageHeaderDecoder();

    /** A give-back of other chunks. */
    DirectBuffer free(final DirectBuffer original, final boolean isRx, final List<Integer> chunks) {
        clear();
        if (isRx) {
            final FreeForRepositionDecoder from =
                    new FreeForRepositionDecoder().wrapAndApplyHeader(original, 0, decoded);
            final FreeForRepositionEncoder to = new FreeForRepositionEncoder().wrapAndApplyHeader(scratch, 0, header);
            to.version(from.version())
                    .segmentBytes(from.segmentBytes())
                    .tier(from.tier())
                    .provision(from.provision())
                    .priority(from.priority());
            final FreeForRepositionEncoder.ChunksEncoder group = to.chunksCount(chunks.size());
            chunks.forEach(chunk -> group.next().chunk(chunk));
            return signed(original, to.encodedLength());
        }
        final FreeForAllocationDecoder from = new FreeForAllocationDecoder().wrapAndApplyHeader(original, 0, decoded);
        final FreeForAllocationEncoder to = new FreeForAllocationEncoder().wrapAndApplyHeader(scratch, 0, header);
        to.version(from.version())
                .segmentBytes(from.segmentBytes())
                .tier(from.tier())
                .provision(from.provision())
                .priority(from.priority());
        final FreeForAllocationEncoder.ChunksEncoder group = to.chunksCount(chunks.size());
        chunks.forEach(chunk -> group.next().chunk(chunk));
        return signed(original, to.encodedLength());
    }

    /** A whole report: its begin, its rows, its end. */
    List<DirectBuffer> report(final DirectBuffer original, final long version, final Rows rows) {
        final List<DirectBuffer> frames = new ArrayList<>();
        clear();
        frames.add(signed(
                original,
                new ReportSpaceBeginEncoder()
                        .wrapAndApplyHeader(scratch, 0, header)
                        .version(version)
                        .encodedLength()));
        final List<Map.Entry<Cell, Row>> all = List.copyOf(rows.all().entrySet());
        long checksum = 0;
        for (int first = 0; first < all.size(); first += ROWS_PER_FRAME) {
            final List<Map.Entry<Cell, Row>> part = all.subList(first, Math.min(all.size(), first + ROWS_PER_FRAME));
            clear();
            final ReportSpaceRowsEncoder encoder = new ReportSpaceRowsEncoder()
                    .wrapAndApplyHeader(scratch, 0, header)
                    .version(version);
            final ReportSpaceRowsEncoder.RowsEncoder group = encoder.rowsCount(part.size());
            for (final Map.Entry<Cell, Row> each : part) {
                final Cell cell = each.getKey();
                final Row row = each.getValue();
                group.next()
                        .bytes(row.bytes())
                        .rxBytes(row.rxBytes())
                        .chunk(cell.chunk())
                        .segments(row.segments())
                        .rxSegments(row.rxSegments())
                        .tier(tier(cell))
                        .provision(provision(cell))
                        .priority(priority(cell));
                checksum += ReportChecksum.ofRow(
                        cell.chunk(), cell.spaceClass(), row.segments(), row.bytes(), row.rxSegments(), row.rxBytes());
            }
            frames.add(signed(original, encoder.encodedLength()));
        }
        clear();
        frames.add(signed(
                original,
                new ReportSpaceEndEncoder()
                        .wrapAndApplyHeader(scratch, 0, header)
                        .version(version)
                        .checksum(checksum)
                        .rowCount(all.size())
                        .encodedLength()));
        return frames;
    }

    /** Changes of rows. */
    List<DirectBuffer> delta(final DirectBuffer original, final long version, final Rows rows) {
        final List<DirectBuffer> frames = new ArrayList<>();
        final List<Map.Entry<Cell, Row>> all = List.copyOf(rows.all().entrySet());
        for (int first = 0; first < all.size(); first += ROWS_PER_FRAME) {
            final List<Map.Entry<Cell, Row>> part = all.subList(first, Math.min(all.size(), first + ROWS_PER_FRAME));
            clear();
            final SpaceDeltaEncoder encoder = new SpaceDeltaEncoder()
                    .wrapAndApplyHeader(scratch, 0, header)
                    .version(version);
            final SpaceDeltaEncoder.RowsEncoder group = encoder.rowsCount(part.size());
            for (final Map.Entry<Cell, Row> each : part) {
                group.next()
                        .bytes(each.getValue().bytes())
                        .rxBytes(each.getValue().rxBytes())
                        .chunk(each.getKey().chunk())
                        .segments((int) each.getValue().segments())
                        .rxSegments((int) each.getValue().rxSegments())
                        .tier(tier(each.getKey()))
                        .provision(provision(each.getKey()))
                        .priority(priority(each.getKey()));
            }
            frames.add(signed(original, encoder.encodedLength()));
        }
        return frames;
    }

    /** Turns what a chunk measured into what it would have measured. */
    interface Measurement {
        long of(int tier, int priority, long bytes);
    }

    /** A keepalive with other thin bytes. Sizes are whole blocks, as a chunk's are. */
    DirectBuffer keepAlive(final DirectBuffer original, final long thinBlockBytes, final Measurement measurement) {
        final UnsafeBuffer copy = copy(original, original.capacity());
        int at = HEADER_LENGTH + Frame.blockLength(original, 0) + KeepAliveEncoder.TiersEncoder.sbeHeaderSize();
        final KeepAliveDecoder keepAlive = new KeepAliveDecoder().wrapAndApplyHeader(original, 0, decoded);
        for (final KeepAliveDecoder.TiersDecoder tier : keepAlive.tiers()) {
            put(
                    copy,
                    at + KeepAliveEncoder.TiersEncoder.thinUsedNormalEncodingOffset(),
                    measurement.of(tier.tierRaw(), Priority.NORMAL.value(), tier.thinUsedNormal()),
                    thinBlockBytes);
            put(
                    copy,
                    at + KeepAliveEncoder.TiersEncoder.thinUsedPrioritizedEncodingOffset(),
                    measurement.of(tier.tierRaw(), Priority.PRIORITIZED.value(), tier.thinUsedPrioritized()),
                    thinBlockBytes);
            at += tier.actingBlockLength();
        }
        return copy;
    }

    private static void put(final UnsafeBuffer frame, final int offset, final long bytes, final long block) {
        frame.putLong(offset, bytes / block * block, ByteOrder.LITTLE_ENDIAN);
    }

    private static Tier tier(final Cell cell) {
        return Tier.get((short) (cell.spaceClass() >> 2));
    }

    private static Provision provision(final Cell cell) {
        return Provision.get((short) (cell.spaceClass() >> 1 & 1));
    }

    private static Priority priority(final Cell cell) {
        return Priority.get((short) (cell.spaceClass() & 1));
    }

    private void clear() {
        scratch.setMemory(0, scratch.capacity(), (byte) 0);
    }

    /** With cluster, sender and correlation of the original, which begin every command. */
    private UnsafeBuffer signed(final DirectBuffer original, final int encodedLength) {
        scratch.putBytes(HEADER_LENGTH, original, HEADER_LENGTH, SENDER_LENGTH);
        return copy(scratch, HEADER_LENGTH + encodedLength);
    }

    private static UnsafeBuffer copy(final DirectBuffer frame, final int length) {
        final byte[] bytes = new byte[length];
        frame.getBytes(0, bytes);
        return new UnsafeBuffer(bytes);
    }
}
