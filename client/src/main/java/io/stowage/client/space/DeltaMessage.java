package io.stowage.client.space;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.space.DeltaQueue.Change;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.RemoveExtentsEncoder;
import io.stowage.codecs.SpaceDeltaEncoder;
import io.stowage.codecs.UpdateProvisionEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Encodes the oldest entries of a {@link DeltaQueue} as one message: {@code RemoveExtents} where segments only went,
 * {@code UpdateProvision} where they only became thin, {@code SpaceDelta} otherwise. An entry is never cut in two, so that on
 * no chunk the bytes of a message grow in sum. Reusable.
 */
final class DeltaMessage {
    /** The longest row of the three messages and the most overhead: what fits, fits in each. */
    private static final int ROW_LENGTH = SpaceDeltaEncoder.RowsEncoder.sbeBlockLength();

    private static final int OVERHEAD = MessageHeaderEncoder.ENCODED_LENGTH
            + SpaceDeltaEncoder.BLOCK_LENGTH
            + SpaceDeltaEncoder.RowsEncoder.sbeHeaderSize();

    /** A provision change takes two. */
    private static final int MIN_ROWS = 2;

    /** Bit of {@link SpaceClass} that tells THIN from THICK. */
    private static final int THIN_BIT = 2;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final SpaceDeltaEncoder delta = new SpaceDeltaEncoder();
    private final UpdateProvisionEncoder provision = new UpdateProvisionEncoder();
    private final RemoveExtentsEncoder removal = new RemoveExtentsEncoder();
    private int entries;
    private int rowCount;
    private boolean onlyRemoved;
    private boolean onlyMadeThin;

    /** Entries that the message encoded last holds. */
    int entries() {
        return entries;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    /** The most rows that a message may have. */
    static int rowLimit(final int maxFrameLength, final int maxRowsPerMessage) {
        return Math.max(MIN_ROWS, Math.min((maxFrameLength - OVERHEAD) / ROW_LENGTH, maxRowsPerMessage));
    }

    /** Encodes as many entries as fit; returns the length of the frame, bytes. */
    int encode(
            final CommandIdentity identity,
            final long correlationId,
            final long version,
            final DeltaQueue queue,
            final int rowLimit) {
        choose(queue, rowLimit);
        if (onlyRemoved) {
            return encodeRemoval(identity, correlationId, version, queue);
        }
        return onlyMadeThin
                ? encodeProvision(identity, correlationId, version, queue)
                : encodeDelta(identity, correlationId, version, queue);
    }

    private void choose(final DeltaQueue queue, final int rowLimit) {
        entries = 0;
        rowCount = 0;
        onlyRemoved = true;
        onlyMadeThin = true;
        while (entries < queue.size()) {
            final Change change = queue.change(entries);
            final int rows = change == Change.MADE_THIN ? 2 : 1;
            if (rowCount + rows > rowLimit) {
                return;
            }
            onlyRemoved &= change == Change.REMOVED;
            onlyMadeThin &= change == Change.MADE_THIN;
            rowCount += rows;
            entries++;
        }
    }

    private int encodeRemoval(
            final CommandIdentity identity, final long correlationId, final long version, final DeltaQueue queue) {
        removal.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(removal.header(), correlationId);
        final RemoveExtentsEncoder.RowsEncoder row = removal.version(version).rowsCount(entries);
        for (int i = 0; i < entries; i++) {
            final long key = queue.key(i);
            final int spaceClass = SpaceRows.spaceClass(key);
            row.next()
                    .bytes(queue.bytes(i))
                    .chunk(SpaceRows.chunk(key))
                    .segments(queue.segments(i))
                    .tier(SpaceClass.tier(spaceClass))
                    .provision(SpaceClass.provision(spaceClass))
                    .priority(SpaceClass.priority(spaceClass));
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + removal.encodedLength();
    }

    private int encodeProvision(
            final CommandIdentity identity, final long correlationId, final long version, final DeltaQueue queue) {
        provision.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(provision.header(), correlationId);
        final UpdateProvisionEncoder.RowsEncoder row =
                provision.version(version).rowsCount(entries);
        for (int i = 0; i < entries; i++) {
            final long key = queue.key(i);
            final int spaceClass = SpaceRows.spaceClass(key);
            row.next()
                    .bytes(queue.bytes(i))
                    .chunk(SpaceRows.chunk(key))
                    .segments(queue.segments(i))
                    .tier(SpaceClass.tier(spaceClass))
                    .priority(SpaceClass.priority(spaceClass));
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + provision.encodedLength();
    }

    private int encodeDelta(
            final CommandIdentity identity, final long correlationId, final long version, final DeltaQueue queue) {
        delta.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(delta.header(), correlationId);
        final SpaceDeltaEncoder.RowsEncoder row = delta.version(version).rowsCount(rowCount);
        for (int i = 0; i < entries; i++) {
            final long key = queue.key(i);
            final int segments = queue.segments(i);
            final long bytes = queue.bytes(i);
            switch (queue.change(i)) {
                case REMOVED -> encodeRow(row.next(), key, -segments, -bytes, 0, 0);
                case MADE_THIN -> {
                    encodeRow(row.next(), key, -segments, -bytes, 0, 0);
                    encodeRow(row.next(), key | THIN_BIT, segments, bytes, 0, 0);
                }
                case RX_DONE -> encodeRow(row.next(), key, segments, bytes, -segments, -bytes);
                case RX_GONE -> encodeRow(row.next(), key, 0, 0, -segments, -bytes);
            }
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + delta.encodedLength();
    }

    private static void encodeRow(
            final SpaceDeltaEncoder.RowsEncoder row,
            final long key,
            final int segments,
            final long bytes,
            final int rxSegments,
            final long rxBytes) {
        final int spaceClass = SpaceRows.spaceClass(key);
        row.bytes(bytes)
                .rxBytes(rxBytes)
                .chunk(SpaceRows.chunk(key))
                .segments(segments)
                .rxSegments(rxSegments)
                .tier(SpaceClass.tier(spaceClass))
                .provision(SpaceClass.provision(spaceClass))
                .priority(SpaceClass.priority(spaceClass));
    }
}
