package io.stowage.client;

import io.stowage.client.frame.CommandIdentity;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * Opens a session step by step: {@link #poll} it until it gives a {@link StowageClient} or throws. Never blocks.
 *
 * <p>Not thread-safe. Close it to give up.
 */
public final class AsyncConnect implements AutoCloseable {
    private final SessionContext context;
    private final CommandIdentity identity;
    private final boolean closesContext;
    private final TransportConnect connect;

    AsyncConnect(final SessionContext context, final CommandIdentity identity, final boolean closesContext) {
        this.context = context;
        this.identity = identity;
        this.closesContext = closesContext;
        connect = ServerChannel.connect(context, identity);
    }

    /**
     * The step that is due.
     *
     * @return state.
     */
    public ConnectState state() {
        return connect.state();
    }

    /**
     * Does what can be done now.
     *
     * @return the session once it is open, else null.
     * @throws StowageException when it was refused or not opened in time; everything is closed then.
     */
    public @Nullable StowageClient poll() {
        if (hasEnded()) {
            throw new IllegalStateException("the connect attempt has ended: " + connect.state());
        }
        context.pollAeron();
        try {
            final Transport transport = connect.poll();
            return transport == null ? null : new StowageClient(context, identity, transport, closesContext);
        } catch (final StowageException failure) {
            releaseContext();
            throw failure;
        }
    }

    /** Gives up: closes what was opened, unless a session was handed over. Idempotent. */
    @Override
    public void close() {
        if (!hasEnded()) {
            connect.close();
            releaseContext();
        }
    }

    private boolean hasEnded() {
        return connect.state() == ConnectState.DONE || connect.state() == ConnectState.FAILED;
    }

    private void releaseContext() {
        if (closesContext) {
            CloseHelper.close(context.errorHandler(), context);
        }
    }
}
