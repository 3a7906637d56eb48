package io.stowage.tools.explain;

import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.candidate.RebuildHeadroom;
import io.stowage.engine.candidate.TopologyOrder;
import io.stowage.engine.explain.Explanation;
import io.stowage.engine.explain.Explanation.Asked;
import io.stowage.engine.explain.Explanation.Funnel;
import io.stowage.engine.explain.Explanation.HeldBack;
import io.stowage.engine.explain.Explanation.Item;
import io.stowage.engine.explain.Explanation.Place;
import io.stowage.tools.output.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What would have let a refused item through: each one was tried. Cheapest first: ask otherwise, release, set, buy. */
final class WaysOut {
    private static final long MIB = 1L << 20;
    private static final long MILLION = 1_000_000;
    private static final int MAX_CHUNKS = 64;

    private final Explanation explanation;
    private final int number;
    private final Item item;
    private final Asked asked;
    private final Trial trial;
    private final List<WayOut> ways = new ArrayList<>();

    private WaysOut(final Explanation explanation, final int number, final Trial trial) {
        this.explanation = explanation;
        this.number = number;
        this.trial = trial;
        item = explanation.items().get(number);
        asked = item.asked();
    }

    /**
     * Something that would have helped.
     *
     * @param text    in words, as in {@code asking for 2 replicas}.
     * @param command that does it; empty: it is for the asker, or for hands.
     */
    record WayOut(String text, String command) {}

    /** All that helps a refused item, at most one of a kind; none where no space or domain was missing. */
    static List<WayOut> of(final Explanation explanation, final int number, final Trial trial) {
        return new WaysOut(explanation, number, trial).all();
    }

    /** Whether an item lacks something that could be had. */
    static boolean mayHelp(final Item item) {
        return item.result() == ResultCode.NO_SPACE
                || item.result() == ResultCode.NO_DOMAIN
                || (item.result() == ResultCode.PARTIAL && item.reason() != Reason.LIMIT_REACHED);
    }

    private List<WayOut> all() {
        if (!mayHelp(item)) {
            return List.of();
        }
        if (explanation.reposition() == null) {
            fewerReplicas();
            fewerShards();
            fewerExtents();
            instead("asking for preferred instead of strict spread", "", asked.isStrict(), preferred());
            smallerSegments();
            instead(
                    "asking for THICK segments",
                    "",
                    asked.provision() == Provision.THIN,
                    ofClass(Provision.THICK, asked.priority()));
            instead(
                    "asking for NORMAL priority",
                    "",
                    asked.priority() == Priority.PRIORITIZED,
                    ofClass(asked.provision(), Priority.NORMAL));
        }
        instead(
                "not excluding " + Words.chunks(asked.excluded()),
                "",
                !asked.excluded().isEmpty(),
                withoutExclusion());
        release();
        spreadByChunk();
        lessHeadroom();
        moreChunks();
        return List.copyOf(ways);
    }

    private void instead(final String text, final String command, final boolean isDifferent, final Asked change) {
        if (isDifferent && trial.grants(change, explanation, number)) {
            ways.add(new WayOut(text, command));
        }
    }

    private void fewerReplicas() {
        for (int replicas = asked.replicas() - 1; replicas > 0; replicas--) {
            final int count = replicas;
            if (trial.grants(replicas(count), explanation, number)) {
                ways.add(new WayOut("asking for " + Text.count(count, "replica"), ""));
                return;
            }
        }
    }

    /** Less parity leaves the shards as large as they are; fewer shards of data are larger ones, with the parity that was asked for. */
    private void fewerShards() {
        for (int parity = asked.parity() - 1; parity > 0; parity--) {
            if (trial.grants(shards(asked.data(), parity, asked.segmentBytes()), explanation, number)) {
                ways.add(new WayOut("asking for EC " + asked.data() + "+" + parity, ""));
                break;
            }
        }
        for (int data = asked.data() - 1; data > 0; data--) {
            final long bytes = Math.ceilDiv(asked.segmentBytes() * asked.data(), data);
            if (trial.grants(shards(data, asked.parity(), bytes), explanation, number)) {
                ways.add(new WayOut(
                        "asking for EC " + data + "+" + asked.parity() + ", with shards of " + Text.bytes(bytes), ""));
                return;
            }
        }
    }

    private void fewerExtents() {
        final boolean isHeadroom = item.reason() == Reason.REBUILD_HEADROOM;
        final Explanation.Extent last =
                item.extents().isEmpty() ? null : item.extents().getLast();
        final boolean isStuck =
                last != null && (isHeadroom || last.segments().getLast().chosen() == null);
        final int fitting = item.extents().size() - (isStuck ? 1 : 0);
        if (fitting > 0 && fitting < asked.extents()) {
            instead(
                    "asking for " + Text.count(fitting, "extent")
                            + (asked.isPartial() ? "" : ", or for what fits (a partial grant)"),
                    "",
                    true,
                    extents(fitting));
        }
    }

    /** The largest size in MiB that goes through, found by halving. */
    private void smallerSegments() {
        long low = 0;
        long high = (asked.segmentBytes() - 1) / MIB;
        while (low < high) {
            final long middle = (low + high + 1) / 2;
            if (trial.grants(bytes(middle * MIB), explanation, number)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        if (low > 0) {
            ways.add(new WayOut("asking for segments of at most " + Text.count(low) + " MiB", ""));
        }
    }

    private void release() {
        final Funnel funnel = item.funnel();
        final List<HeldBack> released = funnel == null
                ? List.of()
                : funnel.heldBack().stream().filter(Words::canRelease).toList();
        // One after the other, so that no more is told than it takes.
        for (int count = 1; count <= released.size(); count++) {
            final List<HeldBack> some = released.subList(0, count);
            if (trial.grantsAfter(t -> some.forEach(t::release), explanation, number)) {
                ways.add(new WayOut(
                        some.stream().map(Words::release).distinct().collect(Collectors.joining(" and ")),
                        some.stream().map(Words::releaseCommand).distinct().collect(Collectors.joining("; "))));
                return;
            }
        }
    }

    private void spreadByChunk() {
        if (explanation.rules().nodesApart()
                && trial.grantsAfter(t -> t.configure(ConfigKey.MIN_SPREAD, 0), explanation, number)) {
            ways.add(new WayOut(
                    "letting the segments of an extent share a node", "stowage config set MIN_SPREAD CHUNK"));
        }
    }

    private void lessHeadroom() {
        if (item.reason() != Reason.REBUILD_HEADROOM || item.headroom() == null) {
            return;
        }
        for (int level = item.headroom().level().ordinal() - 1; level >= 0; level--) {
            final int value = level;
            if (trial.grantsAfter(t -> t.configure(ConfigKey.REBUILD_HEADROOM, value), explanation, number)) {
                final RebuildHeadroom.Level kept = RebuildHeadroom.Level.of(level);
                ways.add(new WayOut(
                        kept == RebuildHeadroom.Level.NONE
                                ? "keeping nothing for a rebuild"
                                : "keeping space for the rebuild of a " + Words.name(kept) + " only",
                        "stowage config set REBUILD_HEADROOM " + kept));
                return;
            }
        }
    }

    private void moreChunks() {
        final Funnel funnel = item.funnel();
        if (funnel == null) {
            return;
        }
        final Place like = funnel.largest();
        final long bytes = capacityFor(like == null ? 0 : like.capacityBytes());
        final int level = levelOfNew();
        if (level == TopologyOrder.ZONE && moreInAZone(like, bytes)) {
            return;
        }
        final int count =
                fewest(chunks -> trial.grantsAfter(t -> add(t, chunks, level, like, bytes), explanation, number));
        if (count > 0) {
            ways.add(new WayOut(
                    "adding " + (count == 1 ? "a chunk" : count + " chunks") + " of " + Text.bytes(bytes)
                            + where(level, count, like),
                    ""));
        }
    }

    /** A zone that the pool has and nothing can be chosen in needs a chunk there, not another zone. */
    private boolean moreInAZone(final @Nullable Place like, final long bytes) {
        for (final String each : explanation.zones()) {
            final String zone = each.substring(each.indexOf(' ') + 1);
            final boolean isOther = like == null || !zone.equals(like.zone());
            if (isOther
                    && trial.grantsAfter(
                            t -> t.addChunk(1, zone, "added-1", poolName(), asked.tier(), bytes),
                            explanation,
                            number)) {
                ways.add(new WayOut("adding a chunk of " + Text.bytes(bytes) + " in zone " + zone, ""));
                return true;
            }
        }
        return false;
    }

    /** New chunks stand apart as strict spread wants it, and so that they make no domain larger that is kept for. */
    private int levelOfNew() {
        if (item.reason() == Reason.REBUILD_HEADROOM
                && item.headroom() != null
                && item.headroom().level() == RebuildHeadroom.Level.RACK) {
            return TopologyOrder.RACK;
        }
        return item.extents().isEmpty()
                ? TopologyOrder.NODE
                : item.extents().getLast().lowestLevel();
    }

    /** The smallest count that helps, up to a limit: by doubling, then by halving. 0: none does. */
    private static int fewest(final IntPredicate helps) {
        int high = 1;
        while (!helps.test(high)) {
            high *= 2;
            if (high > MAX_CHUNKS) {
                return 0;
            }
        }
        int low = high / 2;
        while (low + 1 < high) {
            final int middle = (low + high) / 2;
            if (helps.test(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private static String where(final int level, final int count, final @Nullable Place like) {
        return switch (level) {
            case TopologyOrder.ZONE -> count == 1 ? " in another zone" : " in " + count + " other zones";
            case TopologyOrder.RACK ->
                (count == 1 ? " in another rack" : " in " + count + " other racks")
                        + (like == null ? "" : " of zone " + like.zone());
            default -> count == 1 ? " on another node" : " on " + count + " other nodes";
        };
    }

    private void add(final Trial t, final int count, final int level, final @Nullable Place like, final long bytes) {
        final String zone = like == null ? "added" : like.zone();
        final String rack = like == null ? "added" : like.rack();
        for (int i = 1; i <= count; i++) {
            t.addChunk(
                    i,
                    level == TopologyOrder.ZONE ? "added-" + i : zone,
                    level < TopologyOrder.RACK ? rack : "added-" + i,
                    poolName(),
                    asked.tier(),
                    bytes);
        }
    }

    private String poolName() {
        final Funnel funnel = item.funnel();
        return funnel == null ? "" : funnel.poolName();
    }

    /** At least as large as the largest there is, and large enough for one segment. */
    private long capacityFor(final long largest) {
        long bytes = Math.max(largest, MIB);
        final long free = MILLION - explanation.rules().headroomPpm();
        while (free > 0 && bytes / MILLION * free + bytes % MILLION * free / MILLION < asked.segmentBytes()) {
            bytes *= 2;
        }
        return bytes;
    }

    private Asked replicas(final int replicas) {
        return with(asked.extents(), replicas, asked.segmentBytes(), asked.isStrict(), asked.excluded());
    }

    private Asked extents(final long extents) {
        return with(extents, asked.replicas(), asked.segmentBytes(), asked.isStrict(), asked.excluded());
    }

    private Asked bytes(final long bytes) {
        return with(asked.extents(), asked.replicas(), bytes, asked.isStrict(), asked.excluded());
    }

    private Asked preferred() {
        return with(asked.extents(), asked.replicas(), asked.segmentBytes(), false, asked.excluded());
    }

    private Asked withoutExclusion() {
        return with(asked.extents(), asked.replicas(), asked.segmentBytes(), asked.isStrict(), List.of());
    }

    private Asked with(
            final long extents,
            final int replicas,
            final long bytes,
            final boolean strict,
            final List<Integer> excluded) {
        return copy(extents, replicas, bytes, strict, excluded, asked.provision(), asked.priority());
    }

    private Asked ofClass(final Provision provision, final Priority priority) {
        return copy(
                asked.extents(),
                asked.replicas(),
                asked.segmentBytes(),
                asked.isStrict(),
                asked.excluded(),
                provision,
                priority);
    }

    private Asked shards(final int data, final int parity, final long bytes) {
        return new Asked(
                asked.extents(),
                asked.replicas(),
                data,
                parity,
                bytes,
                asked.tier(),
                asked.provision(),
                asked.priority(),
                asked.purpose(),
                asked.isPartial(),
                asked.isStrict(),
                asked.prefer(),
                asked.zone(),
                asked.zoneName(),
                asked.pool(),
                asked.poolName(),
                asked.excluded(),
                asked.existing(),
                asked.unknown(),
                asked.replace());
    }

    private Asked copy(
            final long extents,
            final int replicas,
            final long bytes,
            final boolean strict,
            final List<Integer> excluded,
            final Provision provision,
            final Priority priority) {
        return new Asked(
                extents,
                replicas,
                asked.data(),
                asked.parity(),
                bytes,
                asked.tier(),
                provision,
                priority,
                asked.purpose(),
                asked.isPartial(),
                strict,
                asked.prefer(),
                asked.zone(),
                asked.zoneName(),
                asked.pool(),
                asked.poolName(),
                excluded,
                asked.existing(),
                asked.unknown(),
                asked.replace());
    }
}
