package io.stowage.tools;

import io.stowage.tools.agent.Agent;
import io.stowage.tools.agent.Up;
import io.stowage.tools.cluster.ChunkCommand;
import io.stowage.tools.cluster.ConfigCommand;
import io.stowage.tools.cluster.EmCommand;
import io.stowage.tools.cluster.NodeCommand;
import io.stowage.tools.cluster.PoolCommand;
import io.stowage.tools.cluster.Status;
import io.stowage.tools.cluster.TopologyCommand;
import io.stowage.tools.demo.Demo;
import io.stowage.tools.explain.Explain;
import io.stowage.tools.journal.JournalCommand;
import io.stowage.tools.journal.Snapshot;
import io.stowage.tools.machine.Probe;
import io.stowage.tools.members.ClusterCommand;
import io.stowage.tools.scenario.ScenarioCommand;
import io.stowage.tools.serve.Init;
import io.stowage.tools.serve.Serve;
import io.stowage.tools.sim.Sim;
import io.stowage.tools.space.Alloc;
import io.stowage.tools.space.Free;
import picocli.CommandLine;

/** All commands, in the order in which people meet them. */
final class Commands {
    private Commands() {}

    static void addTo(final CommandLine root) {
        root.addSubcommand(new Up())
                .addSubcommand(new Init())
                .addSubcommand(new Serve())
                .addSubcommand(new ClusterCommand())
                .addSubcommand(new Agent())
                .addSubcommand(new Demo())
                .addSubcommand(new Status())
                .addSubcommand(new NodeCommand())
                .addSubcommand(new ChunkCommand())
                .addSubcommand(new TopologyCommand())
                .addSubcommand(new PoolCommand())
                .addSubcommand(new EmCommand())
                .addSubcommand(new ConfigCommand())
                .addSubcommand(new Alloc())
                .addSubcommand(new Free())
                .addSubcommand(new Explain())
                .addSubcommand(new ScenarioCommand())
                .addSubcommand(new Sim())
                .addSubcommand(new JournalCommand())
                .addSubcommand(new Snapshot())
                .addSubcommand(new Probe())
                .addSubcommand(new Stowage.Completion());
    }
}
