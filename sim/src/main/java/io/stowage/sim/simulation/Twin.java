package io.stowage.sim.simulation;

import io.stowage.client.frame.FrameReader;
import io.stowage.codecs.FreeForAllocationDecoder;
import io.stowage.codecs.KeepAliveDecoder;
import io.stowage.codecs.KeepAliveReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Priority;
import io.stowage.codecs.ReportSpaceBeginDecoder;
import io.stowage.codecs.ReportSpaceEndDecoder;
import io.stowage.codecs.ReportSpaceRowsDecoder;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.SetConfigDecoder;
import io.stowage.codecs.Tier;
import io.stowage.sim.model.Amount;
import io.stowage.sim.model.KeepAlive;
import io.stowage.sim.model.RowKey;
import io.stowage.sim.model.SpaceModel;
import io.stowage.sim.model.Terms;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Tells the naive model what the engine took, and holds the engine's terms against the model's. */
final class Twin {
    private final SpaceModel model = new SpaceModel();
    private final GrantCheck grantCheck = new GrantCheck(model);
    private final Map<Integer, Map<RowKey, Amount>> staged = new HashMap<>();
    private final FrameReader reader = new FrameReader();

    SpaceModel model() {
        return model;
    }

    GrantCheck grantCheck() {
        return grantCheck;
    }

    /** The engine applied an entry and answered OK, or in part. */
    void onApplied(
            final long position,
            final byte[] frame,
            final byte[] reply,
            final Map<Integer, EngineView.ChunkRow> chunks) {
        final DirectBuffer buffer = new UnsafeBuffer(frame);
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        reader.wrap(buffer, 0, frame.length);
        final boolean isOk = Replied.isOk(reply);
        switch (reader.templateId()) {
            case ReserveForAllocationDecoder.TEMPLATE_ID -> grantCheck.onReserve(frame, reply, chunks);
            case FreeForAllocationDecoder.TEMPLATE_ID -> {
                if (isOk) {
                    onFree(new FreeForAllocationDecoder().wrapAndApplyHeader(buffer, 0, header));
                }
            }
            case KeepAliveDecoder.TEMPLATE_ID -> {
                if (Replied.templateId(reply) == KeepAliveReplyDecoder.TEMPLATE_ID) {
                    onKeepAlive(position, new KeepAliveDecoder().wrapAndApplyHeader(buffer, 0, header));
                }
            }
            case SetConfigDecoder.TEMPLATE_ID -> {
                if (isOk) {
                    final SetConfigDecoder decoder = new SetConfigDecoder().wrapAndApplyHeader(buffer, 0, header);
                    final long value = decoder.value();
                    model.configure(decoder.key(), value);
                }
            }
            default -> {
                if (isOk) {
                    onReport(reader.templateId(), buffer, header);
                }
            }
        }
    }

    /** Every term of every chunk, tier and priority is that of the model. */
    void compare(final Iterable<EngineView.SpaceRow> rows) {
        for (final EngineView.SpaceRow row : rows) {
            for (final Priority priority : new Priority[] {Priority.NORMAL, Priority.PRIORITIZED}) {
                final Terms expected = model.terms(row.chunk(), row.tier(), priority);
                if (!expected.equals(row.of(priority))) {
                    throw new InvariantBroken(
                            "twin",
                            "chunk " + row.chunk() + " " + row.tier() + " " + priority + ": the model says " + expected
                                    + ", the engine " + row.of(priority));
                }
            }
            final long sum = row.normal().allocated() + row.prioritized().allocated();
            if (sum != row.allocated() || row.capacity() != model.capacity(row.chunk(), row.tier())) {
                throw new InvariantBroken("twin", "allocated or capacity of " + row + " is not what its terms say");
            }
        }
    }

    private void onFree(final FreeForAllocationDecoder free) {
        final int em = (int) free.header().sender();
        final long version = free.version();
        final long bytes = free.segmentBytes();
        for (final FreeForAllocationDecoder.ChunksDecoder chunk : free.chunks()) {
            final RowKey key = new RowKey((int) chunk.chunk(), free.tier(), free.provision(), free.priority());
            model.free(em, version, key, Amount.of(1, bytes));
        }
    }

    private void onKeepAlive(final long position, final KeepAliveDecoder keepAlive) {
        final int chunk = (int) keepAlive.chunk();
        final long fence = keepAlive.fence();
        final Map<Tier, KeepAlive.TierReading> tiers = new EnumMap<>(Tier.class);
        for (final KeepAliveDecoder.TiersDecoder tier : keepAlive.tiers()) {
            tiers.put(
                    tier.tier(),
                    new KeepAlive.TierReading(
                            tier.total(), tier.failed(), tier.thinUsedNormal(), tier.thinUsedPrioritized()));
        }
        model.keepAlive(new KeepAlive(chunk, position, fence, tiers));
    }

    private void onReport(final int templateId, final DirectBuffer buffer, final MessageHeaderDecoder header) {
        switch (templateId) {
            case ReportSpaceBeginDecoder.TEMPLATE_ID -> {
                final int em = (int) new ReportSpaceBeginDecoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .header()
                        .sender();
                staged.put(em, new HashMap<>());
            }
            case ReportSpaceRowsDecoder.TEMPLATE_ID ->
                stage(new ReportSpaceRowsDecoder().wrapAndApplyHeader(buffer, 0, header));
            case ReportSpaceEndDecoder.TEMPLATE_ID -> {
                final ReportSpaceEndDecoder end = new ReportSpaceEndDecoder().wrapAndApplyHeader(buffer, 0, header);
                final int em = (int) end.header().sender();
                final long version = end.version();
                model.report(em, version, staged.getOrDefault(em, Map.of()));
                staged.remove(em);
            }
            default -> {}
        }
    }

    private void stage(final ReportSpaceRowsDecoder rows) {
        final Map<RowKey, Amount> target =
                staged.computeIfAbsent((int) rows.header().sender(), absent -> new HashMap<>());
        for (final ReportSpaceRowsDecoder.RowsDecoder row : rows.rows()) {
            target.merge(
                    new RowKey((int) row.chunk(), row.tier(), row.provision(), row.priority()),
                    new Amount(row.segments(), row.bytes(), row.rxSegments(), row.rxBytes()),
                    Amount::plus);
        }
    }
}
