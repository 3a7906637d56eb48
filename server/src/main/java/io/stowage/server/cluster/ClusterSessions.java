package io.stowage.server.cluster;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** All sessions of the cluster, in the order of their ids. Belongs to the service's thread; reading it does not allocate. */
final class ClusterSessions {
    private final Long2ObjectHashMap<ClusterSession> byId = new Long2ObjectHashMap<>();
    private final List<ClusterSession> ordered = new ArrayList<>();

    @Nullable
    ClusterSession byId(final long sessionId) {
        return byId.get(sessionId);
    }

    int size() {
        return ordered.size();
    }

    /** 0 to {@link #size()} - 1, ids ascending. */
    ClusterSession at(final int index) {
        return ordered.get(index);
    }

    void add(final ClusterSession session) {
        if (byId.put(session.id(), session) != null) {
            throw new IllegalStateException("session " + session.id() + " was opened twice");
        }
        int index = ordered.size();
        while (index > 0 && ordered.get(index - 1).id() > session.id()) {
            index--;
        }
        ordered.add(index, session);
    }

    void remove(final ClusterSession session) {
        if (byId.remove(session.id()) != null) {
            ordered.remove(session);
        }
    }
}
