package io.stowage.tools.sim;

import io.stowage.sim.mutation.Fault;
import io.stowage.sim.mutation.MutationCheck;
import io.stowage.sim.simulation.Mistake;
import io.stowage.sim.simulation.SimulationOptions;
import io.stowage.tools.Stowage;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.serve.Running;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Simulations: one seed, a range of them, or fresh ones for some minutes. */
@Command(
        name = "sim",
        description =
                "Simulate a cluster under faults, in one thread and in virtual time: the real engine, codecs and client protocols"
                        + " over a network that delays, loses, doubles and cuts, with crashes of everything. After every step the laws of"
                        + " space are checked against the truth and a naive model. One seed, one history. Status 1 where a law is broken.")
public final class Sim implements Callable<Integer> {
    private static final int STEPS = 20_000;
    private static final int STEPS_MAX = 100_000_000;
    private static final long SEED_BOUND = 1L << 48;
    private static final int MUTATION_SEEDS = 200;
    private static final int THREADS_MAX = 1_024;
    private static final double SECONDS_PER_MINUTE = 60;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of all that varies, the first one of a swarm. Default: a fresh one, which is printed.")
    private @Nullable Long seed;

    @Option(
            names = "--seeds",
            paramLabel = "FROM..TO",
            converter = SeedRange.Converter.class,
            description = "All seeds of a range, or so many from 1 on, one simulation a thread; prints the totals.")
    private @Nullable SeedRange seeds;

    @Option(
            names = "--swarm",
            paramLabel = "MINUTES",
            description =
                    "Seed after seed until the time is over or Ctrl-C, one simulation a thread; prints the totals.")
    private @Nullable Double swarmMinutes;

    @Option(names = "--steps", paramLabel = "N", description = "Steps of work and faults of each seed. Default: 20000.")
    private int steps = STEPS;

    @Option(names = "--chunks", paramLabel = "N", description = "Chunks, two a node. Default: 10.")
    private int chunks = SimulationOptions.CHUNKS;

    @Option(names = "--ems", paramLabel = "N", description = "Extent managers. Default: 3.")
    private int ems = SimulationOptions.EMS;

    @Option(
            names = "--without",
            paramLabel = "FAULT",
            description = "A kind of fault that never happens, as the totals name it; repeat it for more.")
    private List<String> without = List.of();

    @Option(
            names = "--mistake",
            paramLabel = "NAME",
            description =
                    "Something that the world does wrong on purpose, to see that the checks can fail; a wrong name"
                            + " lists them all.")
    private Mistake mistake = Mistake.NONE;

    @Option(
            names = "--mutations",
            description =
                    "Put faults into the engine on purpose, one after the other, and see within how many seeds (--seeds,"
                            + " default: 200) the simulator finds each; prints a table. Status 1 where one is not found.")
    private boolean mutations;

    @Option(
            names = "--fault",
            paramLabel = "NAME",
            description = "The same with one of these faults, by the name that the table has; shrinks what it breaks.")
    private @Nullable String fault;

    @Option(
            names = "--shrink",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Look for the shortest run and the shortest scenario that show the first failure (default).")
    private boolean shrinks = true;

    @Option(names = "--threads", paramLabel = "N", description = "Simulations at once. Default: one a processor.")
    private @Nullable Integer threads;

    @Option(names = "--json", description = "JSON for programs.")
    private boolean json;

    /** Made by picocli. */
    public Sim() {}

    @Override
    public Integer call() {
        check();
        final Terminal terminal = Stowage.of(spec).terminal();
        final int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (mutations || fault != null) {
            final int most = seeds == null ? MUTATION_SEEDS : (int) seeds.to();
            return new MutationReport(terminal, json, most, steps).run(faults(), workers, shrinks && fault != null);
        }
        final SimReport report = new SimReport(terminal, json, shrinks, this::options);
        if (seeds == null && swarmMinutes == null) {
            return report.one(firstSeed(), seed == null);
        }
        try (Running running =
                Running.until(swarmMinutes == null ? null : swarmMinutes * SECONDS_PER_MINUTE, spec.commandLine())) {
            return seeds == null ? swarm(report, running, workers) : range(report, running, seeds, workers);
        }
    }

    private Integer range(final SimReport report, final Running running, final SeedRange range, final int workers) {
        final AtomicLong next = new AtomicLong(range.from());
        return report.many(
                () -> next.get() <= range.to() ? OptionalLong.of(next.getAndIncrement()) : OptionalLong.empty(),
                running,
                (int) Math.min(workers, range.size()),
                range.size());
    }

    private Integer swarm(final SimReport report, final Running running, final int workers) {
        final AtomicLong next = new AtomicLong(firstSeed());
        return report.many(
                () -> OptionalLong.of(next.getAndIncrement()), running, workers, SimReport.UNTIL_THE_TIME_IS_OVER);
    }

    private long firstSeed() {
        return seed == null ? ThreadLocalRandom.current().nextLong(1, SEED_BOUND) : seed;
    }

    private SimulationOptions options(final long oneSeed) {
        SimulationOptions told =
                SimulationOptions.of(oneSeed, steps).with(mistake).withFleet(chunks, ems);
        for (final String kind : without) {
            told = told.without(kind);
        }
        return told;
    }

    private List<Fault> faults() {
        try {
            return fault == null ? MutationCheck.faults() : List.of(MutationCheck.fault(fault));
        } catch (final IllegalArgumentException unknown) {
            throw wrong(String.valueOf(unknown.getMessage()));
        }
    }

    private void check() {
        if (mutations || fault != null) {
            checkMutations();
        }
        if (seeds != null && (seed != null || swarmMinutes != null)) {
            throw wrong("--seeds names all seeds; leave out " + (seed != null ? "--seed" : "--swarm"));
        }
        if (swarmMinutes != null && !(swarmMinutes > 0)) {
            throw wrong("--swarm must be above 0 minutes, not " + swarmMinutes);
        }
        if (steps < 1 || steps > STEPS_MAX) {
            throw wrong("--steps must be between 1 and " + STEPS_MAX + ", not " + steps);
        }
        if (chunks < 1 || chunks > SimulationOptions.CHUNKS_MAX) {
            throw wrong("--chunks must be between 1 and " + SimulationOptions.CHUNKS_MAX + ", not " + chunks);
        }
        if (ems < 1 || ems > SimulationOptions.EMS_MAX) {
            throw wrong("--ems must be between 1 and " + SimulationOptions.EMS_MAX + ", not " + ems);
        }
        if (threads != null && (threads < 1 || threads > THREADS_MAX)) {
            throw wrong("--threads must be between 1 and " + THREADS_MAX + ", not " + threads);
        }
    }

    private void checkMutations() {
        final String option = mutations ? "--mutations" : "--fault";
        if (mutations && fault != null) {
            throw wrong("--mutations takes all faults; leave out --fault");
        }
        if (seed != null || swarmMinutes != null || mistake != Mistake.NONE) {
            throw wrong(option + " takes --seeds and --steps; leave out "
                    + (seed != null ? "--seed" : swarmMinutes != null ? "--swarm" : "--mistake"));
        }
        if (seeds != null && (seeds.from() != 1 || seeds.to() > Integer.MAX_VALUE)) {
            throw wrong(option + " begins with seed 1; write --seeds " + seeds.to());
        }
    }

    private ParameterException wrong(final String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
