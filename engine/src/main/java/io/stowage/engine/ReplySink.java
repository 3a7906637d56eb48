package io.stowage.engine;

import io.stowage.codecs.Role;
import org.agrona.DirectBuffer;

/**
 * Where the engine's replies and events go. A host publishes them; replay drops them. Called on the engine's thread; the
 * buffer is valid during the call only. What the sink does with a frame never comes back to the engine.
 */
public interface ReplySink {
    /** Drops everything. */
    ReplySink NONE = new ReplySink() {
        @Override
        public void onReply(final long sessionId, final DirectBuffer buffer, final int offset, final int length) {}

        @Override
        public void onEvent(
                final Role role, final int id, final DirectBuffer buffer, final int offset, final int length) {}
    };

    /**
     * A reply to one session.
     *
     * @param sessionId session that sent the command; 0: nobody waits.
     * @param buffer    holding the frame: SBE header and message.
     * @param offset    of the frame.
     * @param length    of the frame, bytes.
     */
    void onReply(long sessionId, DirectBuffer buffer, int offset, int length);

    /**
     * An event for every open session of a role.
     *
     * @param role   whose sessions are meant.
     * @param id     of the extent manager or chunk; 0: all of the role.
     * @param buffer holding the frame: SBE header and message.
     * @param offset of the frame.
     * @param length of the frame, bytes.
     */
    void onEvent(Role role, int id, DirectBuffer buffer, int offset, int length);
}
