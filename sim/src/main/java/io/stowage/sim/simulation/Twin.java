package io.stowage.sim.simulation;

import io.stowage.client.frame.FrameReader;
import io.stowage.codecs.CompleteRemovalDecoder;
import io.stowage.codecs.FreeForAllocationDecoder;
import io.stowage.codecs.FreeForRepositionDecoder;
import io.stowage.codecs.KeepAliveDecoder;
import io.stowage.codecs.KeepAliveReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Priority;
import io.stowage.codecs.RegisterChunkDecoder;
import io.stowage.codecs.RegisterChunkReplyDecoder;
import io.stowage.codecs.RemoveEmDecoder;
import io.stowage.codecs.RemoveExtentsDecoder;
import io.stowage.codecs.ReportSpaceBeginDecoder;
import io.stowage.codecs.ReportSpaceEndDecoder;
import io.stowage.codecs.ReportSpaceRowsDecoder;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForRepositionDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SetConfigDecoder;
import io.stowage.codecs.SetLicenceDecoder;
import io.stowage.codecs.SpaceDeltaDecoder;
import io.stowage.codecs.Tier;
import io.stowage.codecs.UpdateProvisionDecoder;
import io.stowage.sim.model.Amount;
import io.stowage.sim.model.KeepAlive;
import io.stowage.sim.model.LicenceModel;
import io.stowage.sim.model.RowKey;
import io.stowage.sim.model.SpaceModel;
import io.stowage.sim.model.Terms;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Tells the naive model what the engine took, and holds the engine's terms against the model's. */
final class Twin {
    private static final Priority[] PRIORITIES = {Priority.NORMAL, Priority.PRIORITIZED};

    private final SpaceModel model = new SpaceModel();
    private final LicenceModel licence = new LicenceModel();
    private final Whereabouts topology = new Whereabouts();
    private final StagedReports staged = new StagedReports();
    private final FrameReader reader = new FrameReader();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TouchedChunks touched;
    private final GrantCheck grantCheck;

    Twin(final TouchedChunks touched) {
        this.touched = touched;
        grantCheck = new GrantCheck(model, licence, topology.model(), touched);
    }

    SpaceModel model() {
        return model;
    }

    GrantCheck grantCheck() {
        return grantCheck;
    }

    /** The engine applied an entry and answered it. */
    void onApplied(
            final long position,
            final long timestampMs,
            final byte[] frame,
            final byte[] reply,
            final Map<Integer, EngineView.ChunkRow> chunks,
            final Map<Integer, String> zones) {
        final DirectBuffer buffer = new UnsafeBuffer(frame);
        reader.wrap(buffer, 0, frame.length);
        switch (reader.templateId()) {
            case ReserveForAllocationDecoder.TEMPLATE_ID -> {
                topology.requireZones(zones.values());
                grantCheck.onReserve(timestampMs, frame, reply, chunks, zones);
            }
            case ReserveForRepositionDecoder.TEMPLATE_ID -> grantCheck.onReposition(frame, reply, chunks);
            case KeepAliveDecoder.TEMPLATE_ID -> {
                if (Replied.templateId(reply) == KeepAliveReplyDecoder.TEMPLATE_ID) {
                    final KeepAliveDecoder keepAlive = new KeepAliveDecoder();
                    onKeepAlive(position, keepAlive.wrapAndApplyHeader(buffer, 0, header), Replied.result(reply));
                }
            }
            default -> {
                if (Replied.isOk(reply)) {
                    onTaken(reader.templateId(), buffer, reply);
                }
            }
        }
    }

    private void onTaken(final int templateId, final DirectBuffer buffer, final byte[] reply) {
        switch (templateId) {
            case FreeForAllocationDecoder.TEMPLATE_ID ->
                onFree(new FreeForAllocationDecoder().wrapAndApplyHeader(buffer, 0, header));
            case FreeForRepositionDecoder.TEMPLATE_ID ->
                onFreeRx(new FreeForRepositionDecoder().wrapAndApplyHeader(buffer, 0, header));
            case SpaceDeltaDecoder.TEMPLATE_ID, UpdateProvisionDecoder.TEMPLATE_ID, RemoveExtentsDecoder.TEMPLATE_ID ->
                DeltaRows.of(templateId, buffer).forEach(row -> {
                    model.delta(row.em(), row.key(), row.change());
                    touched.add(row.key().chunk());
                });
            case ReportSpaceBeginDecoder.TEMPLATE_ID ->
                staged.begin((int) new ReportSpaceBeginDecoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .header()
                        .sender());
            case ReportSpaceRowsDecoder.TEMPLATE_ID ->
                staged.rows(new ReportSpaceRowsDecoder().wrapAndApplyHeader(buffer, 0, header));
            case ReportSpaceEndDecoder.TEMPLATE_ID -> {
                final ReportSpaceEndDecoder end = new ReportSpaceEndDecoder().wrapAndApplyHeader(buffer, 0, header);
                final int em = (int) end.header().sender();
                final long version = end.version();
                touched.addAll(model.report(em, version, staged.end(end)));
            }
            case RemoveEmDecoder.TEMPLATE_ID ->
                touched.addAll(model.removeExtentManager((int) new RemoveEmDecoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .em()));
            case SetConfigDecoder.TEMPLATE_ID -> {
                final SetConfigDecoder config = new SetConfigDecoder().wrapAndApplyHeader(buffer, 0, header);
                final long value = config.value();
                model.configure(config.key(), value);
            }
            default -> {
                topology.onTaken(templateId, buffer, reply);
                onChunksOrLicence(templateId, buffer, reply);
            }
        }
    }

    private void onChunksOrLicence(final int templateId, final DirectBuffer buffer, final byte[] reply) {
        switch (templateId) {
            case RegisterChunkDecoder.TEMPLATE_ID -> {
                final long rawBytes = new RegisterChunkDecoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .rawCapacityBytes();
                final RegisterChunkReplyDecoder registered = new RegisterChunkReplyDecoder();
                registered.wrapAndApplyHeader(new UnsafeBuffer(reply), 0, header);
                licence.registered((int) registered.chunk(), rawBytes);
            }
            case CompleteRemovalDecoder.TEMPLATE_ID -> {
                final int chunk = (int) new CompleteRemovalDecoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .chunk();
                licence.removed(chunk);
                model.removeChunk(chunk);
            }
            case SetLicenceDecoder.TEMPLATE_ID -> {
                final SetLicenceDecoder told = new SetLicenceDecoder().wrapAndApplyHeader(buffer, 0, header);
                final long maxRawBytes = told.maxRawBytes();
                licence.licence(maxRawBytes, told.expiry());
            }
            default -> {}
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
                    "chunk " + chunk + " " + tier + " capacity: expected by the model " + model.capacity(chunk, tier)
                            + ", found " + capacity);
        }
        if (row != null && row.normal().allocated() + row.prioritized().allocated() != row.allocated()) {
            throw new InvariantBroken("S9", "allocated is not the sum of its terms: " + row);
        }
    }

    private void onFree(final FreeForAllocationDecoder free) {
        final int em = (int) free.header().sender();
        final long version = free.version();
        final Amount amount = Amount.of(1, free.segmentBytes());
        for (final FreeForAllocationDecoder.ChunksDecoder chunk : free.chunks()) {
            final RowKey key = new RowKey((int) chunk.chunk(), free.tier(), free.provision(), free.priority());
            model.free(em, version, key, amount);
            touched.add(key.chunk());
        }
    }

    private void onFreeRx(final FreeForRepositionDecoder free) {
        final int em = (int) free.header().sender();
        final long version = free.version();
        final Amount amount = Amount.rx(1, free.segmentBytes());
        for (final FreeForRepositionDecoder.ChunksDecoder chunk : free.chunks()) {
            final RowKey key = new RowKey((int) chunk.chunk(), free.tier(), free.provision(), free.priority());
            model.free(em, version, key, amount);
            touched.add(key.chunk());
        }
    }

    /** What the licence does not cover is as if it were not there. */
    private void onKeepAlive(final long position, final KeepAliveDecoder keepAlive, final ResultCode result) {
        final int chunk = (int) keepAlive.chunk();
        final long fence = keepAlive.fence();
        final Map<Tier, KeepAlive.TierReading> tiers = new EnumMap<>(Tier.class);
        long told = 0;
        for (final KeepAliveDecoder.TiersDecoder tier : keepAlive.tiers()) {
            told += tier.total();
            tiers.put(
                    tier.tier(),
                    new KeepAlive.TierReading(
                            tier.total(), tier.failed(), tier.thinUsedNormal(), tier.thinUsedPrioritized()));
        }
        final boolean covered = licence.covers(chunk, told);
        if (covered != (result == ResultCode.OK)) {
            throw new InvariantBroken(
                    "licence",
                    "chunk " + chunk + ": expected " + (covered ? "OK" : "PARTIAL") + " for " + told
                            + " bytes of raw capacity, found " + result);
        }
        if (!covered) {
            tiers.replaceAll((tier, reading) -> model.cutToKnown(chunk, tier, reading));
        }
        model.keepAlive(new KeepAlive(chunk, position, fence, tiers));
        touched.add(chunk);
    }
}
