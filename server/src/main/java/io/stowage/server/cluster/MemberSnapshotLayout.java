package io.stowage.server.cluster;

/**
 * The frames by which a member's state travels in a snapshot of Aeron Cluster, behind Aeron's own list of sessions: one BEGIN, a
 * SESSION for each that is known, as many PIECEs as the engine's snapshot takes, one END. Little endian.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |              Type: BEGIN, SESSION, PIECE or END               |
 *  +---------------------------------------------------------------+
 *  |    BEGIN: format     SESSION: state     PIECE: its length     |
 *  +---------------------------------------------------------------+
 *  |   BEGIN: position    SESSION: id        PIECE: its offset     |
 *  |   END: length of all pieces                                   |
 *  +---------------------------------------------------------------+
 *  |   SESSION: refused at, ms               PIECE: its bytes     ...
 *  |   END: state hash                                             |
 *  +---------------------------------------------------------------+
 * </pre>
 */
final class MemberSnapshotLayout {
    static final int FORMAT = 1;

    static final int BEGIN = 1;
    static final int SESSION = 2;
    static final int PIECE = 3;
    static final int END = 4;

    static final int TYPE_OFFSET = 0;
    static final int DETAIL_OFFSET = TYPE_OFFSET + Integer.BYTES;
    static final int FIRST_OFFSET = DETAIL_OFFSET + Integer.BYTES;
    static final int SECOND_OFFSET = FIRST_OFFSET + Long.BYTES;
    static final int LENGTH = SECOND_OFFSET + Long.BYTES;

    /** Bytes of a piece: fits into a message of any term length that a member may have. */
    static final int PIECE_LENGTH = 7 << 10;

    private MemberSnapshotLayout() {}
}
