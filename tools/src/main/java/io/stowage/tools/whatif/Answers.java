package io.stowage.tools.whatif;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.engine.ReplySink;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** All that an engine said to one entry, in order. */
final class Answers implements ReplySink {
    private static final int REPLY = -1;

    private final List<Answer> all = new ArrayList<>();
    private final ReplyHeaderDecoder header = new ReplyHeaderDecoder();

    /**
     * A reply or an event.
     *
     * @param role  of whom an event is for; -1: a reply.
     * @param to    session, or id.
     * @param frame its bytes.
     */
    record Answer(int role, long to, DirectBuffer frame) {}

    void clear() {
        all.clear();
    }

    @Override
    public void onReply(final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
        all.add(new Answer(REPLY, sessionId, copy(buffer, offset, length)));
    }

    @Override
    public void onEvent(final Role role, final int id, final DirectBuffer buffer, final int offset, final int length) {
        all.add(new Answer(role.value(), id, copy(buffer, offset, length)));
    }

    private static DirectBuffer copy(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return new UnsafeBuffer(bytes);
    }

    List<Answer> all() {
        return List.copyOf(all);
    }

    boolean isSameAs(final Answers other) {
        return all.equals(other.all);
    }

    /** The replies, without the events. */
    List<DirectBuffer> replies() {
        return all.stream()
                .filter(answer -> answer.role() == REPLY)
                .map(Answer::frame)
                .toList();
    }

    /** How the command ended; entries of the host have no reply, and are OK. */
    ResultCode result() {
        for (final Answer answer : all) {
            if (answer.role() == REPLY) {
                return result(answer.frame());
            }
        }
        return ResultCode.OK;
    }

    /** How the command that a reply is for ended. */
    ResultCode result(final DirectBuffer reply) {
        return header.wrap(reply, MessageHeaderDecoder.ENCODED_LENGTH).result();
    }
}
