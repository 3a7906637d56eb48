package io.stowage.client.space;

/** Adds up one row over several tables, and says whether something can be taken from the sum. Reusable. */
final class RowSum {
    private long segments;
    private long bytes;
    private long rxSegments;
    private long rxBytes;

    RowSum clear() {
        segments = 0;
        bytes = 0;
        rxSegments = 0;
        rxBytes = 0;
        return this;
    }

    RowSum add(final SpaceRows rows, final long key) {
        final int slot = rows.find(key);
        if (slot >= 0) {
            segments += rows.segmentsAt(slot);
            bytes += rows.bytesAt(slot);
            rxSegments += rows.rxSegmentsAt(slot);
            rxBytes += rows.rxBytesAt(slot);
        }
        return this;
    }

    long segments() {
        return segments;
    }

    long bytes() {
        return bytes;
    }

    long rxSegments() {
        return rxSegments;
    }

    /** Whether taking the given away leaves neither a negative count nor bytes without segments; negative: growth. */
    void requireLeft(
            final long key,
            final long asOf,
            final long takenSegments,
            final long takenBytes,
            final long takenRxSegments,
            final long takenRxBytes) {
        requireLeft("segments", key, asOf, takenSegments, takenBytes, segments, bytes);
        requireLeft("reposition destinations", key, asOf, takenRxSegments, takenRxBytes, rxSegments, rxBytes);
    }

    private static void requireLeft(
            final String what,
            final long key,
            final long asOf,
            final long taken,
            final long takenBytes,
            final long held,
            final long heldBytes) {
        if ((taken | takenBytes) != 0
                && (held < taken || heldBytes < takenBytes || held == taken != (heldBytes == takenBytes))) {
            throw new IllegalArgumentException("cannot remove " + taken + " " + what + " of " + takenBytes
                    + " bytes from chunk " + SpaceRows.chunk(key) + ", class " + SpaceRows.spaceClass(key)
                    + ": the tables hold " + held + " " + what + " of " + heldBytes
                    + " bytes there as of space version " + asOf);
        }
    }
}
