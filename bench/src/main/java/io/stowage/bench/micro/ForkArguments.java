package io.stowage.bench.micro;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of the JVMs that measure. What Agrona and the tables need is taken from the running JVM, to which the launcher or the build
 * gave it; agents, heap sizes and compiler limits of the running JVM are not.
 */
public final class ForkArguments {
    private static final List<String> TAKEN =
            List.of("--add-", "--enable-native-access", "--sun-misc-unsafe", "-Dagrona.", "-Dio.stowage.tables.");

    /** A small heap of fixed size and no collector threads: all that counts is off the heap. */
    private static final List<String> OWN = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");

    private ForkArguments() {}

    static List<String> ofThisVm() {
        return from(ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    /**
     * What a JVM needs that is not started by JMH: heap and collector are left to it.
     *
     * @return arguments of this JVM that concern Agrona and the tables.
     */
    public static List<String> taken() {
        return taken(ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    static List<String> from(final List<String> inputArguments) {
        final List<String> arguments = new ArrayList<>(taken(inputArguments));
        arguments.addAll(OWN);
        return arguments;
    }

    private static List<String> taken(final List<String> inputArguments) {
        return inputArguments.stream()
                .filter(argument -> TAKEN.stream().anyMatch(argument::startsWith))
                .toList();
    }
}
