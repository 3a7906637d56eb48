package io.stowage.server;

import io.stowage.engine.Limits;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Settings of small servers, for tests on shared machines. */
final class TestServers {
    private TestServers() {}

    /** A server with small buffers and generous time-outs, on IPC and on a free UDP port of loopback. */
    static StandaloneServer.Context context(final Path directory) {
        final StandaloneServer.Context ctx = new StandaloneServer.Context()
                .directory(directory)
                .limits(Limits.small())
                .maxCommandBytes(64 << 10)
                .idleStrategy(IdleStrategyKind.BACKOFF)
                .endpoint("localhost:0");
        ctx.media().termBufferLength(1 << 20).livenessTimeoutNs(TimeUnit.SECONDS.toNanos(60));
        ctx.sessions()
                .responseTermBufferLength(256 << 10)
                .sessionTimeoutNs(TimeUnit.SECONDS.toNanos(60))
                .handshakeTimeoutNs(TimeUnit.SECONDS.toNanos(30));
        ctx.journal()
                .cycleBytes(4 << 20)
                .blockBytes(1 << 20)
                .maxBatchBytes(128 << 10)
                .reserveBytes(0)
                .minFreeBytes(1 << 20);
        return ctx;
    }

    static StandaloneServer launch(final Path directory) {
        return StandaloneServer.launch(context(directory));
    }
}
