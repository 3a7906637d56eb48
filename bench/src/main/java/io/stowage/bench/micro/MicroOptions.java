package io.stowage.bench.micro;

import java.util.List;

/**
 * How the inner parts are measured.
 *
 * @param chunks          sizes of the fleet.
 * @param include         regular expression on the benchmarks' names.
 * @param forks           JVMs, one after the other, for each row.
 * @param iterations      measured iterations in each of them; as many again go before, to warm up.
 * @param iterationMillis time of one iteration, milliseconds.
 * @param sharesMachine   whether other JMH runs may go on at the same time: only where the times do not matter.
 */
public record MicroOptions(
        List<Integer> chunks, String include, int forks, int iterations, int iterationMillis, boolean sharesMachine) {
    /** Everything. */
    public static final String ALL = "io\\.stowage\\.bench\\.micro\\..*";

    /**
     * Long enough for figures.
     *
     * @return three forks of five seconds at 100, 1,000 and 10,000 chunks.
     */
    public static MicroOptions full() {
        return new MicroOptions(List.of(100, 1_000, 10_000), ALL, 3, 5, 1_000, false);
    }

    /**
     * Long enough to see that the benchmarks run and make no garbage; the times mean nothing.
     *
     * @return one short fork at 100 chunks.
     */
    public static MicroOptions quick() {
        return new MicroOptions(List.of(100), ALL, 1, 3, 100, true);
    }

    /** Checks the options. */
    public MicroOptions {
        chunks = List.copyOf(chunks);
        if (chunks.isEmpty() || forks < 1 || iterations < 1 || iterationMillis < 1) {
            throw new IllegalArgumentException("chunks, forks (" + forks + "), iterations (" + iterations
                    + ") and iteration milliseconds (" + iterationMillis + ") must all be positive");
        }
    }
}
