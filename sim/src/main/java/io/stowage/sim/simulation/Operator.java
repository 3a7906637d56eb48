package io.stowage.sim.simulation;

import io.stowage.sim.scenario.ScenarioRunner;
import io.stowage.sim.scenario.ScenarioTarget;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The operator of a simulated cluster: gives commands as lines of a scenario, straight to the server. */
final class Operator {
    private final World world;
    private final Fleet fleet;
    private final ScenarioRunner lines;

    Operator(final World world, final Fleet fleet, final SimulatedServer server) {
        this.world = world;
        this.fleet = fleet;
        lines = new ScenarioRunner(new Desk(world, server));
    }

    /** Settings that make much happen in little time. */
    void configure() {
        config("CHUNK_SESSION_TIMEOUT_MS", 4_000);
        config("RECOVER_DELAY_MS", 9_000);
        config("MASS_FAILURE_SHARE_PPM", 300_000);
        config("MIN_SPREAD", world.below(2));
        config("OVERSUBSCRIPTION_PPM", 1_000_000 + world.below(3) * 1_000_000L);
        config("THIN_WATERMARK_PPM", 700_000 + world.below(300_000));
        config("HEADROOM_NEW_PPM", world.below(150_000));
        config("PRIORITIZED_SHARE_PPM", 200_000 + world.below(600_000));
    }

    /** Some command that changes what may be granted, or one that must change nothing. */
    void act() {
        world.faults.add("operator");
        final int chunk = 1 + world.below(fleet.chunks().size());
        final int node = 1 + world.below(fleet.nodes());
        switch (world.below(8)) {
            case 0 -> run("{\"command\":\"maintenance\",\"node\":" + node + ",\"on\":" + world.chance(400) + "}");
            case 1 -> run("{\"command\":\"isolate\",\"chunk\":" + chunk + ",\"on\":" + world.chance(400) + "}");
            case 2 -> run("{\"command\":\"removeChunk\",\"chunk\":" + chunk + "}");
            case 3, 4 -> run("{\"command\":\"cancelRemoval\",\"chunk\":" + chunk + "}");
            case 5 -> config("HEADROOM_NEW_PPM", world.below(150_000));
            case 6 -> config("MIN_SPREAD", world.below(2));
            default ->
                run("{\"command\":\"removeEm\",\"em\":1,\"cluster\":\"00000000-0000-0000-0000-0000000000"
                        + (10 + world.below(89)) + "\"}");
        }
    }

    private void config(final String key, final long value) {
        run("{\"command\":\"setConfig\",\"key\":\"" + key + "\",\"value\":" + value + "}");
    }

    private void run(final String line) {
        lines.runLine(line);
    }

    private record Desk(World world, SimulatedServer server) implements ScenarioTarget {
        @Override
        public DirectBuffer exchange(final MutableDirectBuffer frame, final int length) {
            final byte[] copy = new byte[length];
            frame.getBytes(0, copy);
            return new UnsafeBuffer(server.call(copy));
        }

        @Override
        public void tick(final long millis, final long stepMs) {
            throw new UnsupportedOperationException("time belongs to the simulation");
        }

        @Override
        public long position() {
            return server.position();
        }

        @Override
        public long timestampMs() {
            return world.timestampMs();
        }

        @Override
        public long clusterHigh() {
            return SimulatedServer.CLUSTER_HIGH;
        }

        @Override
        public long clusterLow() {
            return SimulatedServer.CLUSTER_LOW;
        }

        @Override
        public void close() {}
    }
}
