package io.stowage.probe.linux;

import java.io.IOException;

/** A system call that the kernel refused, with its {@code errno}. */
public final class SystemCallException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * Says what was asked and why the kernel refused.
     *
     * @param call the call and what it was made on, as in {@code "open /dev/vda"}
     * @param errno the number the kernel gave
     */
    SystemCallException(final String call, final int errno) {
        super(call + ": " + Errno.describe(errno));
        this.errno = errno;
    }

    /**
     * Whether the kernel gave this reason.
     *
     * @param reason the reason to compare with
     * @return true if it is the one
     */
    public boolean is(final Errno reason) {
        return reason.code() == errno;
    }
}
