package io.stowage.client;

import io.aeron.logbuffer.ControlledFragmentHandler;
import io.stowage.client.frame.OfferCode;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What carries the frames of one open session: straight to a standalone server, or to whichever member of a cluster leads.
 * Never blocks and never throws for back pressure. Not thread-safe.
 */
interface Transport extends AutoCloseable {
    /** Number of the session at the server. */
    long sessionId();

    /** Member that leads; -1 for a standalone server. */
    int leaderMember();

    /** The longest frame that {@link #offer} takes, bytes. */
    int maxFrameLength();

    /** Offers a frame of at most that length: positive if taken, else a code of {@link OfferCode}. */
    long offer(DirectBuffer frame, int offset, int length);

    /** Hands over what arrived, frame by frame; one for which the handler answers ABORT comes again. */
    int poll(ControlledFragmentHandler frames);

    /** Tells the server that the client is there; false to try again with the next poll. */
    boolean keepAlive();

    /** Why this carries nothing any more, in one line; null while it does. */
    @Nullable
    String loss();

    /** Whether another leader took over since this was asked last: what was not answered may not have arrived. */
    boolean takeLeaderChange();

    /** Tells the server, as far as the way there takes it, that the session ends. Only before {@link #close()}. */
    void endSession();

    /** Lets go of everything that is not shared. Idempotent. */
    @Override
    void close();
}
