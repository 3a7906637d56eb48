package io.stowage.bench.fleet;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ResultCode;
import org.agrona.DirectBuffer;

/** Sends commands that make a cluster: any answer but OK is an error of the benchmark. */
public final class OkCommander implements Commander {
    private final Commander commander;
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final ReplyHeaderDecoder replyHeader = new ReplyHeaderDecoder();

    /**
     * Looks at the answers of another.
     *
     * @param commander to send with.
     */
    public OkCommander(final Commander commander) {
        this.commander = commander;
    }

    @Override
    public DirectBuffer send(final DirectBuffer buffer, final int length) {
        final DirectBuffer reply = commander.send(buffer, length);
        replyHeader.wrap(reply, MessageHeaderDecoder.ENCODED_LENGTH);
        final ResultCode result = replyHeader.result();
        if (result != ResultCode.OK) {
            throw new IllegalStateException("the fleet cannot be made: command "
                    + messageHeader.wrap(buffer, 0).templateId() + " was answered " + result + " / "
                    + replyHeader.reason());
        }
        return reply;
    }
}
