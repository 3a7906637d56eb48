package io.stowage.sim.simulation;

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
}
