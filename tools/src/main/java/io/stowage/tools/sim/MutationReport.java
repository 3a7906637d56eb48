package io.stowage.tools.sim;

import io.stowage.sim.mutation.Fault;
import io.stowage.sim.mutation.Finding;
import io.stowage.sim.mutation.MutationCheck;
import io.stowage.sim.mutation.MutationResult;
import io.stowage.sim.mutation.MutationTable;
import io.stowage.sim.shrink.Shrunk;
import io.stowage.tools.ExitCode;
import io.stowage.tools.ToolException;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Progress;
import io.stowage.tools.output.Terminal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Checks that the simulator finds faults, and prints what it took. */
final class MutationReport {
    private final Terminal terminal;
    private final boolean json;
    private final int seeds;
    private final int steps;
    private final List<MutationResult> results = new ArrayList<>();

    MutationReport(final Terminal terminal, final boolean json, final int seeds, final int steps) {
        this.terminal = terminal;
        this.json = json;
        this.seeds = seeds;
        this.steps = steps;
    }

    /** Each fault on one of the threads; the results in the order of the faults. */
    int run(final List<Fault> faults, final int threads, final boolean shrinks) {
        final Progress progress = new Progress(terminal);
        try (ExecutorService executor = Executors.newFixedThreadPool(Math.min(threads, faults.size()))) {
            final List<Future<?>> checks = new ArrayList<>();
            for (final Fault fault : faults) {
                checks.add(executor.submit(() -> check(fault)));
            }
            for (final Future<?> check : checks) {
                await(check, faults.size(), progress);
            }
        }
        final List<MutationResult> inOrder = results();
        final Optional<Shrunk> small = shrinks ? shrink(inOrder.getFirst(), progress) : Optional.empty();
        progress.clear();
        if (json) {
            inOrder.forEach(result -> terminal.line(Json.line(jsonOf(result, small))));
        } else {
            terminal.out().print(MutationTable.of(inOrder));
            small.ifPresent(found -> SimReport.print(terminal, found));
        }
        return inOrder.stream().allMatch(MutationResult::found) ? ExitCode.OK : ExitCode.FAILED;
    }

    private void check(final Fault fault) {
        final List<MutationResult> result = new MutationCheck(seeds, steps).run(List.of(fault), each -> {});
        synchronized (results) {
            results.addAll(result);
        }
    }

    private void await(final Future<?> check, final int faults, final Progress progress) {
        while (!check.isDone()) {
            progress.sayIfDue(() -> results().size() + " of " + faults + " faults checked");
            Progress.pause();
        }
        try {
            check.get();
        } catch (final ExecutionException failed) {
            final Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new ToolException(String.valueOf(cause.getMessage()), cause);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException("interrupted", e);
        }
    }

    private List<MutationResult> results() {
        final List<String> order =
                MutationCheck.faults().stream().map(Fault::name).toList();
        synchronized (results) {
            return results.stream()
                    .sorted(Comparator.comparingInt(
                            result -> order.indexOf(result.fault().name())))
                    .toList();
        }
    }

    private Optional<Shrunk> shrink(final MutationResult result, final Progress progress) {
        final Finding found = result.first();
        return found == null
                ? Optional.empty()
                : result.fault().openShrinker().shrink(found.seeds(), steps, line -> progress.sayIfDue(() -> line));
    }

    private static Map<String, @Nullable Object> jsonOf(final MutationResult result, final Optional<Shrunk> small) {
        final Finding first = result.first();
        final Map<String, @Nullable Object> page = Json.object(
                "fault", result.fault().name(),
                "law", result.fault().law(),
                "found", result.found(),
                "foundBy", first == null ? null : first.check(),
                "seeds", first == null ? result.tried() : first.seeds(),
                "step", first == null ? null : first.step(),
                "violation", first == null ? null : first.violation());
        small.ifPresent(shrunk -> page.put("shrunk", shrunk));
        return page;
    }
}
