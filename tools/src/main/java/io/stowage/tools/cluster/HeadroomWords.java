package io.stowage.tools.cluster;

import io.stowage.client.blocking.HeadroomRow;
import io.stowage.codecs.FailureDomain;
import io.stowage.tools.output.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a pool could lose, in words. */
final class HeadroomWords {
    private static final String INDENT = "          ";

    private HeadroomWords() {}

    /**
     * Two lines, under the heads of the status; with the pool and tier where there are several. What could be lost is more where
     * something is lost or silent already.
     */
    static List<String> of(final HeadroomRow row, final boolean isOneOfMany, final boolean isMore) {
        final String which = isOneOfMany ? "pool " + row.name() + ", " + row.tier() + ": " : "";
        return List.of("loss      " + which + losable(row, isMore), INDENT + kept(row));
    }

    /** Whether at least a chunk may be lost and all can be rebuilt. */
    static boolean isLosable(final HeadroomRow row) {
        return row.losableZones() + row.losableRacks() + row.losableBricks() + row.losableNodes() + row.losableChunks()
                > 0;
    }

    private static String losable(final HeadroomRow row, final boolean isMore) {
        final List<String> ways = new ArrayList<>();
        add(ways, row.losableZones(), "zone");
        add(ways, row.losableRacks(), "rack");
        if (row.bricks() < row.nodes()) {
            add(ways, row.losableBricks(), "brick");
        }
        add(ways, row.losableNodes(), "node");
        add(ways, row.losableChunks(), "chunk");
        if (!ways.isEmpty()) {
            return "you can lose " + (isMore ? ways.getFirst().replaceFirst(" ", " more ") : ways.getFirst())
                    + join(ways) + (ways.size() == 1 ? "" : ",") + " and all can be rebuilt";
        }
        if (row.chunks() == 0) {
            return "no chunk takes segments: nothing that is lost can be rebuilt";
        }
        return row.chunks() == 1
                ? "one chunk alone takes segments: what is lost there cannot be rebuilt elsewhere"
                : "you can lose nothing: without one of the " + Text.count(row.chunks())
                        + " chunks too few are left for the widest extent, or too little room";
    }

    private static void add(final List<String> ways, final int count, final String one) {
        if (count > 0) {
            ways.add(Text.count(count, one));
        }
    }

    /** All but the first, as in {@code , 7 nodes or 9 chunks}. */
    private static String join(final List<String> ways) {
        final StringBuilder joined = new StringBuilder();
        for (int i = 1; i < ways.size(); i++) {
            joined.append(i == ways.size() - 1 ? " or " : ", ").append(ways.get(i));
        }
        return joined.toString();
    }

    private static String kept(final HeadroomRow row) {
        final String left = "new data may still take " + Text.bytes(row.newBytes());
        if (row.kept() != FailureDomain.NONE) {
            return "kept for a rebuild of the largest " + name(row.kept()) + ": " + Text.bytes(row.keptBytes()) + "; "
                    + left;
        }
        return row.configured() == FailureDomain.NONE
                ? "nothing is kept for a rebuild (REBUILD_HEADROOM is NONE); " + left
                : "nothing is kept for a rebuild: without the largest " + name(row.configured())
                        + " too few are left for the widest extent; " + left;
    }

    private static String name(final FailureDomain domain) {
        return domain.name().toLowerCase(Locale.ROOT);
    }
}
