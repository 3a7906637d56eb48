package io.stowage.server.session;

import io.stowage.codecs.Role;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** All sessions that are not closed. Belongs to the server's thread; reading it does not allocate. */
public final class SessionTable {
    private final Long2ObjectHashMap<Session> byId = new Long2ObjectHashMap<>();
    private final List<Session> all = new ArrayList<>();
    private long lastId;

    /**
     * The session with an id.
     *
     * @param sessionId of the session.
     * @return the session, or null if it is over.
     */
    public @Nullable Session byId(final long sessionId) {
        return byId.get(sessionId);
    }

    /**
     * How many there are, in all states.
     *
     * @return their count.
     */
    public int size() {
        return all.size();
    }

    /**
     * One of them, for walking over all by index.
     *
     * @param index 0 to {@link #size()} - 1; the order means nothing and changes with every removal.
     * @return the session.
     */
    public Session at(final int index) {
        return all.get(index);
    }

    /**
     * How many sessions are open.
     *
     * @return their count.
     */
    public int openCount() {
        int count = 0;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).isOpen()) {
                count++;
            }
        }
        return count;
    }

    /**
     * Whether an event is meant for a session.
     *
     * @param session any.
     * @param role    whose sessions are meant.
     * @param id      of the extent manager or chunk; 0: all of the role.
     * @return whether it is open and of that role and id.
     */
    public static boolean concerns(final Session session, final Role role, final int id) {
        return session.isOpen() && session.role() == role && (id == 0 || id == session.sender());
    }

    long nextId() {
        return ++lastId;
    }

    void add(final Session session) {
        byId.put(session.id(), session);
        all.add(session);
    }

    void remove(final Session session) {
        if (byId.remove(session.id()) == session) {
            final int index = all.indexOf(session);
            final Session last = all.removeLast();
            if (index < all.size()) {
                all.set(index, last);
            }
        }
    }
}
