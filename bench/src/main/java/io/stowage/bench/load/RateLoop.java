package io.stowage.bench.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Commands at a fixed rate, whether or not replies come: the open loop. A latency counts from the moment at which its command was
 * due, not from that at which it got out, so that a stall is charged to every command that it delayed (no coordinated omission).
 */
final class RateLoop implements Loop {
    private final double intervalNs;

    RateLoop(final int commandsPerSecond) {
        intervalNs = TimeUnit.SECONDS.toNanos(1) / (double) commandsPerSecond;
    }

    @Override
    public Sample run(final Traffic traffic, final long durationNs) {
        final Histogram latencies = Sample.histogram();
        final long first = traffic.nextCorrelationId();
        final long answeredBefore = traffic.received();
        final long count = (long) (durationNs / intervalNs);
        final long startNs = System.nanoTime();
        traffic.observe((correlationId, isReservation) -> {
            if (isReservation) {
                Sample.record(latencies, System.nanoTime() - dueNs(startNs, correlationId - first));
            }
        });
        for (long sent = 0; sent < count; ) {
            int work = 0;
            if (System.nanoTime() - dueNs(startNs, sent) >= 0 && traffic.trySend()) {
                sent++;
                work++;
            }
            work += traffic.poll();
            traffic.idle(work);
        }
        traffic.drain();
        traffic.observe((correlationId, isReservation) -> {});
        return new Sample(latencies, traffic.received() - answeredBefore, System.nanoTime() - startNs);
    }

    private long dueNs(final long startNs, final long number) {
        return startNs + (long) (number * intervalNs);
    }
}
