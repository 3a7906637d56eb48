package io.stowage.sim.simulation;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import io.stowage.codecs.Isolation;
import io.stowage.codecs.KeepAliveReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ResultCode;
import org.agrona.concurrent.UnsafeBuffer;

/** The parts that every reply frame has, read in place. */
final class Replied {
    private Replied() {}

    static int templateId(final byte[] reply) {
        return new MessageHeaderDecoder().wrap(new UnsafeBuffer(reply), 0).templateId();
    }

    /** All replies begin with their header. */
    static ResultCode result(final byte[] reply) {
        return new ReplyHeaderDecoder()
                .wrap(new UnsafeBuffer(reply), MessageHeaderDecoder.ENCODED_LENGTH)
                .result();
    }

    static boolean isOk(final byte[] reply) {
        return result(reply) == ResultCode.OK;
    }

    /** Whether the answer to a keepalive says that the chunk takes new segments; false for a refusal. */
    static boolean saysReady(final byte[] reply) {
        if (templateId(reply) != KeepAliveReplyDecoder.TEMPLATE_ID) {
            return false;
        }
        final KeepAliveReplyDecoder decoder =
                new KeepAliveReplyDecoder().wrapAndApplyHeader(new UnsafeBuffer(reply), 0, new MessageHeaderDecoder());
        return decoder.health() == Health.HEALTHY
                && decoder.adminState() == AdminState.IN_USE
                && decoder.isolation() == Isolation.NONE;
    }
}
