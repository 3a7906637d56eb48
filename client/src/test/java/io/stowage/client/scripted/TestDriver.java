package io.stowage.client.scripted;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** An embedded media driver and a client of it, small and patient, for a machine that is shared. */
public final class TestDriver implements AutoCloseable {
    private static final long PATIENCE_MS = 60_000;

    private final MediaDriver driver;
    private final Aeron aeron;

    public TestDriver() {
        driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
                .aeronDirectoryName(CommonContext.generateRandomDirName())
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(idle())
                .ipcTermBufferLength(1 << 20)
                .publicationTermBufferLength(1 << 20)
                .driverTimeoutMs(PATIENCE_MS)
                .clientLivenessTimeoutNs(TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS))
                .publicationUnblockTimeoutNs(TimeUnit.MILLISECONDS.toNanos(2 * PATIENCE_MS))
                .timerIntervalNs(TimeUnit.MILLISECONDS.toNanos(50))
                .publicationLingerTimeoutNs(TimeUnit.MILLISECONDS.toNanos(100))
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true));
        aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .driverTimeoutMs(PATIENCE_MS)
                .idleStrategy(idle()));
    }

    public Aeron aeron() {
        return aeron;
    }

    public String directory() {
        return driver.aeronDirectoryName();
    }

    @Override
    public void close() {
        CloseHelper.closeAll(aeron, driver);
    }

    private static IdleStrategy idle() {
        return new BackoffIdleStrategy(1, 1, TimeUnit.MICROSECONDS.toNanos(10), TimeUnit.MILLISECONDS.toNanos(1));
    }
}
