package io.stowage.bench.load;

import io.stowage.bench.BenchException;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The one thread on which server and echo run, in turns: on a machine with two cores a third busy thread would take its time
 * from the other two. What has no turn stands still.
 */
final class HostThread implements AutoCloseable {
    /** One step of a duty cycle; returns how much was done. */
    @FunctionalInterface
    interface Duty {
        int work();
    }

    private final IdleStrategy idle;
    private final Thread thread;
    private volatile Duty[] active = {};
    private volatile boolean isRunning = true;
    private volatile @Nullable Throwable failure;

    HostThread(final IdleStrategy idle) {
        this.idle = idle;
        thread = Thread.ofPlatform().daemon().name("bench-host").start(this::run);
    }

    /** Gives the thread to these from now on. */
    void turn(final Duty... duties) {
        active = duties.clone();
    }

    /** Fails where the thread has. */
    void requireRunning() {
        final Throwable failed = failure;
        if (failed != null) {
            throw new BenchException("the server's thread ended: " + failed, failed);
        }
    }

    @Override
    public void close() {
        isRunning = false;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (isRunning) {
                int work = 0;
                for (final Duty duty : active) {
                    work += duty.work();
                }
                idle.idle(work);
            }
        } catch (final RuntimeException | Error e) {
            failure = e;
        }
    }
}
