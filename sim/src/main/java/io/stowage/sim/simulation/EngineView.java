package io.stowage.sim.simulation;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.ChunksQueryEncoder;
import io.stowage.codecs.ChunksReplyDecoder;
import io.stowage.codecs.CommandHeaderEncoder;
import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.ConfigQueryEncoder;
import io.stowage.codecs.ConfigReplyDecoder;
import io.stowage.codecs.DomainLevel;
import io.stowage.codecs.Health;
import io.stowage.codecs.Isolation;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Role;
import io.stowage.codecs.SpaceQueryEncoder;
import io.stowage.codecs.SpaceReplyDecoder;
import io.stowage.codecs.Tier;
import io.stowage.codecs.TopologyQueryEncoder;
import io.stowage.codecs.TopologyReplyDecoder;
import io.stowage.sim.model.Terms;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** What the engine itself says, asked by its own queries: space by term, chunks, configuration. */
final class EngineView {
    /** One row of the space view. */
    record SpaceRow(int chunk, Tier tier, long capacity, long allocated, Terms normal, Terms prioritized) {
        Terms of(final Priority priority) {
            return priority == Priority.NORMAL ? normal : prioritized;
        }
    }

    /** One row of the chunk list. */
    record ChunkRow(int node, int pool, AdminState adminState, boolean ready) {}

    static final Tier[] TIERS = {Tier.CAPACITY, Tier.PERFORMANCE};
    private static final Terms NOTHING = new Terms(0, 0, 0, 0, 0, 0, 0, 0, 0);

    private final UnaryOperator<byte[]> query;
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final MessageHeaderDecoder replyHeader = new MessageHeaderDecoder();

    EngineView(final UnaryOperator<byte[]> query) {
        this.query = query;
    }

    /** All chunks. */
    List<SpaceRow> space() {
        return space(0);
    }

    /** One chunk, a row for each tier that it offers or has space counted on, none if it is unknown; 0: all chunks. */
    List<SpaceRow> space(final int chunk) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
        final SpaceQueryEncoder encoder = new SpaceQueryEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        address(encoder.header());
        encoder.chunk(chunk).after(0).pageSize(0);
        final DirectBuffer reply = ask(buffer, encoder.encodedLength());
        if (new MessageHeaderDecoder().wrap(reply, 0).templateId() != SpaceReplyDecoder.TEMPLATE_ID) {
            return List.of();
        }
        final SpaceReplyDecoder decoder = new SpaceReplyDecoder().wrapAndApplyHeader(reply, 0, replyHeader);
        if (decoder.next() != 0) {
            throw new IllegalStateException("the space view of a simulated cluster must fit one page");
        }
        final List<SpaceRow> rows = new ArrayList<>();
        for (final SpaceReplyDecoder.RowsDecoder row : decoder.rows()) {
            final Terms prioritized = new Terms(
                    row.thickPrioritized(),
                    row.thickPendingPrioritized(),
                    row.thickRxPrioritized(),
                    row.thinUsedPrioritized(),
                    row.thinNewFreshPrioritized(),
                    row.thinNewAgingPrioritized(),
                    row.thinPendingPrioritized(),
                    row.thinRxPrioritized(),
                    row.thinNominalPrioritized());
            final Terms normal = new Terms(
                    row.thick() - prioritized.thick(),
                    row.thickPending() - prioritized.thickPending(),
                    row.thickRx() - prioritized.thickRx(),
                    row.thinUsed() - prioritized.thinUsed(),
                    row.thinNewFresh() - prioritized.thinNewFresh(),
                    row.thinNewAging() - prioritized.thinNewAging(),
                    row.thinPending() - prioritized.thinPending(),
                    row.thinRx() - prioritized.thinRx(),
                    row.thinNominal() - prioritized.thinNominal());
            rows.add(new SpaceRow((int) row.chunk(), row.tier(), row.capacity(), row.allocated(), normal, prioritized));
        }
        return rows;
    }

    /** The same, by chunk. */
    Map<Integer, List<SpaceRow>> spaceByChunk() {
        final Map<Integer, List<SpaceRow>> rows = new TreeMap<>();
        space().forEach(row ->
                rows.computeIfAbsent(row.chunk(), absent -> new ArrayList<>()).add(row));
        return rows;
    }

    /** The row of a tier among the rows of a chunk; null: neither offered nor counted on. */
    static @Nullable SpaceRow of(final List<SpaceRow> rows, final Tier tier) {
        for (final SpaceRow row : rows) {
            if (row.tier() == tier) {
                return row;
            }
        }
        return null;
    }

    /** The terms of a tier and priority among the rows of a chunk. */
    static Terms of(final List<SpaceRow> rows, final Tier tier, final Priority priority) {
        final SpaceRow row = of(rows, tier);
        return row == null ? NOTHING : row.of(priority);
    }

    Map<Integer, ChunkRow> chunks() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
        final ChunksQueryEncoder encoder = new ChunksQueryEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        address(encoder.header());
        encoder.after(0).pageSize(0);
        final DirectBuffer reply = ask(buffer, encoder.encodedLength());
        final Map<Integer, ChunkRow> chunks = new TreeMap<>();
        for (final ChunksReplyDecoder.RowsDecoder row : new ChunksReplyDecoder()
                .wrapAndApplyHeader(reply, 0, replyHeader)
                .rows()) {
            final boolean ready = row.adminState() == AdminState.IN_USE
                    && row.health() == Health.HEALTHY
                    && row.isolation() == Isolation.NONE;
            chunks.put((int) row.chunk(), new ChunkRow((int) row.node(), (int) row.pool(), row.adminState(), ready));
        }
        return chunks;
    }

    /** Names of the zones, by their ids. */
    Map<Integer, String> zones() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
        final TopologyQueryEncoder encoder = new TopologyQueryEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        address(encoder.header());
        encoder.after(0).pageSize(0);
        final DirectBuffer reply = ask(buffer, encoder.encodedLength());
        final Map<Integer, String> zones = new TreeMap<>();
        for (final TopologyReplyDecoder.RowsDecoder row : new TopologyReplyDecoder()
                .wrapAndApplyHeader(reply, 0, replyHeader)
                .rows()) {
            if (row.level() == DomainLevel.ZONE) {
                zones.put((int) row.domain(), row.name());
            }
        }
        return zones;
    }

    Map<ConfigKey, Long> config() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
        final ConfigQueryEncoder encoder = new ConfigQueryEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        address(encoder.header());
        final DirectBuffer reply = ask(buffer, encoder.encodedLength());
        final Map<ConfigKey, Long> config = new EnumMap<>(ConfigKey.class);
        for (final ConfigReplyDecoder.RowsDecoder row : new ConfigReplyDecoder()
                .wrapAndApplyHeader(reply, 0, replyHeader)
                .rows()) {
            config.put(row.key(), row.value());
        }
        return config;
    }

    private DirectBuffer ask(final UnsafeBuffer buffer, final int encodedLength) {
        final byte[] frame = new byte[MessageHeaderEncoder.ENCODED_LENGTH + encodedLength];
        buffer.getBytes(0, frame);
        return new UnsafeBuffer(query.apply(frame));
    }

    private static void address(final CommandHeaderEncoder header) {
        header.clusterHigh(SimulatedServer.CLUSTER_HIGH)
                .clusterLow(SimulatedServer.CLUSTER_LOW)
                .correlationId(0)
                .incarnation(0)
                .sender(0)
                .role(Role.OPERATOR);
    }
}
