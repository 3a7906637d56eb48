package io.stowage.client.scripted;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.IdleStrategy;

/** Waits for conditions, polling what must be polled meanwhile; and idles the same way inside calls that wait. */
public final class Waiting implements IdleStrategy {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(50);

    private final Runnable meanwhile;

    public Waiting(final Runnable meanwhile) {
        this.meanwhile = meanwhile;
    }

    public void until(final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("waited in vain until " + what);
            }
            idle();
        }
    }

    @Override
    public void idle(final int workCount) {
        idle();
    }

    @Override
    public void idle() {
        meanwhile.run();
        LockSupport.parkNanos(PAUSE_NS);
    }

    @Override
    public void reset() {}

    @Override
    public String alias() {
        return "test";
    }
}
