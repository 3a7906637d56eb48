package io.stowage.server;

import io.aeron.Aeron;
import org.agrona.concurrent.status.AtomicCounter;

/** The server's counters, allocated at its Aeron client. Written by the server's thread only; anybody may read them. */
public final class ServerCounters {
    private static final ServerCounter[] ALL = ServerCounter.values();

    private final AtomicCounter[] counters = new AtomicCounter[ALL.length];

    /**
     * Allocates all counters.
     *
     * @param aeron client that they belong to.
     */
    public ServerCounters(final Aeron aeron) {
        for (final ServerCounter counter : ALL) {
            counters[counter.ordinal()] = aeron.addCounter(counter.typeId(), counter.label());
        }
    }

    /**
     * Counts one more.
     *
     * @param counter that counts.
     */
    public void increment(final ServerCounter counter) {
        counters[counter.ordinal()].incrementRelease();
    }

    /**
     * Reads a counter.
     *
     * @param counter to read.
     * @return its value.
     */
    public long get(final ServerCounter counter) {
        return counters[counter.ordinal()].get();
    }

    /**
     * Sets a counter.
     *
     * @param counter to set.
     * @param value   of it.
     */
    public void set(final ServerCounter counter, final long value) {
        counters[counter.ordinal()].setRelease(value);
    }
}
