package io.stowage.probe.linux;

/**
 * {@code struct timespec} on 64-bit Linux. Source: {@code include/uapi/linux/time.h}; the clocks' numbers too.
 *
 * <pre>
 *   0                   8                   16
 *  +-------------------+-------------------+
 *  | tv_sec        i64 | tv_nsec       i64 |
 *  +-------------------+-------------------+
 * </pre>
 */
final class TimespecLayout {
    /** {@code tv_sec}: whole seconds. */
    static final int TV_SEC_OFFSET = 0;
    /** {@code tv_nsec}: nanoseconds beyond them, 0 to 999,999,999. */
    static final int TV_NSEC_OFFSET = TV_SEC_OFFSET + Long.BYTES;
    /** All of the struct. */
    static final int SIZE_BYTES = TV_NSEC_OFFSET + Long.BYTES;
    /** The struct's alignment. */
    static final int ALIGNMENT_BYTES = Long.BYTES;

    /** {@code CLOCK_REALTIME}. */
    static final int CLOCK_REALTIME = 0;
    /** {@code CLOCK_MONOTONIC}. */
    static final int CLOCK_MONOTONIC = 1;
    /** {@code CLOCK_THREAD_CPUTIME_ID}. */
    static final int CLOCK_THREAD_CPUTIME_ID = 3;
    /** {@code CLOCK_MONOTONIC_RAW}. */
    static final int CLOCK_MONOTONIC_RAW = 4;
    /** {@code CLOCK_BOOTTIME}. */
    static final int CLOCK_BOOTTIME = 7;

    private TimespecLayout() {}
}
