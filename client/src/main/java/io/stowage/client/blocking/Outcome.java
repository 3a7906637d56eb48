package io.stowage.client.blocking;

import io.stowage.client.ResultText;
import io.stowage.client.StowageException;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;

/**
 * How a command ended.
 *
 * @param result   result.
 * @param reason   what stands behind it.
 * @param expected figure of the reason.
 * @param found    figure of the reason.
 * @param position log position after the command, bytes.
 */
public record Outcome(ResultCode result, Reason reason, long expected, long found, long position) {
    /**
     * Whether it was done.
     *
     * @return true for OK.
     */
    public boolean isOk() {
        return result == ResultCode.OK;
    }

    /**
     * The outcome for people.
     *
     * @return one line: what is wrong and what to do.
     */
    public String text() {
        return result + ": " + ResultText.of(result, reason, expected, found);
    }

    /**
     * Insists on success.
     *
     * @return this.
     * @throws StowageException with {@link #text()} unless it was done.
     */
    public Outcome orThrow() {
        if (!isOk()) {
            throw new StowageException(text(), result, reason);
        }
        return this;
    }
}
