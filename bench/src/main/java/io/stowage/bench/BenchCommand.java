package io.stowage.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench}: the parent of the benchmarks. */
@Command(
        name = "bench",
        description = "Measures, and each measurement has its floor in the same run.",
        subcommands = {
            MicroCommand.class,
            LoadCommand.class,
            SpaceCommand.class,
            EnduranceCommand.class,
            PlacementCommand.class,
            DesignCommand.class,
            JournalCommand.class,
            ReplayCommand.class,
            MemoryCommand.class,
            ClusterCommand.class
        })
final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    BenchCommand() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which benchmark? There are 'micro', 'load', 'space', 'endurance', 'placement', 'design', 'journal', 'replay', 'memory' and 'cluster'");
    }
}
