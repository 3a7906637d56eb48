package io.stowage.engine.explain;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Tier;
import io.stowage.engine.candidate.RebuildHeadroom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reservation of the log and how it was decided. Values only: it stays true when the engine moves on.
 *
 * @param position    of the entry, bytes of the log.
 * @param timestampMs of the entry, milliseconds.
 * @param em          extent manager that asked.
 * @param version     space version.
 * @param reposition  why segments are rebuilt or moved; null: new segments are asked for.
 * @param result      of the whole request.
 * @param reason      behind it.
 * @param expected    figure of the reason.
 * @param found       figure of the reason.
 * @param rules       that were in force.
 * @param pools       all pools by name, in the order of their ids.
 * @param zones       all zones by name, in the order of their ids.
 * @param items       in the order of the request; none where the request was refused before its items were looked at.
 */
public record Explanation(
        long position,
        long timestampMs,
        int em,
        long version,
        @Nullable RepositionKind reposition,
        ResultCode result,
        Reason reason,
        long expected,
        long found,
        Rules rules,
        List<String> pools,
        List<String> zones,
        List<Item> items) {
    /** What keeps candidates away for lack of space. */
    public enum Lack {
        /** What is allocated reaches the limit of thick data, the reserve set apart. */
        RESERVE,
        /** What is allocated reaches the thin watermark. */
        THIN_WATERMARK,
        /** Nominal bytes reach the oversubscription. */
        OVERSUBSCRIPTION,
        /** Prioritized data reaches its share. */
        PRIORITIZED_SHARE
    }

    /**
     * Settings of the cluster at the position.
     *
     * @param extentBytes       size of an extent.
     * @param nodesApart        whether the segments of an extent must stand on nodes of their own.
     * @param highWaterPpm      share up to which a chunk is filled while others are emptier, parts per million.
     * @param localityPpm       share up to which a preferred chunk is taken, parts per million.
     * @param choices           candidates drawn for a segment.
     * @param headroomPpm       share of a chunk kept free of the new data, parts per million.
     * @param protectPpm        share of a chunk kept free of protecting data, parts per million.
     */
    public record Rules(
            long extentBytes,
            boolean nodesApart,
            long highWaterPpm,
            long localityPpm,
            int choices,
            long headroomPpm,
            long protectPpm) {}

    /**
     * What an item asked for.
     *
     * @param extents      that were asked for; 1 for a reposition.
     * @param replicas     of an extent; 0: erasure coded.
     * @param data         shards with data.
     * @param parity       shards with parity.
     * @param segmentBytes nominal bytes of a segment, as used.
     * @param tier         of the segments.
     * @param provision    of them.
     * @param priority     of them.
     * @param purpose      of an allocation.
     * @param isPartial    whether less than all is welcome.
     * @param isStrict     whether strict spread was asked for.
     * @param prefer       chunk id; 0: none.
     * @param zone         preferred zone, id; 0: none.
     * @param zoneName     its name; its id where it is not known.
     * @param pool         id; 0: the default pool, or by the chunks of a reposition.
     * @param poolName     name; its id where it is not known.
     * @param excluded     chunk ids that must not be used.
     * @param existing     chunk ids that hold segments of the extent already: the sources of a reposition.
     * @param unknown      of those the ids that nobody knows.
     * @param replace      chunk id whose segment is rebuilt or moved; 0: none.
     */
    public record Asked(
            long extents,
            int replicas,
            int data,
            int parity,
            long segmentBytes,
            Tier tier,
            Provision provision,
            Priority priority,
            Purpose purpose,
            boolean isPartial,
            boolean isStrict,
            int prefer,
            int zone,
            String zoneName,
            int pool,
            String poolName,
            List<Integer> excluded,
            List<Integer> existing,
            List<Integer> unknown,
            int replace) {
        /**
         * Segments that are placed for an extent.
         *
         * @return how many.
         */
        public int segments() {
            return replicas + data + parity;
        }

        /** The same with the size that was used. */
        Asked withSegmentBytes(final long bytes) {
            return new Asked(
                    extents, replicas, data, parity, bytes, tier, provision, priority, purpose, isPartial, isStrict,
                    prefer, zone, zoneName, pool, poolName, excluded, existing, unknown, replace);
        }
    }

    /**
     * How many chunks each filter left before the first segment of an item was placed.
     *
     * @param poolName    pool of the chunks.
     * @param registered  known.
     * @param inPool      of these in the pool.
     * @param inUse       of these IN_USE.
     * @param healthy     of these HEALTHY.
     * @param notIsolated of these not isolated.
     * @param tier        of these offering the tier.
     * @param space       of these with room for a segment.
     * @param spread      of these neither excluded nor beside an existing segment: those that could be chosen.
     * @param nodes       on which those stand.
     * @param racks       in which those stand.
     * @param zones       in which those stand.
     * @param lacks       for those without room, by the ordinal of what they lack: how many.
     * @param largest     chunk of the pool with the most capacity; null: the pool has none.
     * @param heldBack    those of the pool that are not in use, not healthy or isolated.
     */
    public record Funnel(
            String poolName,
            int registered,
            int inPool,
            int inUse,
            int healthy,
            int notIsolated,
            int tier,
            int space,
            int spread,
            int nodes,
            int racks,
            int zones,
            List<Integer> lacks,
            @Nullable Place largest,
            List<HeldBack> heldBack) {}

    /**
     * A chunk of the pool that takes nothing new, whatever its space.
     *
     * @param chunk         id.
     * @param node          id.
     * @param nodeName      name; may be empty.
     * @param adminState    what the operator wants of it.
     * @param health        what is known of it.
     * @param isMaintenance whether its node is in maintenance.
     * @param isSubHealth   whether it was isolated for itself.
     */
    public record HeldBack(
            int chunk,
            int node,
            String nodeName,
            AdminState adminState,
            Health health,
            boolean isMaintenance,
            boolean isSubHealth) {}

    /**
     * What new data leaves alone, before an item was placed.
     *
     * @param level     domain that is kept for; NONE: nothing is kept.
     * @param keptBytes stake of the largest such domain.
     * @param leftBytes for new data.
     * @param largest   a chunk of that domain.
     */
    public record Headroom(
            RebuildHeadroom.Level level,
            long keptBytes,
            long leftBytes,
            @Nullable Place largest) {}

    /**
     * A chunk and where it stands.
     *
     * @param chunk          id.
     * @param port           of its endpoint.
     * @param node           id.
     * @param nodeName       name; may be empty.
     * @param ip             of the node.
     * @param zone           name.
     * @param rack           name.
     * @param brick          name; empty: none.
     * @param capacityBytes  valid capacity of the tier.
     * @param allocatedBytes of the tier, before the segment.
     */
    public record Place(
            int chunk,
            int port,
            int node,
            String nodeName,
            String ip,
            String zone,
            String rack,
            String brick,
            long capacityBytes,
            long allocatedBytes) {}

    /**
     * A chunk that could have been chosen.
     *
     * @param place     of it.
     * @param load      after placement, as it was compared.
     * @param roomBytes largest segment that it still took.
     * @param running   repositions running there.
     */
    public record Candidate(Place place, double load, long roomBytes, int running) {}

    /**
     * A step of the preferences that was tried.
     *
     * @param scope  of {@link io.stowage.engine.placement.PlacementTrace}.
     * @param group  of {@link io.stowage.engine.placement.PlacementTrace}.
     * @param level  of {@link io.stowage.engine.candidate.TopologyOrder}.
     * @param weight of the chunks in it; 0: none.
     */
    public record Step(int scope, int group, int level, long weight) {}

    /**
     * How a segment was placed.
     *
     * @param steps       that were tried; the last one decided.
     * @param chosen      null: no chunk was left.
     * @param isPreferred whether it was taken because the request prefers it.
     * @param drawn       candidates in the order of the draw.
     * @param groupSize   chunks of the step that decided; 0 where that was not looked at.
     * @param others      the best of them that were neither chosen nor drawn.
     */
    public record Segment(
            List<Step> steps,
            @Nullable Candidate chosen,
            boolean isPreferred,
            List<Candidate> drawn,
            int groupSize,
            List<Candidate> others) {}

    /**
     * How an extent was placed.
     *
     * @param lowestLevel   of {@link io.stowage.engine.candidate.TopologyOrder}: strict spread goes no lower for the last segment.
     * @param segmentsApart of the extent that need a domain of that level each.
     * @param segments      in order; the last one without a chunk where it got stuck.
     */
    public record Extent(int lowestLevel, int segmentsApart, List<Segment> segments) {}

    /**
     * One item of the request.
     *
     * @param asked    what for.
     * @param result   how it ended.
     * @param reason   behind it.
     * @param expected figure of the reason.
     * @param found    figure of the reason.
     * @param granted  extents.
     * @param funnel   null where the item was refused before candidates were looked at.
     * @param headroom null where the item was refused before candidates were looked at, or may use what is kept.
     * @param extents  that were tried, one after the other.
     * @param sources  of a reposition, best first, chunk ids.
     */
    public record Item(
            Asked asked,
            ResultCode result,
            Reason reason,
            long expected,
            long found,
            long granted,
            @Nullable Funnel funnel,
            @Nullable Headroom headroom,
            List<Extent> extents,
            List<Integer> sources) {}
}
