package io.stowage.bench.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** One kind of load: what server and echo showed, round by round. */
public final class Contest {
    private final String load;
    private final Loop loop;
    private final List<Sample> server = new ArrayList<>();
    private final List<Sample> echo = new ArrayList<>();

    /**
     * A kind of load.
     *
     * @param load its name.
     * @param loop how it is made.
     */
    public Contest(final String load, final Loop loop) {
        this.load = load;
        this.loop = loop;
    }

    String load() {
        return load;
    }

    /**
     * How the load is made.
     *
     * @return the loop.
     */
    public Loop loop() {
        return loop;
    }

    /**
     * Takes a round.
     *
     * @param ofServer what the server showed.
     * @param ofEcho   what the echo showed.
     */
    public void add(final Sample ofServer, final Sample ofEcho) {
        server.add(ofServer);
        echo.add(ofEcho);
    }

    /**
     * Server over echo, round by round, for each round has its own noise.
     *
     * @param name         of the figure.
     * @param figure       of a sample.
     * @param target       that the median should keep.
     * @param lessIsBetter whether the median must not exceed it, or must reach it.
     * @return the ratio.
     */
    public LoadReport.Ratio ratio(
            final String name, final ToDoubleFunction<Sample> figure, final double target, final boolean lessIsBetter) {
        final double[] ratios = new double[server.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(server.get(i)) / figure.applyAsDouble(echo.get(i));
        }
        Arrays.sort(ratios);
        final double median = ratios[ratios.length / 2];
        return new LoadReport.Ratio(
                load + ' ' + name,
                median,
                ratios[0],
                ratios[ratios.length - 1],
                target,
                lessIsBetter ? median <= target : median >= target);
    }

    /** Over all rounds. */
    Histogram latenciesOfServer() {
        return latencies(server);
    }

    /** Over all rounds. */
    Histogram latenciesOfEcho() {
        return latencies(echo);
    }

    private static Histogram latencies(final List<Sample> samples) {
        final Histogram all = Sample.histogram();
        samples.forEach(sample -> all.add(sample.latenciesNs()));
        return all;
    }

    /**
     * Figures of server and echo, over all rounds.
     *
     * @return both.
     */
    public List<LoadReport.Figures> figures() {
        return List.of(figures("server", server), figures("echo", echo));
    }

    private LoadReport.Figures figures(final String of, final List<Sample> samples) {
        final Histogram all = latencies(samples);
        long commands = 0;
        long elapsedNs = 0;
        for (final Sample sample : samples) {
            commands += sample.commands();
            elapsedNs += sample.elapsedNs();
        }
        final Sample sum = new Sample(all, commands, elapsedNs);
        return new LoadReport.Figures(
                load,
                of,
                all.getTotalCount(),
                all.getValueAtPercentile(50),
                all.getValueAtPercentile(90),
                all.getValueAtPercentile(99),
                all.getValueAtPercentile(99.9),
                all.getMaxValue(),
                commands,
                sum.commandsPerSecond());
    }
}
