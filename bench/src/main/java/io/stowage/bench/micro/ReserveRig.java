package io.stowage.bench.micro;

import io.stowage.bench.fleet.EngineRig;
import io.stowage.bench.fleet.Fleet;
import io.stowage.bench.fleet.FleetShape;
import io.stowage.bench.fleet.Frames;
import io.stowage.bench.fleet.Grants;
import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.engine.ReplySink;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The reserve path of an engine, half full: encodes a request, has it applied, and decodes the reply down to the chunk ids.
 * Anything but OK fails the benchmark. Allocates nothing after its start.
 */
final class ReserveRig implements ReplySink, AutoCloseable {
    private static final double FILL_SHARE = 0.5;
    private static final long EXTENT_BYTES = 256L << 20;
    private static final int BUFFER_LENGTH = 16 << 10;

    private final EngineRig rig;
    private final Frames frames;
    private final Grants grants;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ReserveForAllocationReplyDecoder reserved = new ReserveForAllocationReplyDecoder();
    private final CommandReplyDecoder freed = new CommandReplyDecoder();

    /** Room for {@code maxExtents} that were granted and not yet given back. */
    ReserveRig(final int chunks, final int maxExtents) {
        rig = new EngineRig(new FleetShape(chunks), FILL_SHARE);
        frames = rig.frames();
        grants = new Grants(maxExtents);
    }

    /** Reserves in one request; the locations are in the grants afterwards. */
    void reserve(final int extents) {
        rig.apply(buffer, frames.reserve(buffer, Fleet.MEASURED_EM, extents, EXTENT_BYTES), this);
    }

    /** Gives the oldest extents back in one request. */
    void free(final int extents) {
        rig.apply(buffer, frames.free(buffer, Fleet.MEASURED_EM, EXTENT_BYTES, grants, extents), this);
    }

    /** Recomputes every sum of the engine. */
    void verify() {
        rig.verify();
    }

    int outstanding() {
        return grants.extents();
    }

    @Override
    public void onReply(final long sessionId, final DirectBuffer reply, final int offset, final int length) {
        header.wrap(reply, offset);
        if (header.templateId() == ReserveForAllocationReplyDecoder.TEMPLATE_ID) {
            reserved.wrapAndApplyHeader(reply, offset, header);
            final ResultCode result = reserved.header().result();
            if (reserved.header().correlationId() != frames.correlationId() || !grants.add(reserved)) {
                throw new IllegalStateException("a reservation was answered " + result);
            }
        } else {
            freed.wrapAndApplyHeader(reply, offset, header);
            if (freed.header().result() != ResultCode.OK) {
                throw new IllegalStateException("command was answered "
                        + freed.header().result() + " / " + freed.header().reason());
            }
        }
    }

    @Override
    public void onEvent(final Role role, final int id, final DirectBuffer event, final int offset, final int length) {}

    @Override
    public void close() {
        rig.close();
    }
}
