package io.stowage.client;

import org.jspecify.annotations.Nullable;

/** Opens a session over one kind of transport, step by step. Never blocks. */
interface TransportConnect extends AutoCloseable {
    /** The step that is due. */
    ConnectState state();

    /**
     * Does what can be done now.
     *
     * @return what carries the session once the server said that it is open, else null.
     * @throws StowageException when it was refused or not opened in time; everything is closed then.
     */
    @Nullable
    Transport poll();

    /** Gives up: closes what was opened, unless a transport was handed over. Idempotent. */
    @Override
    void close();
}
