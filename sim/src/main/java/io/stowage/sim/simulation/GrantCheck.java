package io.stowage.sim.simulation;

import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForRepositionDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.sim.model.Amount;
import io.stowage.sim.model.LicenceModel;
import io.stowage.sim.model.RowKey;
import io.stowage.sim.model.SpaceModel;
import io.stowage.sim.model.TopologyModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Every location that is granted keeps the hard rules (S5) and the limits in force at that moment (S2), and what can be
 * granted is not refused.
 */
final class GrantCheck {
    private static final List<TopologyModel.Level> STRICT =
            List.of(TopologyModel.Level.ZONE, TopologyModel.Level.RACK, TopologyModel.Level.BRICK);

    private final SpaceModel model;
    private final LicenceModel licence;
    private final TopologyModel topology;
    private final HeadroomCheck headroom;
    private final PreferenceCheck preference;
    private final TouchedChunks touched;
    private long grants;
    private long refusals;

    GrantCheck(
            final SpaceModel model,
            final LicenceModel licence,
            final TopologyModel topology,
            final TouchedChunks touched) {
        this.model = model;
        this.licence = licence;
        this.topology = topology;
        headroom = new HeadroomCheck(model, topology);
        preference = new PreferenceCheck(model, topology);
        this.touched = touched;
    }

    long grants() {
        return grants;
    }

    long refusals() {
        return refusals;
    }

    /** Checks each location in the order in which the engine chose them, and tells the model. */
    void onReserve(
            final long timestampMs,
            final byte[] frame,
            final byte[] reply,
            final Map<Integer, EngineView.ChunkRow> chunks,
            final Map<Integer, String> zones) {
        if (Replied.templateId(reply) != ReserveForAllocationReplyDecoder.TEMPLATE_ID) {
            return;
        }
        final ReserveForAllocationDecoder request = new ReserveForAllocationDecoder()
                .wrapAndApplyHeader(new UnsafeBuffer(frame), 0, new MessageHeaderDecoder());
        final ReserveForAllocationReplyDecoder granted = new ReserveForAllocationReplyDecoder()
                .wrapAndApplyHeader(new UnsafeBuffer(reply), 0, new MessageHeaderDecoder());
        final int em = (int) request.header().sender();
        final long version = request.version();
        final ReserveForAllocationReplyDecoder.ItemsDecoder replies = granted.items();
        for (final ReserveForAllocationDecoder.ItemsDecoder item : request.items()) {
            final Wanted wanted = Wanted.of(item);
            replies.next();
            final long bytes = replies.segmentBytes();
            final ResultCode result = replies.result();
            final List<Integer> locations = new ArrayList<>();
            replies.chunks().forEach(chunk -> locations.add((int) chunk.chunk()));
            requireMeant(wanted, result, chunks, zones);
            requireLicensed(timestampMs, wanted, locations, result);
            requireNominalSize(wanted, bytes, locations);
            for (int i = 0; i < locations.size(); i += wanted.segments()) {
                final List<Integer> extent = locations.subList(i, i + wanted.segments());
                onExtent(em, version, wanted, bytes, zones.getOrDefault(wanted.preferZone(), ""), extent, chunks);
            }
            if (!locations.isEmpty()) {
                headroom.granted(wanted);
            }
            if (result == ResultCode.NO_SPACE || result == ResultCode.NO_DOMAIN) {
                refusals++;
                onRefused(wanted, bytes, chunks);
            }
        }
    }

    /** Checks each destination, and tells the model. */
    void onReposition(final byte[] frame, final byte[] reply, final Map<Integer, EngineView.ChunkRow> chunks) {
        if (Replied.templateId(reply) != ReserveForRepositionReplyDecoder.TEMPLATE_ID) {
            return;
        }
        final ReserveForRepositionDecoder request = new ReserveForRepositionDecoder()
                .wrapAndApplyHeader(new UnsafeBuffer(frame), 0, new MessageHeaderDecoder());
        final ReserveForRepositionReplyDecoder granted = new ReserveForRepositionReplyDecoder()
                .wrapAndApplyHeader(new UnsafeBuffer(reply), 0, new MessageHeaderDecoder());
        final int em = (int) request.header().sender();
        final long version = request.version();
        final boolean recovers = request.kind() == RepositionKind.RECOVER;
        final ReserveForRepositionReplyDecoder.ItemsDecoder replies = granted.items();
        for (final ReserveForRepositionDecoder.ItemsDecoder item : request.items()) {
            final Wanted wanted = Wanted.of(item, recovers, chunks);
            replies.next();
            final long bytes = replies.segmentBytes();
            final ResultCode result = replies.result();
            final int destination = (int) replies.destination();
            replies.ranked().forEach(each -> {});
            if (result == ResultCode.OK) {
                onExtent(em, version, wanted, bytes, "", List.of(destination), chunks);
            } else if (result == ResultCode.LICENCE_EXCEEDED) {
                throw new InvariantBroken("licence", "expected no refusal for the licence, found one: " + wanted);
            } else if (result == ResultCode.NO_SPACE || result == ResultCode.NO_DOMAIN) {
                refusals++;
                onRefused(wanted, bytes, chunks);
            }
        }
    }

    private void onExtent(
            final int em,
            final long version,
            final Wanted wanted,
            final long bytes,
            final String zone,
            final List<Integer> locations,
            final Map<Integer, EngineView.ChunkRow> chunks) {
        final List<Integer> placed = new ArrayList<>(wanted.existing());
        for (final int chunk : locations) {
            final String hard = brokenRule(wanted, chunk, placed, chunks);
            if (!hard.isEmpty()) {
                throw new InvariantBroken(
                        "S5", "chunk " + chunk + " of " + locations + " was granted though " + hard + ": " + wanted);
            }
            final RowKey key = wanted.key(chunk);
            if (!model.limits().fits(key, bytes, wanted.protects())) {
                throw new InvariantBroken(
                        "S2",
                        "a grant of " + bytes + " bytes passes the limit of " + key + ": "
                                + model.terms(chunk, key.tier()) + " of " + model.capacity(chunk, key.tier()));
            }
            final List<Integer> feasible = feasible(wanted, bytes, placed, chunks);
            preference.check(new PreferenceCheck.Choice(wanted, bytes, zone, placed, feasible, chunks), chunk);
            model.reserve(em, version, key, wanted.isRx() ? Amount.rx(1, bytes) : Amount.of(1, bytes));
            touched.add(chunk);
            placed.add(chunk);
            grants++;
        }
        requireHeadroom(wanted, locations, chunks);
    }

    private void requireHeadroom(
            final Wanted wanted, final List<Integer> locations, final Map<Integer, EngineView.ChunkRow> chunks) {
        final long left = headroom.left(wanted, chunks);
        if (wanted.leavesHeadroom() && left < 0) {
            throw new InvariantBroken(
                    "S2", "a grant on " + locations + " eats " + -left + " bytes that a rebuild needs: " + wanted);
        }
    }

    /** What cannot be meant is refused. */
    private static void requireMeant(
            final Wanted wanted,
            final ResultCode result,
            final Map<Integer, EngineView.ChunkRow> chunks,
            final Map<Integer, String> zones) {
        final boolean prefersExcluded =
                wanted.excluded().contains(wanted.prefer()) && chunks.containsKey(wanted.prefer());
        final boolean prefersNowhere = wanted.preferZone() != 0 && !zones.containsKey(wanted.preferZone());
        if (prefersExcluded ? result != ResultCode.MALFORMED : prefersNowhere && isAnswered(result)) {
            throw new InvariantBroken("protocol", "prefers what cannot be, found " + result + ": " + wanted);
        }
    }

    private static boolean isAnswered(final ResultCode result) {
        return result == ResultCode.OK
                || result == ResultCode.PARTIAL
                || result == ResultCode.NO_SPACE
                || result == ResultCode.NO_DOMAIN;
    }

    private void requireLicensed(
            final long timestampMs, final Wanted wanted, final List<Integer> locations, final ResultCode result) {
        final boolean refused = result == ResultCode.LICENCE_EXCEEDED;
        final boolean mustBeRefused = wanted.isNew() && licence.isExpired(timestampMs);
        if (mustBeRefused ? !locations.isEmpty() : refused) {
            throw new InvariantBroken(
                    "licence",
                    "expected " + (mustBeRefused ? "no grant" : "no refusal") + " for the licence, found " + result
                            + " and " + locations + ": " + wanted);
        }
    }

    /** A replica is as large as its extent, a shard of EC(k,m) extent / k, rounded up to the thin block. */
    private void requireNominalSize(final Wanted wanted, final long bytes, final List<Integer> locations) {
        final long extent = model.limits().setting(ConfigKey.EXTENT_BYTES);
        final long block = model.limits().setting(ConfigKey.THIN_BLOCK_BYTES);
        final long shard = wanted.dataShards() == 0 ? extent : Math.ceilDiv(extent, wanted.dataShards());
        final long nominal = wanted.dataShards() == 0 ? extent : Math.ceilDiv(shard, block) * block;
        final long expected = wanted.bytes() == 0 ? nominal : wanted.bytes();
        if (!locations.isEmpty() && bytes != expected) {
            throw new InvariantBroken(
                    "size", "expected segments of " + expected + " bytes, found " + bytes + ": " + wanted);
        }
    }

    private String brokenRule(
            final Wanted wanted,
            final int chunk,
            final List<Integer> placed,
            final Map<Integer, EngineView.ChunkRow> chunks) {
        final EngineView.ChunkRow row = chunks.get(chunk);
        if (row == null || !row.ready()) {
            return "it is not ready for new segments";
        }
        if (row.pool() != wanted.pool()) {
            return "it is in pool " + row.pool();
        }
        if (!model.offers(chunk, wanted.key(chunk).tier())) {
            return "it does not offer the tier";
        }
        if (wanted.excluded().contains(chunk)) {
            return "it is excluded";
        }
        final boolean separateNodes = model.limits().setting(ConfigKey.MIN_SPREAD) == 1;
        for (final int other : placed) {
            final EngineView.ChunkRow otherRow = chunks.get(other);
            if (other == chunk || (separateNodes && otherRow != null && otherRow.node() == row.node())) {
                return "it shares a " + (other == chunk ? "chunk" : "node") + " with " + other;
            }
        }
        return strictlyShared(wanted, row, placed, chunks);
    }

    /** Strict spread shares a zone, rack or brick only when each one of the pool has a segment; a zone also where one is preferred. */
    private String strictlyShared(
            final Wanted wanted,
            final EngineView.ChunkRow row,
            final List<Integer> placed,
            final Map<Integer, EngineView.ChunkRow> chunks) {
        if (!wanted.strict()) {
            return "";
        }
        for (final TopologyModel.Level level : STRICT) {
            final Set<String> used = new TreeSet<>();
            placed.stream()
                    .map(chunks::get)
                    .filter(Objects::nonNull)
                    .forEach(other -> used.add(topology.domain(other.node(), level)));
            final boolean isWaived = level == TopologyModel.Level.ZONE && wanted.preferZone() != 0;
            final boolean hasUnused = chunks.values().stream()
                    .filter(other -> other.pool() == wanted.pool())
                    .anyMatch(other -> !used.contains(topology.domain(other.node(), level)));
            if (hasUnused && !isWaived) {
                return used.contains(topology.domain(row.node(), level)) ? "it shares a " + level : "";
            }
        }
        return "";
    }

    private List<Integer> feasible(
            final Wanted wanted,
            final long bytes,
            final List<Integer> placed,
            final Map<Integer, EngineView.ChunkRow> chunks) {
        final List<Integer> feasible = new ArrayList<>();
        for (final int chunk : chunks.keySet()) {
            if (brokenRule(wanted, chunk, placed, chunks).isEmpty()
                    && model.limits().fits(wanted.key(chunk), bytes, wanted.protects())) {
                feasible.add(chunk);
            }
        }
        return feasible;
    }

    /** One extent at a time is granted whenever enough separate chunks could take it. */
    private void onRefused(final Wanted wanted, final long bytes, final Map<Integer, EngineView.ChunkRow> chunks) {
        if (wanted.extents() != 1) {
            return;
        }
        final long total = wanted.segments() * bytes;
        if (wanted.leavesHeadroom() && headroom.left(wanted, chunks) < total) {
            return;
        }
        final List<Integer> placed = new ArrayList<>(wanted.existing());
        List<Integer> left = feasible(wanted, bytes, placed, chunks);
        while (!left.isEmpty()) {
            placed.add(left.getFirst());
            left = feasible(wanted, bytes, placed, chunks);
        }
        if (placed.size() >= wanted.afterwards()) {
            throw new InvariantBroken("S5", "refused, but " + placed + " could hold it: " + wanted);
        }
    }
}
