package io.stowage.engine;

import net.openhft.hashing.LongHashFunction;
import org.agrona.DirectBuffer;

/**
 * Format of a snapshot, little endian.
 *
 * <pre>
 *  header, 64 bytes
 *   0 magic "STOWSNAP"    8 format version   12 tables
 *  16 position           24 timestamp, ms    32 commands
 *  40 state hash         48 XXH3 of the bytes before   56 zeros
 *  then for each table, in the order of the engine
 *   0 length, bytes       4 zeros             8 XXH3 of the bytes
 *  16 the used bytes of the table: header and rows up to the high water mark
 * </pre>
 *
 * Indexes are derived from the rows and are not part of it.
 */
final class SnapshotLayout {
    static final long MAGIC = 0x50414E53574F5453L;
    static final int FORMAT_VERSION = 6;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
    static final int TABLES_OFFSET = VERSION_OFFSET + Integer.BYTES;
    static final int POSITION_OFFSET = TABLES_OFFSET + Integer.BYTES;
    static final int TIMESTAMP_OFFSET = POSITION_OFFSET + Long.BYTES;
    static final int COMMANDS_OFFSET = TIMESTAMP_OFFSET + Long.BYTES;
    static final int STATE_HASH_OFFSET = COMMANDS_OFFSET + Long.BYTES;
    static final int HEADER_HASH_OFFSET = STATE_HASH_OFFSET + Long.BYTES;
    static final int ZEROS_OFFSET = HEADER_HASH_OFFSET + Long.BYTES;
    static final int HEADER_LENGTH = 64;

    static final int TABLE_LENGTH_OFFSET = 0;
    static final int TABLE_ZEROS_OFFSET = TABLE_LENGTH_OFFSET + Integer.BYTES;
    static final int TABLE_HASH_OFFSET = 8;
    static final int TABLE_HEADER_LENGTH = 16;

    private SnapshotLayout() {}

    /** Hash of a header, without what it says of itself. */
    static long headerHash(final DirectBuffer buffer, final int offset) {
        final byte[] hashed = new byte[HEADER_HASH_OFFSET];
        buffer.getBytes(offset, hashed);
        return LongHashFunction.xx3().hashBytes(hashed);
    }
}
