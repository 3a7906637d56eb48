package io.stowage.tools.cluster;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.ClusterStatus;
import io.stowage.client.blocking.HeadroomRow;
import io.stowage.tools.output.Page;
import io.stowage.tools.output.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** Health at a glance. */
@Command(name = "status", description = "Health and space of the cluster at a glance.")
public final class Status extends ListCommand {
    private static final int BAR_WIDTH = 30;

    /** Made by picocli. */
    public Status() {}

    @Override
    protected Page page(final BlockingOperator operator) {
        final ClusterStatus status = operator.status();
        final List<HeadroomRow> headroom = operator.headroom();
        return Page.of(Rows.status(status, headroom), text(status, headroom));
    }

    private static String text(final ClusterStatus s, final List<HeadroomRow> headroom) {
        final List<String> lines = new ArrayList<>();
        lines.add("cluster   " + s.clusterId());
        lines.add("health    " + health(s, headroom));
        lines.add("chunks    " + s.chunks() + ": " + s.healthy() + " healthy, " + s.eligible() + " take new data, "
                + s.disconnected() + " disconnected, " + s.lost() + " lost, " + s.isolated() + " isolated, "
                + s.removing() + " removing");
        lines.add("topology  " + Text.count(s.zones(), "zone") + ", " + Text.count(s.racks(), "rack") + ", "
                + Text.count(s.nodes(), "node") + ", " + Text.count(s.pools(), "pool")
                + (s.topologyStable() ? "" : "; not stable yet: it changed less than TOPOLOGY_STABLE_MS ago"));
        lines.add("clients   " + Text.count(s.ems(), "extent manager"));
        lines.add("capacity  " + tier(s.capacityAllocated(), s.capacityBytes()));
        if (s.performanceBytes() > 0) {
            lines.add("perform.  " + tier(s.performanceAllocated(), s.performanceBytes()));
        }
        for (final HeadroomRow row : headroom) {
            HeadroomWords.of(row, headroom.size() > 1, s.lost() + s.disconnected() > 0)
                    .forEach(lines::add);
        }
        lines.add("log       position " + Text.count(s.position()) + ", " + Text.count(s.commands()) + " commands, "
                + Instant.ofEpochMilli(s.timeMs()));
        return String.join("\n", lines);
    }

    private static String health(final ClusterStatus s, final List<HeadroomRow> headroom) {
        if (s.chunks() == 0) {
            return "no chunks yet; start 'stowage agent' on the storage nodes";
        }
        final List<String> troubles = new ArrayList<>();
        if (s.lost() > 0) {
            troubles.add(s.lost() + " chunks lost: their segments count as missing");
        }
        if (s.disconnected() > 0) {
            troubles.add(s.disconnected() + " chunks silent; see 'stowage chunk list'");
        }
        if (s.eligible() == 0) {
            troubles.add("no chunk takes new data");
        }
        if (!troubles.isEmpty()) {
            return String.join("; ", troubles);
        }
        return headroom.stream().allMatch(HeadroomWords::isLosable)
                ? "good"
                : "good; but nothing may be lost now, see below";
    }

    private static String tier(final long allocated, final long capacity) {
        return Text.bar(allocated, capacity, BAR_WIDTH) + ' ' + Text.bytes(allocated) + " of " + Text.bytes(capacity)
                + " allocated (" + Text.percent(allocated, capacity) + ")";
    }
}
