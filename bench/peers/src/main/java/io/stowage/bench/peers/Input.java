package io.stowage.bench.peers;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What every measurement is told. */
final class Input {
    @Option(
            names = "--cluster",
            required = true,
            description =
                    "File with a chunk a line: index, zone, rack, node, capacityBytes, fullRank, separated by tabs.")
    private Path file = Path.of("");

    @Option(names = "--peer", required = true, description = "One of those that 'list' prints.")
    private String peer = "";

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Of what this program draws (default: ${DEFAULT-VALUE}).")
    private long seed;

    Input() {}

    PeerKind kind() {
        return PeerKind.named(peer);
    }

    Cluster cluster() {
        return Cluster.load(file);
    }

    long seed() {
        return seed;
    }
}
