package io.stowage.sim.simulation;

import java.util.List;

/** Sends what no client would send: every such command is refused, and changes nothing. */
final class Hostile {
    private final World world;
    private final SimulatedServer server;
    private final Fleet fleet;
    private final List<SimulatedExtentManager> ems;
    private final HostileFrames frames;
    private final StaleRequests stale = new StaleRequests();

    Hostile(
            final World world,
            final SimulatedServer server,
            final Fleet fleet,
            final List<SimulatedExtentManager> ems) {
        this.world = world;
        this.server = server;
        this.fleet = fleet;
        this.ems = ems;
        frames = new HostileFrames(world);
    }

    /** One hostile command. */
    void attack() {
        final SimulatedExtentManager em = ems.get(world.below(ems.size()));
        final SimulatedChunk chunk = fleet.any();
        switch (world.below(10)) {
            case 0 -> attack("hostile reservation", frames.reservation(em.id(), em.incarnation()));
            case 1 -> attack("hostile delta", frames.delta(em.id(), em.incarnation(), chunk.id()));
            case 2 -> attack("hostile give-back", frames.giveBack(em.id(), em.incarnation(), chunk.id()));
            case 3 -> attack("hostile report", frames.report(em.id(), em.incarnation()));
            case 4 -> attack("hostile keepalive", frames.keepAlive(chunk.id(), chunk.incarnation()));
            case 5 -> attack("hostile setting", frames.setting());
            case 6 -> attack("hostile reposition", frames.reposition(em.id(), em.incarnation(), chunk.id()));
            case 7, 8 -> attackWithStaleVersion(em);
            default -> {
                world.faults.add("broken frame");
                server.refuseBroken(frames.broken(em.id(), em.incarnation()));
            }
        }
    }

    /** What versions are over. */
    StaleRequests stale() {
        return stale;
    }

    private void attackWithStaleVersion(final SimulatedExtentManager em) {
        if (stale.knows(em.id())) {
            attack("stale reservation", stale.reservation(em.id(), em.incarnation()));
            attack("stale report", stale.report(em.id(), em.incarnation()));
        }
    }

    private void attack(final String kind, final byte[] frame) {
        world.faults.add(kind);
        server.refuse(frame);
    }
}
