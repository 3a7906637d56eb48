package io.stowage.tools.serve;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Whether a program that serves goes on: until a signal (Ctrl-C, SIGTERM) or the end of its time. After a signal the virtual
 * machine waits until {@link #close()}, so that everything is closed in order.
 */
public final class Running implements AutoCloseable {
    private static final long CLOSE_LIMIT_SECONDS = 20;
    private static final long IDLE_MS = 5;

    private final AtomicBoolean isAsked = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onShutdown, "stowage-shutdown");
    private final IdleStrategy idle = new SleepingMillisIdleStrategy(IDLE_MS);
    private final double seconds;
    private final long startNs;

    private Running(final double seconds) {
        this.seconds = seconds;
        startNs = System.nanoTime();
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts to wait for a signal, or for the end of the time.
     *
     * @param seconds after which it ends by itself; null: only by a signal.
     * @param command that was told the seconds.
     * @return to be closed when all else is closed.
     */
    public static Running until(final @Nullable Double seconds, final CommandLine command) {
        if (seconds != null && !(seconds > 0)) {
            throw new ParameterException(command, "--seconds must be above 0, not " + seconds);
        }
        return new Running(seconds == null ? Double.POSITIVE_INFINITY : seconds);
    }

    /**
     * Rests where nothing was done, so that waiting costs next to nothing.
     *
     * @param workCount what was done.
     */
    public void idle(final int workCount) {
        idle.idle(workCount);
    }

    /**
     * Whether to go on.
     *
     * @return false once it is time to end, or the thread is interrupted.
     */
    public boolean goesOn() {
        return !isAsked.get()
                && elapsedSeconds() < seconds
                && !Thread.currentThread().isInterrupted();
    }

    /** Ends it, as a signal would. */
    public void end() {
        isAsked.set(true);
    }

    /**
     * Time since the start.
     *
     * @return seconds.
     */
    public double elapsedSeconds() {
        return (System.nanoTime() - startNs) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    /** Everything is closed: the process may end. */
    @Override
    public void close() {
        closed.countDown();
        if (!isAsked.get()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (final IllegalStateException shuttingDown) {
                isAsked.set(true);
            }
        }
    }

    private void onShutdown() {
        isAsked.set(true);
        try {
            if (!closed.await(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("stowage: not closed within " + CLOSE_LIMIT_SECONDS + " s; ending all the same");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
