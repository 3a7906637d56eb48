package io.stowage.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Names what stands at a byte of a snapshot, read by the documented format alone. */
final class SnapshotRegions {
    private static final int HEADER_LENGTH = 64;
    private static final int TABLE_HEADER_LENGTH = 16;

    private SnapshotRegions() {}

    static String at(final byte[] good, final int offset) {
        if (offset < HEADER_LENGTH) {
            return "file header";
        }
        final ByteBuffer bytes = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN);
        int table = HEADER_LENGTH;
        while (offset >= table + TABLE_HEADER_LENGTH + bytes.getInt(table)) {
            table += TABLE_HEADER_LENGTH + bytes.getInt(table);
        }
        return offset < table + TABLE_HEADER_LENGTH ? "table header" : "rows of a table";
    }
}
