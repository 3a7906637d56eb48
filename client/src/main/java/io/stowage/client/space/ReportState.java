package io.stowage.client.space;

/**
 * Where a space report stands: {@code IDLE -> WAITING -> BEGIN -> ROWS -> END -> AWAIT_REPLY -> IDLE}, and back to
 * {@code IDLE} from everywhere when it fails or the session is lost.
 */
public enum ReportState {
    /** No report under way. */
    IDLE,

    /** The version was raised; requests under lower versions have not all ended. */
    WAITING,

    /** The begin is to be sent. */
    BEGIN,

    /** Rows are to be sent. */
    ROWS,

    /** The end with count and checksum is to be sent. */
    END,

    /** All was sent. */
    AWAIT_REPLY
}
