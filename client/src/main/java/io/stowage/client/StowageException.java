package io.stowage.client;

import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;

/** A session could not be opened, or a blocking call did not get its answer. The message is one line that says what to do. */
public final class StowageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ResultCode result;
    private final Reason reason;

    /**
     * Without an answer of the server.
     *
     * @param message one line.
     */
    public StowageException(final String message) {
        this(message, ResultCode.NULL_VAL, Reason.NONE);
    }

    /**
     * With the answer of the server.
     *
     * @param message one line.
     * @param result  of the server.
     * @param reason  of the server.
     */
    public StowageException(final String message, final ResultCode result, final Reason reason) {
        super(message);
        this.result = result;
        this.reason = reason;
    }

    /**
     * What the server answered.
     *
     * @return {@link ResultCode#NULL_VAL} where it did not.
     */
    public ResultCode result() {
        return result;
    }

    /**
     * What stands behind the result.
     *
     * @return {@link Reason#NONE} where the server did not answer.
     */
    public Reason reason() {
        return reason;
    }
}
