package io.stowage.bench.placement.peer;

import io.stowage.bench.BenchException;
import io.stowage.bench.micro.ForkArguments;
import io.stowage.bench.placement.cluster.ClusterFiles;
import io.stowage.bench.placement.figure.Timing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Java program that measures a policy and prints one JSON object. Ours and the peers' run with the same options of the same
 * JVM, heap and collector among them.
 *
 * @param classPath of the program.
 * @param main      class and first arguments.
 */
public record JavaProgram(String classPath, List<String> main) {
    private static final long SECONDS = 600;
    private static final List<String> HEAP = List.of("-XX:+UseG1GC", "-Xms2g", "-Xmx2g");
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** Keeps what is given. */
    public JavaProgram {
        main = List.copyOf(main);
    }

    /**
     * A policy of this program.
     *
     * @param name of it.
     * @param more arguments that only this program takes.
     * @return to be timed.
     */
    public Contestant contestant(final String name, final String... more) {
        return new Contestant() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Timing time(
                    final ClusterFiles files, final int fullPercent, final int decisions, final int batches) {
                final List<String> arguments = new ArrayList<>(List.of(more));
                arguments.addAll(List.of("--cluster", files.table().toString(), "--peer", name));
                arguments.addAll(List.of("--full", String.valueOf(fullPercent)));
                arguments.addAll(
                        List.of("--decisions", String.valueOf(decisions), "--batches", String.valueOf(batches)));
                return run(Timing.class, arguments);
            }
        };
    }

    /**
     * Runs the program once.
     *
     * @param type      of what it prints.
     * @param arguments behind the first ones.
     * @param <T>       of the figures.
     * @return the figures.
     */
    <T> T run(final Class<T> type, final List<String> arguments) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ForkArguments.taken());
        command.addAll(HEAP);
        command.addAll(List.of("-cp", classPath));
        command.addAll(main);
        command.addAll(arguments);
        final String printed = Child.run(SECONDS, command);
        try {
            return MAPPER.readValue(printed, type);
        } catch (final JacksonException e) {
            throw new BenchException(main.getFirst() + " printed something else than figures: " + printed, e);
        }
    }
}
