package io.stowage.server;

import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.exceptions.ActiveDriverException;
import java.io.File;
import java.nio.MappedByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.agrona.ErrorHandler;
import org.agrona.IoUtil;
import org.agrona.concurrent.AgentInvoker;
import org.jspecify.annotations.Nullable;

/**
 * The media driver inside the server's process.
 *
 * <p>A driver that was killed leaves its directory behind, and looks alive for as long as its heartbeat is young, so that a
 * server started again at once would be refused. The directory is therefore deleted without asking the heartbeat where its
 * owner is certainly gone: where its name was derived from the server's directory, whose lock this process holds, or where the
 * process that it names does not exist.
 */
public final class EmbeddedDriver implements AutoCloseable {
    private final MediaDriver driver;

    private EmbeddedDriver(final MediaDriver driver) {
        this.driver = driver;
    }

    static EmbeddedDriver launch(final MediaContext media, final ErrorHandler errorHandler) {
        return launch(media, errorHandler, settings -> settings);
    }

    /**
     * Starts a driver.
     *
     * @param media        concluded settings.
     * @param errorHandler of the driver.
     * @param adjust       changes what follows from the settings.
     * @return the driver, to be closed by the caller.
     * @throws ServerException if it cannot be started.
     */
    public static EmbeddedDriver launch(
            final MediaContext media,
            final ErrorHandler errorHandler,
            final UnaryOperator<MediaDriver.Context> adjust) {
        final String directory = media.aeronDirectoryName();
        final boolean ownerIsGone = media.isDirectoryDerived() || isOwnerGone(directory);
        try {
            return new EmbeddedDriver(MediaDriver.launch(
                    adjust.apply(driverContext(media, errorHandler).dirDeleteOnStart(ownerIsGone))));
        } catch (final ActiveDriverException e) {
            throw new ServerException(
                    "a media driver runs in " + directory
                            + " already; choose another aeron directory, or use that driver instead of an embedded one",
                    e);
        } catch (final RuntimeException e) {
            throw new ServerException(
                    "the media driver cannot be started in " + directory + " (" + e.getMessage()
                            + "); choose another aeron directory",
                    e);
        }
    }

    /** The driver's duty cycle where nobody else runs it, else null. */
    @Nullable
    AgentInvoker invoker() {
        return driver.sharedAgentInvoker();
    }

    @Override
    public void close() {
        driver.close();
    }

    private static MediaDriver.Context driverContext(final MediaContext media, final ErrorHandler errorHandler) {
        return new MediaDriver.Context()
                .aeronDirectoryName(media.aeronDirectoryName())
                .dirDeleteOnShutdown(true)
                .warnIfDirectoryExists(false)
                .threadingMode(media.threadingMode())
                .sharedIdleStrategy(media.idleStrategySupplier().get())
                .conductorIdleStrategy(media.idleStrategySupplier().get())
                .sharedNetworkIdleStrategy(media.idleStrategySupplier().get())
                .senderIdleStrategy(media.idleStrategySupplier().get())
                .receiverIdleStrategy(media.idleStrategySupplier().get())
                .ipcTermBufferLength(media.termBufferLength())
                .publicationTermBufferLength(media.termBufferLength())
                .termBufferSparseFile(true)
                .clientLivenessTimeoutNs(media.livenessTimeoutNs())
                // Aeron wants a dead client to be found before its half-written frame is skipped.
                .publicationUnblockTimeoutNs(media.livenessTimeoutNs() * 3 / 2)
                .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(media.livenessTimeoutNs()))
                .errorHandler(errorHandler);
    }

    private static boolean isOwnerGone(final String directory) {
        final File file = CommonContext.newCncFile(directory);
        if (!file.exists() || file.length() <= CncFileDescriptor.META_DATA_LENGTH) {
            return false;
        }
        final MappedByteBuffer mapped = IoUtil.mapExistingFile(file, CncFileDescriptor.CNC_FILE);
        try {
            final long pid = CncFileDescriptor.pid(CncFileDescriptor.createMetaDataBuffer(mapped));
            return pid > 0 && ProcessHandle.of(pid).isEmpty();
        } finally {
            IoUtil.unmap(mapped);
        }
    }
}
