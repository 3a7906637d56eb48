package io.stowage.server;

/**
 * The server's own Aeron counters, visible in AeronStat beside the driver's. Type ids are unique and never used twice; the
 * first thousand belong to Aeron.
 */
public enum ServerCounter {
    /** Commands written into the log and applied. */
    COMMANDS(1001, "commands", "commands written into the log and applied"),

    /** Queries answered from the state. */
    QUERIES(1002, "queries", "queries answered from the state"),

    /** Replies and events handed to sessions. */
    REPLIES(1003, "replies", "replies and events handed to sessions"),

    /** Commands and queries answered without a place in the log: malformed, not allowed, no space. */
    REFUSED(1004, "refused", "commands and queries refused before the log"),

    /** Frames that nobody could be answered for. */
    DROPPED(1005, "dropped", "frames dropped because nobody could be answered"),

    /** Sessions that are open now. */
    SESSIONS_OPEN(1006, "sessions open", "sessions that are open now"),

    /** Handshakes that were refused. */
    SESSIONS_REFUSED(1007, "sessions refused", "handshakes that were refused"),

    /** Sessions that were closed because their client took its replies too slowly. */
    SESSIONS_CLOSED_SLOW(1008, "sessions closed slow", "sessions closed because the client was too slow"),

    /** Frames that had to wait because a client's response channel was full. */
    BACK_PRESSURE(1009, "back pressure", "replies and events that had to wait for a client"),

    /** Position of the log, bytes. */
    JOURNAL_POSITION(1010, "journal position", "position of the log, bytes"),

    /** Batches written into the journal. */
    BATCHES(1011, "batches", "batches written into the journal"),

    /** 1 while commands are refused because the disk is nearly full, else 0. */
    DISK_FULL(1012, "disk full", "1 while commands are refused because the disk is nearly full"),

    /** Errors that the error log counted. */
    ERRORS(1013, "errors", "errors; the error log tells which"),

    /** Most requests that one turn of the loop took. */
    BATCH_LARGEST(1014, "batch largest", "most requests that one turn of the loop took"),

    /** Turns that took as much as a turn may take, so that more was probably waiting. */
    TURNS_FULL(1015, "turns full", "turns that took as much as a turn may take: more was probably waiting"),

    /** Time spent on writing batches, nanoseconds. */
    JOURNAL_TIME(1016, "journal time ns", "time spent on writing batches into the journal, ns"),

    /** Longest time that writing one batch took, nanoseconds. */
    JOURNAL_TIME_LONGEST(1017, "journal time longest ns", "longest time that writing one batch took, ns"),

    /** Time spent on applying batches and handing their replies over, nanoseconds. */
    APPLY_TIME(1018, "apply time ns", "time spent on applying batches and answering, ns"),

    /** Longest time that applying one batch took, nanoseconds. */
    APPLY_TIME_LONGEST(1019, "apply time longest ns", "longest time that applying one batch took, ns"),

    /** Bytes of replies that wait for slow clients now. */
    REPLIES_WAITING(1020, "replies waiting", "bytes of replies that wait for slow clients now"),

    /** Hashes of members' states that were compared with this member's. */
    STATE_HASH_VOTES(1021, "state hash votes", "hashes of members' states that were compared with this member's"),

    /** Positions of the log at which a majority of the members had the same state as this one. */
    STATE_HASHES_AGREED(
            1022, "state hashes agreed", "positions at which a majority of the members had this member's state");

    private final int typeId;
    private final String label;
    private final String description;

    ServerCounter(final int typeId, final String label, final String description) {
        this.typeId = typeId;
        this.label = label;
        this.description = description;
    }

    /**
     * The type by which Aeron's tools tell counters apart.
     *
     * @return 1000 or more.
     */
    public int typeId() {
        return typeId;
    }

    /**
     * Its label in AeronStat.
     *
     * @return "stowage: " and its name.
     */
    public String label() {
        return "stowage: " + label;
    }

    /**
     * What it counts.
     *
     * @return one line.
     */
    public String description() {
        return description;
    }
}
