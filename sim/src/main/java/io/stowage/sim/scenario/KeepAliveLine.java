package io.stowage.sim.scenario;

import io.stowage.codecs.KeepAliveDecoder;
import java.util.ArrayList;
import java.util.List;

/** A keepalive as a line of a scenario, but for its fence. */
final class KeepAliveLine {
    private KeepAliveLine() {}

    static Line of(final KeepAliveDecoder keepAlive) {
        final Line line = Line.command("keepAlive")
                .put("chunk", keepAlive.chunk())
                .put("incarnation", keepAlive.header().incarnation())
                .unless(0, "capabilities", keepAlive.capabilities())
                .unless(0, "readIops", keepAlive.readIops())
                .unless(0, "writeIops", keepAlive.writeIops())
                .unless(0, "readBytesPerSecond", keepAlive.readBytesPerSecond())
                .unless(0, "writeBytesPerSecond", keepAlive.writeBytesPerSecond())
                .unless(0, "runningRecovers", keepAlive.runningRecovers())
                .unless(0, "runningMigrates", keepAlive.runningMigrates())
                .unless(0, "runningSinks", keepAlive.runningSinks())
                .unless(0, "runningElevates", keepAlive.runningElevates())
                .ifTrue("warning", keepAlive.warning());
        final Line tiers = Line.empty();
        for (final KeepAliveDecoder.TiersDecoder tier : keepAlive.tiers()) {
            final Line used = Line.empty()
                    .unless(0, "NORMAL", tier.thinUsedNormal())
                    .unless(0, "PRIORITIZED", tier.thinUsedPrioritized());
            final Line told = Line.empty().put("total", tier.total()).unless(0, "failed", tier.failed());
            tiers.put(tier.tier().name(), used.node().isEmpty() ? told : told.put("thinUsed", used));
        }
        final List<Line> peers = new ArrayList<>();
        for (final KeepAliveDecoder.PeersDecoder peer : keepAlive.peers()) {
            peers.add(Line.empty()
                    .put("chunk", peer.chunk())
                    .unless(0, "roundTripMicros", peer.roundTripMicros())
                    .unless(0, "lossPerMille", peer.lossPerMille()));
        }
        return line.put("tiers", tiers).unlessEmptyObjects("peers", peers);
    }
}
