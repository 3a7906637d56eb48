package io.stowage.bench.fleet;

import org.agrona.DirectBuffer;

/** Brings one command to an engine, near or far, and waits for its reply. */
@FunctionalInterface
public interface Commander {
    /**
     * Sends a command.
     *
     * @param buffer with the frame at offset 0.
     * @param length of the frame, bytes.
     * @return the reply frame at offset 0; valid until the next call.
     */
    DirectBuffer send(DirectBuffer buffer, int length);
}
