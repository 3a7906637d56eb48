package io.stowage.engine;

import org.agrona.DirectBuffer;

/** Takes the bytes of a snapshot, in order; the host writes them where it likes. */
@FunctionalInterface
public interface SnapshotSink {
    /**
     * Takes the next bytes.
     *
     * @param buffer with them, valid during the call only.
     * @param offset of the first.
     * @param length how many.
     */
    void onBytes(DirectBuffer buffer, int offset, int length);
}
