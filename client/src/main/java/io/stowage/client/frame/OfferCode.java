package io.stowage.client.frame;

import io.aeron.Publication;

/**
 * What a call returns instead of a positive correlation id: nothing was sent and nothing was changed.
 *
 * <p>The first five have Aeron's values and meanings; ours are below -100.
 */
public final class OfferCode {
    /** No session now; the client reconnects by itself: try again later. */
    public static final long NOT_CONNECTED = Publication.NOT_CONNECTED;

    /** The way out is full: try again after a poll. */
    public static final long BACK_PRESSURED = Publication.BACK_PRESSURED;

    /** Aeron turned over a term: try again at once. */
    public static final long ADMIN_ACTION = Publication.ADMIN_ACTION;

    /** The client is closed: do not try again. */
    public static final long CLOSED = Publication.CLOSED;

    /** The publication is used up; the client reconnects by itself: try again later. */
    public static final long MAX_POSITION_EXCEEDED = Publication.MAX_POSITION_EXCEEDED;

    /** The session is open but the client has not made itself known yet: try again after a poll. */
    public static final long NOT_READY = -101;

    /** As many requests as the context allows wait for their replies: try again after a poll. */
    public static final long TOO_MANY_IN_FLIGHT = -102;

    /** The frame is longer than the channel takes: ask for less at once, or use longer terms. */
    public static final long FRAME_TOO_LONG = -103;

    /** A newer incarnation is known, or the server refused this one for good: stop. */
    public static final long STOPPED = -104;

    /** The space version is covered by a report already: use {@code removeSegments} instead. */
    public static final long VERSION_ENDED = -105;

    /** The request asks for nothing: add an item. */
    public static final long EMPTY_REQUEST = -106;

    /** More items than the context allows: split the request. */
    public static final long TOO_MANY_ITEMS = -107;

    private OfferCode() {}

    /**
     * Says a code in words.
     *
     * @param code returned by a call.
     * @return one line that says what is wrong and what to do.
     */
    public static String text(final long code) {
        if (code > 0) {
            return "sent";
        }
        return switch ((int) code) {
            case (int) NOT_CONNECTED -> "not connected to a server; try again later";
            case (int) BACK_PRESSURED -> "the channel is full; try again after a poll";
            case (int) ADMIN_ACTION -> "the channel turns over; try again";
            case (int) CLOSED -> "the client is closed; make a new one";
            case (int) MAX_POSITION_EXCEEDED -> "the channel is used up; the client reconnects, try again later";
            case (int) NOT_READY -> "the client is still making itself known; try again after a poll";
            case (int) TOO_MANY_IN_FLIGHT -> "too many requests wait for their replies; try again after a poll";
            case (int) FRAME_TOO_LONG -> "the message is longer than the channel takes; ask for less at once";
            case (int) STOPPED -> "the server refused this client for good; see the listener's onStopped";
            case (int) VERSION_ENDED -> "the space version is covered by a report; remove the segments instead";
            case (int) EMPTY_REQUEST -> "the request asks for nothing; add an item";
            case (int) TOO_MANY_ITEMS -> "the request has too many items; split it";
            default -> "unknown code " + code;
        };
    }

    /**
     * Whether the same call may succeed later.
     *
     * @param code returned by a call.
     * @return true for back pressure of all kinds.
     */
    public static boolean isTransient(final long code) {
        return code == NOT_CONNECTED
                || code == BACK_PRESSURED
                || code == ADMIN_ACTION
                || code == MAX_POSITION_EXCEEDED
                || code == NOT_READY
                || code == TOO_MANY_IN_FLIGHT;
    }
}
