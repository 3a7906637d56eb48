package io.stowage.sim.mutation;

import io.stowage.sim.simulation.SimulationOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the simulator against deliberate faults: each must be found within so many seeds.
 *
 * <p>A seed counts only if the engine without the fault keeps every law with it. Not thread-safe.
 */
public final class MutationCheck {
    private final int seeds;
    private final int steps;
    private final Set<Long> clean = new HashSet<>();

    /**
     * Makes a check.
     *
     * @param seeds tried for a fault at most, from 1 on.
     * @param steps of each simulation before all heals.
     * @throws IllegalArgumentException if one of them is not positive.
     */
    public MutationCheck(final int seeds, final int steps) {
        if (seeds < 1 || steps < 1) {
            throw new IllegalArgumentException(
                    "a mutation check needs at least one seed and one step; found " + seeds + " and " + steps);
        }
        this.seeds = seeds;
        this.steps = steps;
    }

    /**
     * All faults there are.
     *
     * @return those of the engine by law, then those of the world around it.
     */
    public static List<Fault> faults() {
        return Stream.of(
                        SpaceFaults.all(),
                        ReportFaults.all(),
                        DeltaFaults.all(),
                        RepositionFaults.all(),
                        LimitFaults.all(),
                        PlacementFaults.all(),
                        StateFaults.all(),
                        FencingFaults.all(),
                        SumFaults.all(),
                        LifeFaults.all(),
                        WorldFault.all())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * One fault.
     *
     * @param name of it.
     * @return the fault.
     * @throws IllegalArgumentException if there is none of this name.
     */
    public static Fault fault(final String name) {
        return faults().stream()
                .filter(fault -> fault.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no fault '" + name + "'; docs/simulation-faults.md lists them"));
    }

    /**
     * Checks faults, one after the other.
     *
     * @param faults   to check.
     * @param progress is told each result as it is there.
     * @return a result for each fault, in the same order.
     * @throws IllegalStateException if an edit does not fit the engine any more, or the engine without a fault breaks a law.
     */
    public List<MutationResult> run(final List<Fault> faults, final Consumer<MutationResult> progress) {
        final List<MutationResult> results = new ArrayList<>();
        for (final Fault fault : faults) {
            final MutationResult result = check(fault);
            results.add(result);
            progress.accept(result);
        }
        return results;
    }

    private MutationResult check(final Fault fault) {
        final Finding first = firstFinding(fault.open());
        if (first == null || first.check().equals(fault.law().name())) {
            return new MutationResult(fault, first, first, seeds);
        }
        return new MutationResult(fault, first, firstFinding(fault.openForItsLawAlone()), seeds);
    }

    private @Nullable Finding firstFinding(final FaultyRun run) {
        for (int seed = 1; seed <= seeds; seed++) {
            final String violation = run.firstViolation(seed, steps);
            if (!violation.isEmpty()) {
                requireClean(seed);
                return Finding.of(seed, violation);
            }
        }
        return null;
    }

    private void requireClean(final long seed) {
        if (clean.add(seed)) {
            final String violation = LoadedRun.firstViolation(SimulationOptions.of(seed, steps));
            if (!violation.isEmpty()) {
                throw new IllegalStateException("the engine breaks a law without any fault, so that nothing can be told"
                        + " of the faults: seed " + seed + ", " + violation);
            }
        }
    }
}
