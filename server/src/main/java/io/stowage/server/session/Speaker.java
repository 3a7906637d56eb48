package io.stowage.server.session;

import io.stowage.codecs.Role;

/** Who sends requests: what its session was opened as, in every host. */
public interface Speaker {
    /**
     * Its role.
     *
     * @return the role that it connected with.
     */
    Role role();

    /**
     * The id in whose name it speaks.
     *
     * @return extent manager or chunk id; 0 for the others, and for a chunk that has yet to register.
     */
    int sender();

    /**
     * Whether it may speak in this name: extent managers and chunks only in their own, the others in any.
     *
     * @param named sender in the header of a request, or the chunk that it keeps alive.
     * @return whether it may.
     */
    default boolean maySpeakFor(final int named) {
        return switch (role()) {
            case EXTENT_MANAGER, CHUNK -> named == sender();
            default -> true;
        };
    }
}
