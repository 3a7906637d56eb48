package io.stowage.server.journal;

import org.agrona.BitUtil;

/**
 * The bytes of a batch, which is one Chronicle Queue excerpt, and of the log entries in it. Little endian throughout.
 *
 * <p>A batch:
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+-----------------------------------------------+
 *  |    Version    |                Magic ("JWS")                  |
 *  +---------------+-----------------------------------------------+
 *  |              CRC32C of everything after this field            |
 *  +---------------------------------------------------------------+
 *  |                        Start Position                         |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                    Timestamp (ms since 1970)                  |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                          Entry Count                          |
 *  +---------------------------------------------------------------+
 *  |                 Byte Length (of all log entries)              |
 *  +---------------------------------------------------------------+
 *  |                         Log Entries                          ...
 * ...                                                              |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>A log entry:
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |              Length (of the command, unpadded)                |
 *  +---------------------------------------------------------------+
 *  |                   Flags (the caller's own)                    |
 *  +---------------------------------------------------------------+
 *  |                          Session Id                           |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |               Command, zero-padded to 8 bytes                ...
 * ...                                                              |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>A position counts the bytes of log entries since the log began: an entry takes {@code 16 + align(length, 8)} of it, batch
 * headers take none. An entry's own position is the one after it (exclusive end), so that the position of the last applied
 * entry is also where a reader continues.
 */
public final class JournalLayout {
    /** Format version that this program writes, and the newest that it reads. */
    public static final int VERSION = 1;

    /** Grain of positions and of entries within a batch, in bytes. */
    public static final int ALIGNMENT = 8;

    /** Upper 24 bits of a batch's first word; the lower 8 are the version. */
    static final int MAGIC = 0x53574A00;

    static final int MAGIC_MASK = 0xFFFFFF00;
    static final int MAGIC_AND_VERSION = MAGIC | VERSION;

    static final int MAGIC_OFFSET = 0;
    static final int CRC_OFFSET = MAGIC_OFFSET + Integer.BYTES;
    static final int START_POSITION_OFFSET = CRC_OFFSET + Integer.BYTES;
    static final int TIMESTAMP_OFFSET = START_POSITION_OFFSET + Long.BYTES;
    static final int ENTRY_COUNT_OFFSET = TIMESTAMP_OFFSET + Long.BYTES;
    static final int BYTE_LENGTH_OFFSET = ENTRY_COUNT_OFFSET + Integer.BYTES;

    /** Length of a batch's header in bytes. */
    public static final int BATCH_HEADER_LENGTH = BYTE_LENGTH_OFFSET + Integer.BYTES;

    /** Where an entry tells the length of its command, an int. */
    public static final int ENTRY_LENGTH_OFFSET = 0;

    static final int ENTRY_FLAGS_OFFSET = ENTRY_LENGTH_OFFSET + Integer.BYTES;

    /** Where an entry tells who sent its command, a long. */
    public static final int ENTRY_SESSION_ID_OFFSET = ENTRY_FLAGS_OFFSET + Integer.BYTES;

    /** Length of an entry's header in bytes. */
    public static final int ENTRY_HEADER_LENGTH = ENTRY_SESSION_ID_OFFSET + Long.BYTES;

    private JournalLayout() {}

    /**
     * How far an entry moves the position.
     *
     * @param length of the command in bytes, unpadded.
     * @return header and padded command in bytes.
     */
    public static int entryLength(final int length) {
        return ENTRY_HEADER_LENGTH + BitUtil.align(length, ALIGNMENT);
    }

    /**
     * The position of an entry.
     *
     * @param position of the entry before it, or 0 for the first of a log.
     * @param length   of the entry's command in bytes, unpadded.
     * @return the position after the entry.
     */
    public static long nextPosition(final long position, final int length) {
        return position + entryLength(length);
    }
}
