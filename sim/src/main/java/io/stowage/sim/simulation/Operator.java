package io.stowage.sim.simulation;

import io.stowage.codecs.AdminState;
import io.stowage.sim.scenario.ScenarioRunner;
import io.stowage.sim.scenario.ScenarioTarget;
import java.util.List;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The operator of a simulated cluster: gives commands as lines of a scenario, straight to the server. */
final class Operator {
    private static final String POOL = "second";
    private static final int POOLS = 2;
    /** Of which two may move at a time: one goes, one comes back. */
    private static final int MEMBERS = 5;

    private final World world;
    private final SimulatedServer server;
    private final List<SimulatedExtentManager> ems;
    private final ScenarioRunner lines;
    private long acts;

    Operator(final World world, final SimulatedServer server, final List<SimulatedExtentManager> ems) {
        this.world = world;
        this.server = server;
        this.ems = ems;
        lines = new ScenarioRunner(new Desk(world, server));
    }

    /** Settings that make much happen in little time. */
    void configure() {
        config("CHUNK_SESSION_TIMEOUT_MS", 4_000);
        config("RECOVER_DELAY_MS", 9_000);
        config("MASS_FAILURE_SHARE_PPM", 300_000);
        config("OVERSUBSCRIPTION_PPM", 1_000_000 + world.below(3) * 1_000_000L);
        config("THIN_WATERMARK_PPM", 700_000 + world.below(300_000));
        for (int i = 0; i < 6; i++) {
            changeConfig();
        }
        run("{\"command\":\"createPool\",\"name\":\"" + POOL + "\"}");
    }

    /** Some command that changes what may be granted, or one that must change nothing. */
    void act() {
        moveMembers();
        final List<Integer> ids = List.copyOf(server.chunks().keySet());
        if (ids.isEmpty()) {
            return;
        }
        final int chunk = ids.get(world.below(ids.size()));
        final EngineView.ChunkRow row = Objects.requireNonNull(server.chunks().get(chunk));
        if (row.adminState() == AdminState.REMOVING && world.chance(700)) {
            endRemoval(chunk);
            return;
        }
        switch (world.below(12)) {
            case 0 ->
                give(Effects.MAINTENANCE, "maintenance", "\"node\":" + row.node() + ",\"on\":" + world.chance(400));
            case 1 -> give(Effects.ISOLATION, "isolate", "\"chunk\":" + chunk + ",\"on\":" + world.chance(400));
            case 2, 3 -> give(Effects.CHUNK_EVACUATED, "removeChunk", "\"chunk\":" + chunk);
            case 4 -> give(Effects.DECLARED_LOST, "declareLost", "\"chunk\":" + chunk);
            case 5 ->
                give(
                        Effects.NODE_MOVED,
                        "moveNode",
                        "\"node\":" + row.node() + ",\"zone\":\"z" + world.below(3) + "\",\"rack\":\"r" + world.below(4)
                                + "\",\"brick\":\"" + (world.chance(500) ? "" : "b") + "\"");
            case 6, 7 -> {
                if (world.allows(Effects.CONFIG_CHANGED)) {
                    changeConfig();
                }
            }
            case 8 -> changeLicence();
            case 9 -> removeExtentManager();
            case 10 ->
                give(Effects.CHUNK_MOVED, "moveChunk", "\"chunk\":" + chunk + ",\"pool\":" + (1 + world.below(POOLS)));
            default -> {
                if (world.strikes("command of another cluster", 1000)) {
                    run("{\"command\":\"removeEm\",\"em\":1,\"cluster\":\"00000000-0000-0000-0000-0000000000"
                            + (10 + world.below(89)) + "\"}");
                }
            }
        }
    }

    /** Lists that are newer, and now and then one that comes late: it is older than the last, or another one of its generation. */
    private void moveMembers() {
        acts++;
        if (acts % 4 == 0) {
            tellMembers(acts, acts);
        } else if (acts % 8 == 5) {
            tellMembers(acts - 1, acts);
        } else if (acts % 8 == 6) {
            tellMembers(acts - 5, acts);
        }
    }

    private void tellMembers(final long generation, final long place) {
        final StringBuilder members = new StringBuilder();
        for (int member = 0; member < MEMBERS; member++) {
            members.append(member == 0 ? "" : ",").append("{\"member\":").append(member);
            members.append(member == place % MEMBERS ? ",\"host\":\"m" + place + "\"}" : "}");
        }
        give(Effects.MEMBERS_MOVED, "setMemberList", "\"generation\":" + generation + ",\"members\":[" + members + ']');
    }

    /** Nothing keeps anybody from healing. */
    void restore() {
        run("{\"command\":\"setLicence\"}");
    }

    /** A chunk goes for good if it is empty, or stays; or is moved while it is empty. */
    private void endRemoval(final int chunk) {
        final int choice = world.below(100);
        if (choice < 60) {
            give(
                    Effects.CHUNK_REMOVED,
                    "completeRemoval",
                    "\"chunk\":" + chunk + ",\"removeNode\":" + world.chance(300));
        } else if (choice < 85) {
            give(Effects.CHUNK_MOVED, "moveChunk", "\"chunk\":" + chunk + ",\"pool\":" + (1 + world.below(POOLS)));
        } else {
            run("{\"command\":\"cancelRemoval\",\"chunk\":" + chunk + "}");
        }
    }

    private void changeConfig() {
        switch (world.below(12)) {
            case 0 -> config("HEADROOM_NEW_PPM", world.below(150_000));
            case 1 -> config("HEADROOM_PROTECT_PPM", world.below(50_000));
            case 2 -> config("MIN_SPREAD", world.below(2));
            case 3 -> config("PRIORITIZED_SHARE_PPM", 200_000 + world.below(600_000));
            case 4 -> config("THIN_WATERMARK_PPM", 700_000 + world.below(300_000));
            case 5 -> config("EXTENT_BYTES", world.between(64, 320) << 20);
            case 6 -> config("HIGH_WATER_PPM", 500_000 + world.below(500_000));
            case 7 -> config("LOCALITY_LOAD_PPM", 300_000 + world.below(700_000));
            case 8 -> config("THIN_AMPLE_PPM", world.below(1_000_000));
            case 9 -> config("REBUILD_HEADROOM", world.chance(600) ? 0 : world.below(5));
            case 10 -> config("PLACEMENT_CHOICES", world.between(1, 8));
            default -> config("OVERSUBSCRIPTION_PPM", 1_000_000 + world.below(3_000_000));
        }
    }

    /** Mostly generous: what is refused for the licence is not refused for space. */
    private void changeLicence() {
        final int choice = world.below(4);
        final long expiryMs = choice == 0 ? world.timestampMs() + world.between(0, 2_000) : 0;
        final long rawBytes = choice == 1 ? world.between(60, 120) << 30 : 0;
        final int chunks = choice == 2 ? 1 + world.below(20) : 0;
        give(
                Effects.LICENCE_CHANGED,
                "setLicence",
                "\"maxChunks\":" + chunks + ",\"maxRawBytes\":" + rawBytes + ",\"expiry\":" + expiryMs);
    }

    /** An extent manager is removed while it runs, or after it was shut down; in the end it always comes back. */
    private void removeExtentManager() {
        if (!world.allows(Effects.EM_REMOVED)) {
            return;
        }
        final SimulatedExtentManager em = ems.get(world.below(ems.size()));
        final int choice = world.below(3);
        if (choice == 1) {
            em.restart(world.between(0, 3_000));
        } else if (choice == 2) {
            em.restartEmptied(world.between(0, 3_000));
        }
        run("{\"command\":\"removeEm\",\"em\":" + em.id() + "}");
    }

    private void give(final String kind, final String command, final String fields) {
        if (world.allows(kind)) {
            run("{\"command\":\"" + command + "\"," + fields + "}");
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
