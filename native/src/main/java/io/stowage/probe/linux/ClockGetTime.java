package io.stowage.probe.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code clock_gettime(2)}. Allocates nothing for a call. One thread only. */
public final class ClockGetTime {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    // int clock_gettime(clockid_t clock, struct timespec *time)
    private static final MethodHandle CLOCK_GETTIME =
            Libc.downcall("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    private final MemorySegment callState;
    private final MemorySegment time;

    /** The kernel's clocks. */
    public enum Clock {
        /** Time of day, since 1970; can be set and then jumps. */
        REALTIME(TimespecLayout.CLOCK_REALTIME),
        /** Never goes back; its rate is steered towards true seconds. What {@link System#nanoTime} reads. */
        MONOTONIC(TimespecLayout.CLOCK_MONOTONIC),
        /** Never goes back; the bare oscillator, nobody steers it. */
        MONOTONIC_RAW(TimespecLayout.CLOCK_MONOTONIC_RAW),
        /** As {@link #MONOTONIC}, with the time the machine was suspended. */
        BOOTTIME(TimespecLayout.CLOCK_BOOTTIME),
        /** CPU time that the calling thread has used. */
        THREAD_CPU(TimespecLayout.CLOCK_THREAD_CPUTIME_ID);

        private final int id;

        Clock(final int id) {
            this.id = id;
        }
    }

    /**
     * For the calls of one thread.
     *
     * @param arena of the calling thread; must outlive this object
     */
    public ClockGetTime(final Arena arena) {
        callState = CallState.allocate(arena);
        time = arena.allocate(TimespecLayout.SIZE_BYTES, TimespecLayout.ALIGNMENT_BYTES);
    }

    /**
     * Reads a clock.
     *
     * @param clock which one
     * @return nanoseconds since the clock's start
     * @throws IOException if the kernel refuses or this system is not supported
     */
    public long nowNs(final Clock clock) throws IOException {
        try {
            final int result = (int) CLOCK_GETTIME.invokeExact(callState, clock.id, time);
            if (result < 0) {
                throw new SystemCallException("clock_gettime " + clock, CallState.errno(callState));
            }
            return time.get(JAVA_LONG, TimespecLayout.TV_SEC_OFFSET) * NANOS_PER_SECOND
                    + time.get(JAVA_LONG, TimespecLayout.TV_NSEC_OFFSET);
        } catch (final Throwable e) {
            throw Libc.failure(e);
        }
    }
}
