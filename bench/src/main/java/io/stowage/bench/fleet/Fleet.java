package io.stowage.bench.fleet;

import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.RegisterChunkReplyDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes a fleet by real commands. */
public final class Fleet {
    /** Extent manager whose requests are measured. */
    public static final int MEASURED_EM = 1;

    /** Extent manager that holds what the cluster is filled with. */
    public static final int FILLING_EM = 2;

    private static final int BUFFER_LENGTH = 64 << 10;
    private static final long FILL_SEGMENT_BYTES = 16L << 30;
    private static final int FILL_EXTENTS_PER_REQUEST = 100;
    private static final long LONG_SILENCE_MS = 3_600_000;

    private final FleetShape shape;
    private final Frames frames;
    private final OkCommander commander;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();

    private Fleet(final FleetShape shape, final Frames frames, final Commander commander) {
        this.shape = shape;
        this.frames = frames;
        this.commander = new OkCommander(commander);
    }

    /**
     * Registers nodes and chunks, keeps every chunk alive once, makes both extent managers known, and fills the chunks.
     *
     * @param shape     of the fleet.
     * @param frames    of an operator, who may act for the others.
     * @param commander to send with.
     * @param fillShare share of the capacity to reserve, 0 to 0.8.
     * @return chunk ids by index.
     */
    public static int[] build(
            final FleetShape shape, final Frames frames, final Commander commander, final double fillShare) {
        return new Fleet(shape, frames, commander).build(fillShare);
    }

    private int[] build(final double fillShare) {
        // Chunks keep alive once, before the measurement: silence must not make them disappear during it.
        send(frames.configure(buffer, ConfigKey.CHUNK_SESSION_TIMEOUT_MS, LONG_SILENCE_MS));
        final int[] ids = new int[shape.chunks()];
        final RegisterChunkReplyDecoder registered = new RegisterChunkReplyDecoder();
        for (int i = 0; i < ids.length; i++) {
            send(frames.registerNode(buffer, shape, i));
            final DirectBuffer reply = send(frames.registerChunk(buffer, shape, i));
            ids[i] =
                    (int) registered.wrapAndApplyHeader(reply, 0, messageHeader).chunk();
            send(frames.keepAlive(buffer, ids[i], -1, shape.capacityBytes(i)));
        }
        send(frames.connectEm(buffer, MEASURED_EM));
        send(frames.connectEm(buffer, FILLING_EM));
        final long extents = (long) (shape.totalBytes() * fillShare / (Grants.REPLICAS * (double) FILL_SEGMENT_BYTES));
        for (long done = 0; done < extents; done += FILL_EXTENTS_PER_REQUEST) {
            final int count = (int) Math.min(FILL_EXTENTS_PER_REQUEST, extents - done);
            send(frames.reserve(buffer, FILLING_EM, count, FILL_SEGMENT_BYTES));
        }
        return ids;
    }

    private DirectBuffer send(final int length) {
        return commander.send(buffer, length);
    }
}
