package io.stowage.sim.scenario;

import io.stowage.codecs.KeepAliveDecoder;
import io.stowage.codecs.KeepAliveReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Role;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.engine.ReplySink;
import io.stowage.sim.log.LogEntry;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;

/** Applies a log, to know what {@code "last"} will mean to a reader: the fence of each chunk's newest ack. */
final class Acks implements ReplySink, AutoCloseable {
    private final Engine engine = new Engine(Limits.small());
    private final Map<Long, Long> fences = new HashMap<>();
    private long chunk;
    private boolean isBroken;

    /** That of the chunk's newest ack. */
    long fence(final long id) {
        return fences.getOrDefault(id, Memory.NO_FENCE);
    }

    void apply(final LogEntry entry) {
        if (isBroken) {
            return;
        }
        if (entry.templateId() == KeepAliveDecoder.TEMPLATE_ID) {
            chunk = new KeepAliveDecoder()
                    .wrapAndApplyHeader(entry.frame(), 0, new MessageHeaderDecoder())
                    .chunk();
        }
        try {
            entry.applyTo(engine, this);
        } catch (final RuntimeException failure) {
            // A log that shows a failure may end with what the engine cannot stand; nothing is acknowledged after it.
            isBroken = true;
        }
    }

    @Override
    public void onReply(final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
        if (header.templateId() == KeepAliveReplyDecoder.TEMPLATE_ID) {
            fences.put(
                    chunk,
                    new KeepAliveReplyDecoder()
                            .wrapAndApplyHeader(buffer, offset, header)
                            .fence());
        }
    }

    @Override
    public void onEvent(final Role role, final int id, final DirectBuffer buffer, final int offset, final int length) {
        // Only replies acknowledge.
    }

    @Override
    public void close() {
        engine.close();
    }
}
