package io.stowage.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What a host has opened, to be closed in the opposite order, whether its start succeeded or not. Single-threaded. */
public final class Opened {
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    /** Nothing yet. */
    public Opened() {}

    /**
     * Keeps a resource until it is closed here.
     *
     * @param resource to be closed.
     * @param <T>      its type.
     * @return the resource.
     */
    public <T extends AutoCloseable> T keep(final T resource) {
        resources.push(resource);
        return resource;
    }

    /**
     * Whether nothing is open.
     *
     * @return true before the first is kept, and once all are closed.
     */
    public boolean isEmpty() {
        return resources.isEmpty();
    }

    /**
     * Closes everything, newest first, whatever fails on the way.
     *
     * @param before what has failed already, or null.
     * @return the first failure, which carries the others; null if there was none.
     */
    public @Nullable Throwable closeAll(final @Nullable Throwable before) {
        Throwable failed = before;
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (final Exception | Error e) {
                if (failed == null) {
                    failed = e;
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        return failed;
    }
}
