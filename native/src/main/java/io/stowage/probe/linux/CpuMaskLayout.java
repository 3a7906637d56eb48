package io.stowage.probe.linux;

/**
 * {@code cpu_set_t}: an array of {@code unsigned long}, one bit a CPU, of any length. Source: glibc's {@code
 * bits/cpu-set.h} ({@code sched.h}); the kernel's {@code include/linux/cpumask_types.h}.
 *
 * <pre>
 *   word 0                                word 1
 *   63                    2   1   0       127            65  64
 *  +-----+---------+-----+---+---+---+   +-----+--------+---+---+
 *  |CPU63|   ...         |CPU|CPU|CPU|   |     |   ...  |CPU|CPU|  ...
 *  |     |               | 2 | 1 | 0 |   |     |        | 65| 64|
 *  +-----+---------+-----+---+---+---+   +-----+--------+---+---+
 * </pre>
 */
final class CpuMaskLayout {
    /** One word of the mask. */
    static final int WORD_BYTES = Long.BYTES;
    /** CPUs in a word. */
    static final int CPUS_PER_WORD = Long.SIZE;
    /** {@code sizeof(cpu_set_t)}: what glibc's fixed type holds, {@code CPU_SETSIZE} / 8. */
    static final int SIZE_BYTES = 128;
    /** The mask's alignment. */
    static final int ALIGNMENT_BYTES = Long.BYTES;
    /** The largest mask ever tried; {@code NR_CPUS} is at most 8192 on both processors. */
    static final int MAX_SIZE_BYTES = 8192 / Byte.SIZE;

    private CpuMaskLayout() {}
}
