package io.stowage.bench.placement;

import io.stowage.bench.BenchException;
import io.stowage.bench.output.Machine;
import io.stowage.bench.placement.cluster.ClusterFiles;
import io.stowage.bench.placement.figure.Feasibility;
import io.stowage.bench.placement.figure.Filling;
import io.stowage.bench.placement.figure.Timing;
import io.stowage.bench.placement.own.Ask;
import io.stowage.bench.placement.own.FeasibilityCheck;
import io.stowage.bench.placement.own.OwnFilling;
import io.stowage.bench.placement.own.OwnMain;
import io.stowage.bench.placement.peer.Contestant;
import io.stowage.bench.placement.peer.Crush;
import io.stowage.bench.placement.peer.CrushFilling;
import io.stowage.bench.placement.peer.JavaProgram;
import io.stowage.bench.placement.peer.PeerBuild;
import io.stowage.bench.placement.peer.Peers;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run: on each cluster ours and the peers take turns. What does not work is noted and left out, and its targets are not met.
 */
public final class PlacementBenchmark {
    /** Decisions after which a policy that looks at capacity sees it again: at once, and as late as reports come in reality. */
    private static final List<Integer> REFRESH_EVERY = List.of(1, 10_000);

    private final PlacementOptions options;
    private final PrintStream progress;
    private final List<String> notes = new ArrayList<>();
    private final @Nullable Peers peers;
    private final @Nullable Crush crush;

    private PlacementBenchmark(final PlacementOptions options, final PrintStream progress) {
        this.options = options;
        this.progress = progress;
        peers = options.withPeers() ? peers() : null;
        crush = options.withCrush() ? Crush.find() : null;
        if (options.withCrush() && crush == null) {
            notes.add("CRUSH is left out: there is no crushtool on the path (Debian has it in ceph-base)");
        }
    }

    /**
     * Measures.
     *
     * @param options  how.
     * @param progress told what is going on.
     * @return the figures.
     */
    public static PlacementReport run(final PlacementOptions options, final PrintStream progress) {
        return new PlacementBenchmark(options, progress).run();
    }

    private PlacementReport run() {
        final Machine machine = Machine.now();
        progress.println("asking for what is and is not feasible");
        final Feasibility feasibility = FeasibilityCheck.run(
                PlacementOptions.FEASIBILITY_CHUNKS, options.feasibilityClusters(), options.seed());
        final List<Filling> fillings = new ArrayList<>();
        for (final int chunks : options.fillChunks()) {
            fill(ClusterFiles.write(chunks, options.seed(), options.directory()), fillings);
        }
        final List<Timing> timings = new ArrayList<>();
        for (final int chunks : options.chunks()) {
            final ClusterFiles files = ClusterFiles.write(chunks, options.seed(), options.directory());
            for (final int fullPercent : options.fullPercents()) {
                time(files, fullPercent, timings);
            }
        }
        return new PlacementReport(
                timings, fillings, feasibility, Targets.of(timings, fillings, feasibility), notes, options, machine);
    }

    private @Nullable Peers peers() {
        try {
            return Peers.of(PeerBuild.classPath(progress), options.seed());
        } catch (final BenchException e) {
            notes.add("the peers are left out: " + e.getMessage());
            return null;
        }
    }

    private void time(final ClusterFiles files, final int fullPercent, final List<Timing> timings) {
        final Map<String, List<Timing>> turns = new LinkedHashMap<>();
        for (int round = 0; round < options.rounds(); round++) {
            for (final Contestant each : contestants(files.cluster().notFull(fullPercent))) {
                final String what =
                        each.name() + " on " + files.cluster().size() + " chunks, " + fullPercent + " % of them full";
                attempt(
                        "timing " + what,
                        () -> each.time(files, fullPercent, options.decisions(), options.batches()),
                        turns.computeIfAbsent(each.name(), _ -> new ArrayList<>()));
            }
        }
        turns.values().stream().filter(all -> !all.isEmpty()).map(Timing::of).forEach(timings::add);
    }

    private List<Contestant> contestants(final int roomyChunks) {
        final JavaProgram ours =
                new JavaProgram(System.getProperty("java.class.path"), List.of(OwnMain.class.getName()));
        final List<Contestant> all = new ArrayList<>();
        for (final Ask ask : List.of(Ask.named(Ask.BATCHED), Ask.named(Ask.SINGLE), Ask.named(Ask.CODED))) {
            if (ask.segments() <= roomyChunks) {
                all.add(ours.contestant(ask.name()));
            }
        }
        if (crush != null) {
            all.add(crush);
        }
        if (peers != null) {
            all.addAll(peers.contestants());
        }
        return all;
    }

    private void fill(final ClusterFiles files, final List<Filling> fillings) {
        final double share = PlacementOptions.FILL_SHARE;
        final int segments = options.segmentsPerUnit();
        final String chunks = " on " + files.cluster().size() + " chunks";
        attempt(
                "filling " + Ask.BATCHED + chunks,
                () -> OwnFilling.run(files.cluster(), share, segments, options.seed()),
                fillings);
        if (crush != null) {
            attempt(
                    "filling " + crush.name() + chunks,
                    () -> CrushFilling.run(crush, files, share, segments),
                    fillings);
        }
        if (peers != null) {
            for (final Peers.Peer peer : peers.all()) {
                for (final int every : peer.considersCapacity() ? REFRESH_EVERY : REFRESH_EVERY.subList(0, 1)) {
                    attempt(
                            "filling " + peer.peer() + chunks + ", seen every " + every + " decisions",
                            () -> peers.fill(peer, files, share, segments, every),
                            fillings);
                }
            }
        }
    }

    private <T> void attempt(final String what, final Supplier<T> measurement, final List<T> results) {
        progress.println(what);
        try {
            results.add(measurement.get());
        } catch (final BenchException e) {
            notes.add(what + ": " + e.getMessage());
        }
    }
}
