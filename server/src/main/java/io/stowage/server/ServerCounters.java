package io.stowage.server;

import io.aeron.Aeron;
import org.agrona.concurrent.status.AtomicCounter;

/** The server's counters, allocated at its Aeron client. Written by the server's thread only; anybody may read them. */
final class ServerCounters {
    private static final ServerCounter[] ALL = ServerCounter.values();

    private final AtomicCounter[] counters = new AtomicCounter[ALL.length];

    ServerCounters(final Aeron aeron) {
        for (final ServerCounter counter : ALL) {
            counters[counter.ordinal()] = aeron.addCounter(counter.typeId(), counter.label());
        }
    }

    void increment(final ServerCounter counter) {
        counters[counter.ordinal()].incrementRelease();
    }

    long get(final ServerCounter counter) {
        return counters[counter.ordinal()].get();
    }

    void set(final ServerCounter counter, final long value) {
        counters[counter.ordinal()].setRelease(value);
    }
}
