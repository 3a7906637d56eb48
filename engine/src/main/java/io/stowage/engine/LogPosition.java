package io.stowage.engine;

import org.agrona.BitUtil;

/**
 * Where an entry stands in the log.
 *
 * <p>A log starts at 0; an entry moves the position by its header and its bytes, padded to 8. The position of an entry is
 * the one after it, so that "everything up to position p" includes the entry that has it.
 */
public final class LogPosition {
    /** Length of the header of an entry in the log, bytes. */
    public static final int ENTRY_HEADER_LENGTH = 16;

    private LogPosition() {}

    /**
     * The position after an entry.
     *
     * @param position before the entry, bytes.
     * @param length   of the entry's command, bytes.
     * @return position after it, bytes.
     */
    public static long after(final long position, final int length) {
        return position + ENTRY_HEADER_LENGTH + BitUtil.align(length, Long.BYTES);
    }
}
