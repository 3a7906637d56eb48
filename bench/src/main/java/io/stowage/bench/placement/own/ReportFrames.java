package io.stowage.bench.placement.own;

import io.stowage.bench.fleet.Commander;
import io.stowage.client.frame.CommandIdentity;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.ReportSpaceBeginEncoder;
import io.stowage.codecs.ReportSpaceEndEncoder;
import io.stowage.codecs.ReportSpaceRowsEncoder;
import io.stowage.codecs.Tier;
import io.stowage.codecs.wire.ReportChecksum;
import org.agrona.MutableDirectBuffer;

/** Sends whole reports: what an extent manager has on each chunk, thick, on the CAPACITY tier. */
final class ReportFrames {
    private static final int ROWS_PER_FRAGMENT = 512;
    private static final long SEGMENT_BYTES = 256L << 20;
    private static final int THICK_CAPACITY_CLASS = 0;

    private final CommandIdentity identity;
    private final MutableDirectBuffer buffer;
    private final Commander commander;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ReportSpaceBeginEncoder begin = new ReportSpaceBeginEncoder();
    private final ReportSpaceRowsEncoder rows = new ReportSpaceRowsEncoder();
    private final ReportSpaceEndEncoder end = new ReportSpaceEndEncoder();

    ReportFrames(final CommandIdentity identity, final MutableDirectBuffer buffer, final Commander commander) {
        this.identity = identity;
        this.buffer = buffer;
        this.commander = commander;
    }

    /** Reports some bytes on each of some chunks; those with none are left out. */
    void report(final int em, final long version, final int[] chunks, final long[] bytes) {
        begin.wrapAndApplyHeader(buffer, 0, header);
        identity.writeTo(begin.header(), identity.nextCorrelationId(), em, 1);
        send(begin.version(version).encodedLength());
        long checksum = 0;
        int sent = 0;
        for (int from = 0; from < chunks.length; ) {
            int to = from;
            int count = 0;
            while (to < chunks.length && count < ROWS_PER_FRAGMENT) {
                count += bytes[to++] > 0 ? 1 : 0;
            }
            if (count > 0) {
                checksum += fragment(em, version, chunks, bytes, from, to, count);
            }
            sent += count;
            from = to;
        }
        end.wrapAndApplyHeader(buffer, 0, header);
        identity.writeTo(end.header(), identity.nextCorrelationId(), em, 1);
        send(end.version(version).checksum(checksum).rowCount(sent).encodedLength());
    }

    private long fragment(
            final int em,
            final long version,
            final int[] chunks,
            final long[] bytes,
            final int from,
            final int to,
            final int count) {
        rows.wrapAndApplyHeader(buffer, 0, header);
        identity.writeTo(rows.header(), identity.nextCorrelationId(), em, 1);
        final ReportSpaceRowsEncoder.RowsEncoder row = rows.version(version).rowsCount(count);
        long checksum = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] > 0) {
                final long segments = (bytes[i] + SEGMENT_BYTES - 1) / SEGMENT_BYTES;
                row.next()
                        .bytes(bytes[i])
                        .rxBytes(0)
                        .chunk(chunks[i])
                        .segments(segments)
                        .rxSegments(0)
                        .tier(Tier.CAPACITY)
                        .provision(Provision.THICK)
                        .priority(Priority.NORMAL);
                checksum += ReportChecksum.ofRow(chunks[i], THICK_CAPACITY_CLASS, segments, bytes[i], 0, 0);
            }
        }
        send(rows.encodedLength());
        return checksum;
    }

    private void send(final int encodedLength) {
        commander.send(buffer, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
    }
}
