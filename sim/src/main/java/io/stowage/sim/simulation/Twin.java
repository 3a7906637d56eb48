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
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Tells the naive model what the engine took, and holds the engine's terms against the model's. */
final class Twin {
    private static final Priority[] PRIORITIES = {Priority.NORMAL, Priority.PRIORITIZED};

    private final SpaceModel model = new SpaceModel();
    private final TouchedChunks touched;
    private final GrantCheck grantCheck;
    private final Map<Integer, Map<RowKey, Amount>> staged = new HashMap<>();
    private final FrameReader reader = new FrameReader();

    Twin(final TouchedChunks touched) {
        this.touched = touched;
        grantCheck = new GrantCheck(model, touched);
    }

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

    /** Every term of a chunk, by tier and priority, is that of the model. */
    void compare(final int chunk, final List<EngineView.SpaceRow> rows) {
        for (final Tier tier : EngineView.TIERS) {
            for (final Priority priority : PRIORITIES) {
                final Terms expected = model.terms(chunk, tier, priority);
                final Terms found = EngineView.of(rows, tier, priority);
                if (!expected.equals(found)) {
                    throw new InvariantBroken(
                            "twin",
                            "chunk " + chunk + " " + tier + " " + priority + ": expected by the model " + expected
                                    + ", found " + found);
                }
            }
            compareSums(chunk, tier, EngineView.of(rows, tier));
        }
    }

    private void compareSums(final int chunk, final Tier tier, final EngineView.@Nullable SpaceRow row) {
        final long capacity = row == null ? 0 : row.capacity();
        if (capacity != model.capacity(chunk, tier)) {
            throw new InvariantBroken(
                    "twin",
                    "chunk " + chunk + " " + tier + ": expected capacity " + model.capacity(chunk, tier) + ", found "
                            + capacity);
        }
        if (row != null && row.normal().allocated() + row.prioritized().allocated() != row.allocated()) {
            throw new InvariantBroken("S9", "allocated is not the sum of its terms: " + row);
        }
    }

    private void onFree(final FreeForAllocationDecoder free) {
        final int em = (int) free.header().sender();
        final long version = free.version();
        final long bytes = free.segmentBytes();
        for (final FreeForAllocationDecoder.ChunksDecoder chunk : free.chunks()) {
            final RowKey key = new RowKey((int) chunk.chunk(), free.tier(), free.provision(), free.priority());
            model.free(em, version, key, Amount.of(1, bytes));
            touched.add(key.chunk());
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
        touched.add(chunk);
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
                touched.addAll(model.report(em, version, staged.getOrDefault(em, Map.of())));
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
