package io.stowage.server.session;

import io.aeron.Image;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One subscription that clients publish to, and which session speaks on which of its images. Aeron's session ids are unique
 * within a subscription only, so that each has a map of its own.
 */
public final class Origin {
    private final String name;
    private final Int2ObjectHashMap<Session> sessionByImage = new Int2ObjectHashMap<>();

    /**
     * An origin without sessions.
     *
     * @param name for people, the channel.
     */
    public Origin(final String name) {
        this.name = name;
    }

    /**
     * The session on an image.
     *
     * @param aeronSessionId of the image.
     * @return the session, or null if none was asked for yet or it is over.
     */
    public @Nullable Session sessionOf(final int aeronSessionId) {
        return sessionByImage.get(aeronSessionId);
    }

    /**
     * The address that an image comes from.
     *
     * @param image of this origin.
     * @return address without port; empty for IPC.
     */
    static String hostOf(final Image image) {
        final String identity = image.sourceIdentity();
        final int colon = identity.lastIndexOf(':');
        if (identity.startsWith("aeron:ipc") || colon < 0) {
            return "";
        }
        return identity.substring(0, colon);
    }

    void tie(final int aeronSessionId, final Session session) {
        sessionByImage.put(aeronSessionId, session);
    }

    void untie(final Session session) {
        final int aeronSessionId = session.attempt().aeronSessionId();
        if (sessionByImage.get(aeronSessionId) == session) {
            sessionByImage.remove(aeronSessionId);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
