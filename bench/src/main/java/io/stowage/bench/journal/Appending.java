package io.stowage.bench.journal;

import org.agrona.DirectBuffer;

/** One way to append commands to a new file or queue. Closing it gives the file up. Single-threaded. */
interface Appending extends AutoCloseable {
    /** Appends one command. */
    void append(DirectBuffer command, int length);

    /** What was appended since the last call belongs together. */
    void endBatch();

    @Override
    void close();
}
