package io.stowage.bench.load;

import org.HdrHistogram.Histogram;

/** A way to load a server. Every loop leaves nothing in flight. */
@FunctionalInterface
public interface Loop {
    /**
     * Loads for a slice of time.
     *
     * @param traffic    to drive.
     * @param durationNs of the slice, nanoseconds.
     * @return what was seen.
     */
    Sample run(Traffic traffic, long durationNs);

    /**
     * One command at a time: the next leaves when the reply is there. Round trips of reservations.
     *
     * @param traffic    to drive.
     * @param durationNs of the slice, nanoseconds.
     * @return what was seen.
     */
    static Sample roundTrips(final Traffic traffic, final long durationNs) {
        final Histogram latencies = Sample.histogram();
        final long startNs = System.nanoTime();
        final long answeredBefore = traffic.received();
        long nowNs = startNs;
        while (nowNs - startNs < durationNs) {
            final long sentNs = System.nanoTime();
            traffic.send();
            traffic.drain();
            nowNs = System.nanoTime();
            if (traffic.lastWasReservation()) {
                Sample.record(latencies, nowNs - sentNs);
            }
        }
        return new Sample(latencies, traffic.received() - answeredBefore, nowNs - startNs);
    }

    /**
     * As many commands a second as go through while up to a window of them is in flight.
     *
     * @param window commands in flight.
     * @return the loop.
     */
    static Loop pipeline(final int window) {
        return (traffic, durationNs) -> {
            final long startNs = System.nanoTime();
            final long answeredBefore = traffic.received();
            long nowNs = startNs;
            while (nowNs - startNs < durationNs) {
                fill(traffic, window);
                nowNs = System.nanoTime();
            }
            traffic.drain();
            return new Sample(Sample.histogram(), traffic.received() - answeredBefore, System.nanoTime() - startNs);
        };
    }

    /**
     * Sends a number of commands, up to a window of them in flight, and waits for all replies.
     *
     * @param traffic  to drive.
     * @param commands to send.
     * @param window   of them in flight.
     */
    static void send(final Traffic traffic, final long commands, final int window) {
        final long last = traffic.received() + commands;
        while (traffic.received() < last) {
            fill(traffic, window);
        }
        traffic.drain();
    }

    private static void fill(final Traffic traffic, final int window) {
        int work = 0;
        while (traffic.sent() - traffic.received() < window && traffic.trySend()) {
            work++;
        }
        work += traffic.poll();
        traffic.idle(work);
    }
}
