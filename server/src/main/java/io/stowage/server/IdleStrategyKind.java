package io.stowage.server;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/** What a thread does when there is nothing to do: processor time against latency. */
public enum IdleStrategyKind {
    /** Spins, then yields, then parks for up to 100 microseconds: for machines that are shared. The default. */
    BACKOFF,

    /** Yields: a core of its own at most times, microseconds of latency. */
    YIELD,

    /** Spins: takes one core wholly. */
    SPIN,

    /** Polls without any pause: takes one core wholly, and its sibling's share too. */
    NONE,

    /** Sleeps for a millisecond: for servers that have all the time in the world. */
    SLEEP;

    private static final long MAX_SPINS = 10;
    private static final long MAX_YIELDS = 20;
    private static final long MIN_PARK_NS = TimeUnit.MICROSECONDS.toNanos(1);
    /** Agrona's own default of a millisecond was seen to add milliseconds to every round trip. */
    private static final long MAX_PARK_NS = TimeUnit.MICROSECONDS.toNanos(100);

    /**
     * A strategy by its name.
     *
     * @param name backoff, yield, spin, none or sleep; case does not matter.
     * @return the strategy.
     * @throws ServerException if there is none of that name.
     */
    public static IdleStrategyKind of(final String name) {
        for (final IdleStrategyKind kind : values()) {
            if (kind.name().equalsIgnoreCase(name)) {
                return kind;
            }
        }
        throw new ServerException(
                "there is no idle strategy '" + name + "'; choose backoff, yield, spin, none or sleep");
    }

    /**
     * A new strategy of this kind; each thread needs its own.
     *
     * @return the strategy.
     */
    public IdleStrategy create() {
        return switch (this) {
            case BACKOFF -> new BackoffIdleStrategy(MAX_SPINS, MAX_YIELDS, MIN_PARK_NS, MAX_PARK_NS);
            case YIELD -> YieldingIdleStrategy.INSTANCE;
            case SPIN -> BusySpinIdleStrategy.INSTANCE;
            case NONE -> NoOpIdleStrategy.INSTANCE;
            case SLEEP -> new SleepingMillisIdleStrategy(1);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
