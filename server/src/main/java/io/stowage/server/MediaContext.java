package io.stowage.server;

import io.aeron.CommonContext;
import io.aeron.driver.ThreadingMode;
import io.stowage.codecs.wire.Protocol;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/** Settings of the way in: media driver and channels. Fluent; concluded once, with the server's. Not thread-safe. */
public final class MediaContext {
    /** Default of {@link #endpoint(String)}. */
    public static final String ENDPOINT_DEFAULT = "localhost:" + Protocol.DEFAULT_PORT;

    /** Default of {@link #termBufferLength(int)}. */
    public static final int TERM_BUFFER_LENGTH_DEFAULT = 4 << 20;

    /** Default of {@link #livenessTimeoutNs(long)}. */
    public static final long LIVENESS_TIMEOUT_NS_DEFAULT = TimeUnit.SECONDS.toNanos(10);

    private @Nullable String aeronDirectoryName;
    private boolean useEmbeddedDriver = true;
    private ThreadingMode threadingMode = ThreadingMode.SHARED;
    private Supplier<IdleStrategy> idleStrategySupplier = IdleStrategyKind.BACKOFF::create;
    private String endpoint = ENDPOINT_DEFAULT;
    private int termBufferLength = TERM_BUFFER_LENGTH_DEFAULT;
    private long livenessTimeoutNs = LIVENESS_TIMEOUT_NS_DEFAULT;
    private boolean isDirectoryDerived;
    private boolean concluded;

    /** With the defaults. */
    public MediaContext() {}

    /**
     * The directory that the embedded driver of a server has unless it is told another one.
     *
     * @param directory of the server.
     * @return path, beside Aeron's default, different for each directory.
     */
    public static String defaultAeronDirectoryName(final Path directory) {
        final String canonical = directory.toAbsolutePath().normalize().toString();
        return CommonContext.getAeronDirectoryName() + "-stowage-" + Integer.toHexString(canonical.hashCode());
    }

    /**
     * Directory of the media driver. Default: for an embedded driver one derived from the server's directory, so that each server
     * has its own; for a driver that runs already, Aeron's default.
     *
     * @param value path, on a memory file system at best.
     * @return this.
     */
    public MediaContext aeronDirectoryName(final String value) {
        requireNotConcluded();
        aeronDirectoryName = value;
        return this;
    }

    /** {@return directory of the media driver} */
    public String aeronDirectoryName() {
        return Objects.requireNonNull(aeronDirectoryName, "aeronDirectoryName is not set");
    }

    /**
     * Whether the server brings its own media driver, which is the default, or uses one that runs already.
     *
     * @param value true for its own.
     * @return this.
     */
    public MediaContext useEmbeddedDriver(final boolean value) {
        requireNotConcluded();
        useEmbeddedDriver = value;
        return this;
    }

    /** {@return whether the server brings its own media driver} */
    public boolean useEmbeddedDriver() {
        return useEmbeddedDriver;
    }

    /**
     * Threads of the embedded driver. With INVOKER the server's loop runs it.
     *
     * @param value mode; SHARED by default.
     * @return this.
     */
    public MediaContext threadingMode(final ThreadingMode value) {
        requireNotConcluded();
        threadingMode = value;
        return this;
    }

    /** {@return threads of the embedded driver} */
    public ThreadingMode threadingMode() {
        return threadingMode;
    }

    /**
     * What the embedded driver's threads do when there is nothing to do.
     *
     * @param value makes one strategy a thread; back-off by default.
     * @return this.
     */
    public MediaContext idleStrategySupplier(final Supplier<IdleStrategy> value) {
        requireNotConcluded();
        idleStrategySupplier = value;
        return this;
    }

    /** {@return what the embedded driver's threads do when idle} */
    public Supplier<IdleStrategy> idleStrategySupplier() {
        return idleStrategySupplier;
    }

    /**
     * Where the server listens for UDP, beside {@code aeron:ipc}.
     *
     * @param value host:port; port 0 for any that is free; empty for IPC only.
     * @return this.
     */
    public MediaContext endpoint(final String value) {
        requireNotConcluded();
        endpoint = value;
        return this;
    }

    /** {@return where the server listens for UDP} */
    public String endpoint() {
        return endpoint;
    }

    /**
     * Term length of publications at the embedded driver that do not say their own, clients' on this machine among them; the
     * longest command is an eighth of it.
     *
     * @param value bytes, a power of two.
     * @return this.
     */
    public MediaContext termBufferLength(final int value) {
        requireNotConcluded();
        termBufferLength = value;
        return this;
    }

    /** {@return term length at the embedded driver, bytes} */
    public int termBufferLength() {
        return termBufferLength;
    }

    /**
     * Silence after which the embedded driver and its clients take each other for dead. Raise it where processes are paused long.
     *
     * @param value nanoseconds.
     * @return this.
     */
    public MediaContext livenessTimeoutNs(final long value) {
        requireNotConcluded();
        livenessTimeoutNs = value;
        return this;
    }

    /** {@return silence after which driver and clients take each other for dead, nanoseconds} */
    public long livenessTimeoutNs() {
        return livenessTimeoutNs;
    }

    /**
     * Checks the settings; they may not be changed afterwards.
     *
     * @param directory of the server.
     * @return this.
     * @throws ServerException if they do not fit together, naming them.
     */
    public MediaContext conclude(final Path directory) {
        requireNotConcluded();
        concluded = true;
        if (aeronDirectoryName == null) {
            isDirectoryDerived = useEmbeddedDriver;
            aeronDirectoryName =
                    useEmbeddedDriver ? defaultAeronDirectoryName(directory) : CommonContext.getAeronDirectoryName();
        }
        if (livenessTimeoutNs < TimeUnit.SECONDS.toNanos(1)) {
            throw new ServerException("livenessTimeoutNs must be at least a second: " + livenessTimeoutNs);
        }
        if (!endpoint.isEmpty()) {
            UdpEndpoint.parse(endpoint);
        }
        return this;
    }

    /** Whether the directory belongs to the server's directory, and so to whoever holds its lock. */
    boolean isDirectoryDerived() {
        return isDirectoryDerived;
    }

    @Override
    public String toString() {
        return "MediaContext{aeronDirectoryName=" + aeronDirectoryName + ", useEmbeddedDriver=" + useEmbeddedDriver
                + ", threadingMode=" + threadingMode + ", endpoint=" + endpoint + ", termBufferLength="
                + termBufferLength + ", livenessTimeoutNs=" + livenessTimeoutNs + '}';
    }

    private void requireNotConcluded() {
        if (concluded) {
            throw new IllegalStateException("the context was concluded already: use one for each server");
        }
    }
}
