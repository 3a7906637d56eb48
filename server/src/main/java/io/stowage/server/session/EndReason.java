package io.stowage.server.session;

import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;

/** Why a session ended, and what the client is told where it can still be told. */
public enum EndReason {
    /** The handshake was refused; the refusal itself says why. */
    REFUSED(ResultCode.NOT_AUTHORISED, Reason.NONE, "the session was refused"),

    /** The client did not finish the handshake in time. */
    HANDSHAKE_TIMEOUT(ResultCode.CONFLICT, Reason.NONE, "the handshake took too long; connect again"),

    /** The client asked for it. */
    CLOSED_BY_CLIENT(ResultCode.OK, Reason.NONE, "closed as asked"),

    /** The client sent a new connect request on the same image. */
    SUPERSEDED(ResultCode.CONFLICT, Reason.NONE, "a new connect request took its place"),

    /** No frame arrived for the session timeout. */
    TIMED_OUT(
            ResultCode.CONFLICT,
            Reason.NONE,
            "nothing was heard for the session timeout; connect again, and send SessionKeepAlive when idle"),

    /** The client's publication is gone. */
    IMAGE_LOST(ResultCode.CONFLICT, Reason.NONE, "the client's publication is gone"),

    /** The client's subscription for replies is gone. */
    RESPONSE_LOST(ResultCode.CONFLICT, Reason.NONE, "the response channel is gone"),

    /** The client took its replies too slowly. */
    TOO_SLOW(ResultCode.BUSY, Reason.LIMIT_REACHED, "replies were not taken fast enough; poll more often"),

    /** The server stops. */
    SERVER_CLOSED(ResultCode.BUSY, Reason.NONE, "the server is stopping; connect again later");

    private final ResultCode result;
    private final Reason reason;
    private final String detail;

    EndReason(final ResultCode result, final Reason reason, final String detail) {
        this.result = result;
        this.reason = reason;
        this.detail = detail;
    }

    /**
     * The code that the client is sent.
     *
     * @return its result.
     */
    public ResultCode result() {
        return result;
    }

    /**
     * The reason that the client is sent.
     *
     * @return what stands behind the result.
     */
    public Reason reason() {
        return reason;
    }

    /**
     * For people.
     *
     * @return one line.
     */
    public String detail() {
        return detail;
    }
}
