package io.stowage.server.journal;

import org.agrona.DirectBuffer;

/** Takes the entries of a journal, in order. */
@FunctionalInterface
public interface JournalEntryHandler {
    /**
     * One entry.
     *
     * @param position    of the entry: the log position after it.
     * @param timestampMs of its batch, in ms since 1970.
     * @param sessionId   as appended.
     * @param flags       as appended.
     * @param buffer      with the command; valid during the call only.
     * @param offset      of the command in the buffer; a multiple of 4.
     * @param length      of the command in bytes, unpadded.
     */
    void onEntry(
            long position, long timestampMs, long sessionId, int flags, DirectBuffer buffer, int offset, int length);
}
