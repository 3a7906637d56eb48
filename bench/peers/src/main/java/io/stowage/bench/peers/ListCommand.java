package io.stowage.bench.peers;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code list}: which policies there are. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Which policies there are.")
final class ListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    ListCommand() {}

    @Override
    public Integer call() {
        final List<Entry> peers = Stream.of(PeerKind.values())
                .map(kind -> new Entry(kind.label(), kind.version(), kind.considersCapacity(), kind.promisedRacks()))
                .toList();
        spec.commandLine().getOut().println(Json.text(new Entries(peers)));
        return 0;
    }

    /**
     * All of them.
     *
     * @param peers the policies.
     */
    record Entries(List<Entry> peers) {}

    /**
     * One of them.
     *
     * @param peer              its name.
     * @param version           of its library.
     * @param considersCapacity whether it weighs free space when it chooses.
     * @param promisedRacks     on how many racks it wants three replicas to be.
     */
    record Entry(String peer, String version, boolean considersCapacity, int promisedRacks) {}
}
