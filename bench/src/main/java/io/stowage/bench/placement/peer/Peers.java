package io.stowage.bench.placement.peer;

import io.stowage.bench.BenchException;
import io.stowage.bench.placement.cluster.ClusterFiles;
import io.stowage.bench.placement.figure.Filling;
import java.util.List;

/**
 * The policies of other systems that run in a JVM, as the program of {@code bench/peers} prints them.
 *
 * @param program which knows them.
 * @param all     of them.
 * @param seed    of what the program draws.
 */
public record Peers(JavaProgram program, List<Peer> all, long seed) {
    private static final String MAIN = "io.stowage.bench.peers.PeerMain";

    /** Keeps what is given. */
    public Peers {
        all = List.copyOf(all);
    }

    /**
     * Asks the program which policies it has.
     *
     * @param classPath of the program.
     * @param seed      of what it draws.
     * @return all of them.
     * @throws BenchException if it does not run.
     */
    public static Peers of(final String classPath, final long seed) {
        final PeerList list = new JavaProgram(classPath, List.of(MAIN, "list")).run(PeerList.class, List.of());
        return new Peers(new JavaProgram(classPath, List.of(MAIN)), list.peers(), seed);
    }

    /**
     * The policies, to be timed.
     *
     * @return in the order of the program.
     */
    public List<Contestant> contestants() {
        return all.stream()
                .map(peer -> program.contestant(peer.peer(), "time", "--seed", String.valueOf(seed)))
                .toList();
    }

    /**
     * Fills an empty cluster.
     *
     * @param peer            policy.
     * @param files           of the cluster.
     * @param share           of its capacity to fill.
     * @param segmentsPerUnit segments that the smallest chunk holds.
     * @param refreshEvery    decisions after which the policy sees again how full chunks are.
     * @return the figures.
     * @throws BenchException if it did not work.
     */
    public Filling fill(
            final Peer peer,
            final ClusterFiles files,
            final double share,
            final int segmentsPerUnit,
            final int refreshEvery) {
        final List<String> arguments = List.of(
                "fill",
                "--cluster",
                files.table().toString(),
                "--peer",
                peer.peer(),
                "--fill",
                String.valueOf(share),
                "--segments-per-unit",
                String.valueOf(segmentsPerUnit),
                "--refresh-every",
                String.valueOf(refreshEvery),
                "--seed",
                String.valueOf(seed));
        return program.run(Filling.class, arguments);
    }

    /**
     * A policy.
     *
     * @param peer              its name.
     * @param version           of the program it comes from.
     * @param considersCapacity whether it looks at how full chunks are.
     * @param promisedRacks     on how many racks it wants three replicas to be.
     */
    public record Peer(String peer, String version, boolean considersCapacity, int promisedRacks) {}

    record PeerList(List<Peer> peers) {
        PeerList {
            peers = List.copyOf(peers);
        }
    }
}
