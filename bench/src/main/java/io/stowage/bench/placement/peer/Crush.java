package io.stowage.bench.placement.peer;

import io.stowage.bench.BenchException;
import io.stowage.bench.placement.cluster.ClusterChunk;
import io.stowage.bench.placement.cluster.ClusterFiles;
import io.stowage.bench.placement.figure.Timing;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Ceph's placement function, through {@code crushtool}. It maps an object to devices by their static weights and never looks at
 * how full they are: what is full is marked out by hand ({@code --weight N 0}).
 *
 * <p>The time of a decision is that of a run with twice the objects less that of a run with the objects: start, reading of the
 * map and printing drop out.
 */
public final class Crush implements Contestant {
    private static final String TOOL = "crushtool";
    private static final long SECONDS = 600;
    private static final int REPLICAS = 3;
    /** With fewer the difference of two runs is noise. */
    private static final int FEWEST_OBJECTS = 10_000;

    private static final double MIN_NS = 1;
    private static final Pattern WHOLE = Pattern.compile("result size == " + REPLICAS + ":\\s+(\\d+)/(\\d+)");

    private static final Pattern TIME = Pattern.compile("(\\d+)m([\\d.]+)s");

    private final Path tool;

    private Crush(final Path tool) {
        this.tool = tool;
    }

    /**
     * Looks for the tool.
     *
     * @return the policy, or null where the tool is not on the path.
     */
    public static @Nullable Crush find() {
        for (final String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            final Path tool = Path.of(folder, TOOL);
            if (Files.isExecutable(tool)) {
                return new Crush(tool);
            }
        }
        return null;
    }

    @Override
    public String name() {
        return "crush";
    }

    @Override
    public Timing time(final ClusterFiles files, final int fullPercent, final int decisions, final int batches) {
        compile(files);
        final int objects = Math.max(FEWEST_OBJECTS, 2 * decisions);
        final double[] ns = new double[batches];
        final double[] cpuNs = new double[batches];
        long failures = 0;
        for (int batch = 0; batch < batches; batch++) {
            final Run once = run(files, fullPercent, objects, "--show-statistics");
            final Run twice = run(files, fullPercent, 2 * objects, "--show-statistics");
            ns[batch] = Math.max(MIN_NS, (double) (twice.ns - once.ns) / objects);
            cpuNs[batch] = Math.max(MIN_NS, (double) (twice.cpuNs - once.cpuNs) / objects);
            failures += objects - once.whole();
        }
        return new Timing(
                name(),
                null,
                false,
                files.cluster().size(),
                fullPercent,
                (long) objects * batches,
                failures,
                Timing.median(ns),
                Arrays.stream(ns).min().orElseThrow(),
                Timing.median(cpuNs),
                Timing.UNSEEN,
                Arrays.stream(ns).boxed().toList());
    }

    /** Compiles the map, as a cluster would do once. */
    void compile(final ClusterFiles files) {
        Child.run(SECONDS, List.of(tool.toString(), "-c", files.crushMap().toString(), "-o", compiled(files)));
    }

    /**
     * Maps objects.
     *
     * @param files       of the cluster, compiled before.
     * @param fullPercent share of the chunks that is full.
     * @param objects     from 0.
     * @param show        what is to be printed.
     * @return what was printed, and how long it took.
     */
    Run run(final ClusterFiles files, final int fullPercent, final int objects, final String show) {
        final StringBuilder line = new StringBuilder("ulimit -s 65536 2>/dev/null\n")
                .append(tool)
                .append(" -i ")
                .append(compiled(files))
                .append(" --test --min-x 0 --max-x ")
                .append(objects - 1)
                .append(" --num-rep ")
                .append(REPLICAS)
                .append(" --rule 0 ")
                .append(show);
        for (final ClusterChunk chunk : files.cluster().chunks()) {
            if (chunk.isFull(fullPercent)) {
                line.append(" --weight ").append(chunk.index()).append(" 0");
            }
        }
        // Ninety thousand devices that are out do not fit an ordinary command line, nor may the shell be given one.
        final Path script = files.directory().resolve("crush.sh");
        try {
            Files.writeString(script, line.append(" || exit\ntimes\n"));
        } catch (final IOException e) {
            throw new BenchException("the file " + script + " cannot be written: " + e.getMessage(), e);
        }
        final long start = System.nanoTime();
        final String printed = Child.run(SECONDS, List.of("/bin/sh", script.toString()));
        return new Run(printed, System.nanoTime() - start, cpuNs(printed));
    }

    /** The shell's last line: user's and system's time of what it has started. */
    private static long cpuNs(final String printed) {
        final String last = printed.strip();
        final Matcher times = TIME.matcher(last.substring(last.lastIndexOf('\n') + 1));
        double seconds = 0;
        while (times.find()) {
            seconds += Integer.parseInt(times.group(1)) * 60 + Double.parseDouble(times.group(2));
        }
        return (long) (seconds * 1e9);
    }

    record Run(String printed, long ns, long cpuNs) {
        /** How many objects got all their replicas. */
        long whole() {
            final Matcher matcher = WHOLE.matcher(printed);
            return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        }
    }

    private static String compiled(final ClusterFiles files) {
        return files.crushMap() + ".bin";
    }
}
