package io.stowage.bench.placement.own;

import io.stowage.bench.fleet.EngineRig;
import io.stowage.bench.fleet.FleetShape;
import io.stowage.bench.fleet.Frames;
import io.stowage.bench.fleet.OkCommander;
import io.stowage.bench.placement.cluster.Cluster;
import io.stowage.bench.placement.cluster.ClusterChunk;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.CompleteRemovalEncoder;
import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.IsolateEncoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.RegisterChunkReplyDecoder;
import io.stowage.codecs.RemoveChunkEncoder;
import io.stowage.engine.Limits;
import io.stowage.engine.ReplySink;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An engine that holds a cluster, made and changed by commands only. One extent manager reserves, and a second one reports what
 * else lies on the chunks.
 */
final class OwnCluster implements AutoCloseable {
    private static final int WRITER = 1;
    private static final int FILLER = 2;
    private static final int BUFFER_LENGTH = 256 << 10;
    private static final int DOMAINS_TO_SPARE = 16;

    private final EngineRig rig;
    private final OkCommander commander;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final AskFrames asks;
    private final ReportFrames reports;
    private final int[] ids;
    private int count;
    private long version = 1;
    private long fillVersion;

    /** Room for some chunks beyond those of the cluster. */
    OwnCluster(final Cluster cluster, final int toSpare) {
        final int room = cluster.size() + toSpare;
        final int domains = FleetShape.ZONES + cluster.racks().size() + DOMAINS_TO_SPARE;
        rig = new EngineRig(new Limits(room, domains, 16, room, 16, 4 * room, 4 * room, 8 * room));
        commander = new OkCommander(rig);
        asks = new AskFrames(rig.identity());
        reports = new ReportFrames(rig.identity(), buffer, commander);
        ids = new int[room];
        cluster.chunks().forEach(this::add);
        send(rig.frames().connectEm(buffer, WRITER));
        send(rig.frames().connectEm(buffer, FILLER));
    }

    /** Registers one more node with its chunk, which keeps alive once: the clock stands still, so that is enough. */
    void add(final ClusterChunk chunk) {
        final Frames frames = rig.frames();
        send(frames.registerNode(buffer, chunk.node(), chunk.address(), chunk.zone(), chunk.rack()));
        final DirectBuffer reply = send(frames.registerChunk(buffer, chunk.address(), chunk.capacityBytes()));
        ids[count] = (int) new RegisterChunkReplyDecoder()
                .wrapAndApplyHeader(reply, 0, new MessageHeaderDecoder())
                .chunk();
        send(frames.keepAlive(buffer, ids[count], -1, chunk.capacityBytes()));
        count++;
    }

    /** Id of a chunk by its index. */
    int id(final int index) {
        return ids[index];
    }

    /** The greatest id of all chunks. */
    int maxId() {
        int max = 0;
        for (int i = 0; i < count; i++) {
            max = Math.max(max, ids[i]);
        }
        return max;
    }

    /** Sets what lies on each chunk beside what is reserved. */
    void fill(final long[] bytes) {
        final int[] chunks = new int[count];
        System.arraycopy(ids, 0, chunks, 0, count);
        reports.report(FILLER, ++fillVersion, chunks, bytes);
    }

    /** Drops all that was reserved: the extent manager reports that it has nothing. */
    void dropReserved() {
        reports.report(WRITER, ++version, new int[0], new long[0]);
    }

    /** Changes a setting, unless this engine does not know it. */
    void configure(final String key, final long value) {
        for (final ConfigKey each : ConfigKey.values()) {
            if (each.name().equals(key)) {
                send(rig.frames().configure(buffer, each, value));
            }
        }
    }

    void isolate(final int index) {
        final IsolateEncoder encoder = new IsolateEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        rig.identity().writeTo(encoder.header(), rig.identity().nextCorrelationId());
        encoder.chunk(ids[index]).on(BooleanType.TRUE);
        send(MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
    }

    /** Starts to remove a chunk: it takes no new segments. */
    void startRemoval(final int index) {
        final RemoveChunkEncoder encoder =
                new RemoveChunkEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        rig.identity().writeTo(encoder.header(), rig.identity().nextCorrelationId());
        send(MessageHeaderEncoder.ENCODED_LENGTH + encoder.chunk(ids[index]).encodedLength());
    }

    /** Gives back what is reserved on a chunk that is being removed, and forgets it and its node. */
    void completeRemoval(final int index, final long segmentBytes, final int segments) {
        if (segments > 0) {
            send(asks.free(buffer, WRITER, version, segmentBytes, ids[index], segments));
        }
        final CompleteRemovalEncoder encoder =
                new CompleteRemovalEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        rig.identity().writeTo(encoder.header(), rig.identity().nextCorrelationId());
        encoder.chunk(ids[index]).removeNode(BooleanType.TRUE);
        send(MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
    }

    /** Asks for new extents; whatever the answer, the sink gets it. */
    void reserve(final Ask ask, final ReplySink sink) {
        rig.apply(buffer, asks.reserve(buffer, WRITER, version, ask), sink);
    }

    /** Asks for further segments beside some, which are given by the ids of their chunks. */
    void reserve(final Ask ask, final int[] existing, final int existingCount, final ReplySink sink) {
        rig.apply(buffer, asks.reserve(buffer, WRITER, version, ask, existing, existingCount), sink);
    }

    /** Recomputes every sum of the engine. */
    void verify() {
        rig.verify();
    }

    private DirectBuffer send(final int length) {
        return commander.send(buffer, length);
    }

    @Override
    public void close() {
        rig.close();
    }
}
