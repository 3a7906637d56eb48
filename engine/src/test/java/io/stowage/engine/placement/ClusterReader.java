package io.stowage.engine.placement;

import io.stowage.codecs.*;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Reads a cluster as the engine shows it when it is asked; what it shows of space has a twin of its own. */
final class ClusterReader {
    private final PlacementWire wire;
    private final Map<Integer, TwinPlace> places = new HashMap<>();
    private final List<Integer> zones = new ArrayList<>();

    ClusterReader(final PlacementWire wire) {
        this.wire = wire;
        readPlaces();
    }

    TwinCluster read() {
        final Map<Integer, TwinSpace[]> spaces = spaces();
        final SequencedMap<Integer, TwinChunk> chunks = new TreeMap<>();
        wire.query(buffer -> {
            final ChunksQueryEncoder encoder = new ChunksQueryEncoder().wrapAndApplyHeader(buffer, 0, wire.header);
            wire.fill(encoder.header(), Role.OPERATOR, 0);
            return encoder.after(0).pageSize(0).encodedLength();
        });
        for (final ChunksReplyDecoder.RowsDecoder row : new ChunksReplyDecoder()
                .wrapAndApplyHeader(wire.reply, 0, wire.headerDecoder)
                .rows()) {
            final int id = (int) row.chunk();
            final TwinSpace[] space = spaces.getOrDefault(id, new TwinSpace[] {TwinSpace.NONE, TwinSpace.NONE});
            chunks.put(
                    id,
                    new TwinChunk(
                            id,
                            (int) row.pool(),
                            places.get((int) row.node()),
                            row.adminState(),
                            row.health(),
                            row.isolation(),
                            space[0],
                            space[1]));
        }
        return new TwinCluster(settings(), chunks, zones, Map.copyOf(wire.widths));
    }

    TwinSettings settings() {
        wire.query(buffer -> {
            final ConfigQueryEncoder encoder = new ConfigQueryEncoder().wrapAndApplyHeader(buffer, 0, wire.header);
            wire.fill(encoder.header(), Role.OPERATOR, 0);
            return encoder.encodedLength();
        });
        final Map<Integer, Long> values = new HashMap<>();
        new ConfigReplyDecoder()
                .wrapAndApplyHeader(wire.reply, 0, wire.headerDecoder)
                .rows()
                .forEach(row -> values.put(row.keyRaw(), row.value()));
        return new TwinSettings(values);
    }

    private Map<Integer, TwinSpace[]> spaces() {
        wire.query(buffer -> {
            final SpaceQueryEncoder encoder = new SpaceQueryEncoder().wrapAndApplyHeader(buffer, 0, wire.header);
            wire.fill(encoder.header(), Role.OPERATOR, 0);
            return encoder.chunk(0).after(0).pageSize(0).encodedLength();
        });
        final Map<Integer, TwinSpace[]> spaces = new HashMap<>();
        for (final SpaceReplyDecoder.RowsDecoder row : new SpaceReplyDecoder()
                .wrapAndApplyHeader(wire.reply, 0, wire.headerDecoder)
                .rows()) {
            final long prioritized = row.thickPrioritized()
                    + row.thickPendingPrioritized()
                    + row.thickRxPrioritized()
                    + row.thinUsedPrioritized()
                    + row.thinNewFreshPrioritized()
                    + row.thinNewAgingPrioritized()
                    + row.thinPendingPrioritized()
                    + row.thinRxPrioritized();
            final long thin = row.thinNominal() + row.thinPending() + row.thinRx();
            final long nominal = row.thick()
                    + row.thickPending()
                    + row.thickRx()
                    + row.thinNominal()
                    + row.thinPending()
                    + row.thinRx();
            spaces.computeIfAbsent((int) row.chunk(), absent -> new TwinSpace[] {TwinSpace.NONE, TwinSpace.NONE})[
                            row.tier().value()] =
                    new TwinSpace(row.total() > 0, row.capacity(), row.allocated(), prioritized, nominal, thin);
        }
        return spaces;
    }

    private void readPlaces() {
        final Map<List<Object>, Integer> domains = new HashMap<>();
        wire.query(buffer -> {
            final TopologyQueryEncoder encoder = new TopologyQueryEncoder().wrapAndApplyHeader(buffer, 0, wire.header);
            wire.fill(encoder.header(), Role.OPERATOR, 0);
            return encoder.after(0).pageSize(0).encodedLength();
        });
        for (final TopologyReplyDecoder.RowsDecoder row : new TopologyReplyDecoder()
                .wrapAndApplyHeader(wire.reply, 0, wire.headerDecoder)
                .rows()) {
            final int id = (int) row.domain();
            domains.put(List.of(row.level(), (int) row.parent(), row.name()), id);
            if (row.level() == DomainLevel.ZONE) {
                zones.add(id);
            }
        }
        wire.query(buffer -> {
            final NodesQueryEncoder encoder = new NodesQueryEncoder().wrapAndApplyHeader(buffer, 0, wire.header);
            wire.fill(encoder.header(), Role.OPERATOR, 0);
            return encoder.after(0).pageSize(0).encodedLength();
        });
        for (final NodesReplyDecoder.RowsDecoder row : new NodesReplyDecoder()
                .wrapAndApplyHeader(wire.reply, 0, wire.headerDecoder)
                .rows()) {
            final int zone = domains.get(List.of(DomainLevel.ZONE, 0, row.zone()));
            final int rack = domains.get(List.of(DomainLevel.RACK, zone, row.rack()));
            final int brick = domains.getOrDefault(List.of(DomainLevel.BRICK, rack, row.brick()), 0);
            places.put((int) row.node(), TwinPlace.of(zone, rack, brick, (int) row.node()));
        }
    }
}
