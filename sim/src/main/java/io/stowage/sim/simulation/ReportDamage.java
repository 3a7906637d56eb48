package io.stowage.sim.simulation;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ReportSpaceEndDecoder;
import io.stowage.codecs.ReportSpaceEndEncoder;
import io.stowage.codecs.ReportSpaceRowsDecoder;
import io.stowage.codecs.ReportSpaceRowsEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/** What happens to the fragments of reports: lost, sent twice, or with a figure that is wrong. */
final class ReportDamage {
    private static final int FIRST_ROW =
            MessageHeaderDecoder.ENCODED_LENGTH + ReportSpaceRowsDecoder.BLOCK_LENGTH + Integer.BYTES;
    private static final int NO_CHUNK = 60_000;

    private final World world;

    ReportDamage(final World world) {
        this.world = world;
    }

    /** Damages a frame, at times. */
    void damage(final UnsafeBuffer frame) {
        final int templateId = new MessageHeaderDecoder().wrap(frame, 0).templateId();
        if (templateId == ReportSpaceEndDecoder.TEMPLATE_ID) {
            damageEnd(frame);
        } else if (templateId == ReportSpaceRowsDecoder.TEMPLATE_ID && frame.capacity() > FIRST_ROW) {
            damageRow(frame);
        }
    }

    /** Whether a fragment is lost. */
    boolean loses(final UnsafeBuffer frame) {
        return isFragment(frame) && world.strikes("report fragment lost", 15);
    }

    /** Whether a fragment comes twice. */
    boolean repeats(final UnsafeBuffer frame) {
        return isFragment(frame) && world.strikes("report fragment repeated", 15);
    }

    private static boolean isFragment(final UnsafeBuffer frame) {
        final int templateId = new MessageHeaderDecoder().wrap(frame, 0).templateId();
        return templateId == ReportSpaceEndDecoder.TEMPLATE_ID || templateId == ReportSpaceRowsDecoder.TEMPLATE_ID;
    }

    private void damageEnd(final UnsafeBuffer frame) {
        final ReportSpaceEndEncoder end = new ReportSpaceEndEncoder().wrap(frame, MessageHeaderDecoder.ENCODED_LENGTH);
        if (world.strikes("wrong checksum of a report", 15)) {
            end.checksum(world.between(1, 1L << 62));
        }
        if (world.strikes("wrong row count of a report", 15)) {
            end.rowCount(world.below(100) + 10_000L);
        }
    }

    private void damageRow(final UnsafeBuffer frame) {
        if (world.strikes("wrong bytes in a report", 10)) {
            final int at = FIRST_ROW + ReportSpaceRowsEncoder.RowsEncoder.bytesEncodingOffset();
            frame.putLong(at, Math.max(1, frame.getLong(at) + world.between(-4_096, 4_096) * 4_096 + 1));
        }
        if (world.strikes("unknown chunk in a report", 5)) {
            frame.putInt(FIRST_ROW + ReportSpaceRowsEncoder.RowsEncoder.chunkEncodingOffset(), NO_CHUNK);
        }
    }
}
