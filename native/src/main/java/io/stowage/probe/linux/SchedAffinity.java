package io.stowage.probe.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;

/**
 * {@code sched_getaffinity(2)}, {@code sched_setaffinity(2)} and {@code sched_getcpu(3)} of the calling thread, which
 * must be a platform thread: of a virtual one they would see and change the carrier.
 */
public final class SchedAffinity {
    private static final int THIS_THREAD = 0;

    // int sched_getaffinity(pid_t pid, size_t size, cpu_set_t *mask)
    private static final MethodHandle GET_AFFINITY =
            Libc.downcall("sched_getaffinity", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
    // int sched_setaffinity(pid_t pid, size_t size, const cpu_set_t *mask)
    private static final MethodHandle SET_AFFINITY =
            Libc.downcall("sched_setaffinity", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
    // int sched_getcpu(void)
    private static final MethodHandle GET_CPU = Libc.downcall("sched_getcpu", FunctionDescriptor.of(JAVA_INT));

    private SchedAffinity() {}

    /**
     * The CPUs the calling thread may run on.
     *
     * @return one bit a CPU
     * @throws IOException if the kernel refuses or this system is not supported
     */
    public static BitSet current() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment callState = CallState.allocate(arena);
            // The kernel refuses a mask that is shorter than its own, without telling how long that is.
            for (int sizeBytes = CpuMaskLayout.SIZE_BYTES; ; sizeBytes *= 2) {
                final MemorySegment mask = arena.allocate(sizeBytes, CpuMaskLayout.ALIGNMENT_BYTES);
                final int result = (int) GET_AFFINITY.invokeExact(callState, THIS_THREAD, (long) sizeBytes, mask);
                if (result >= 0) {
                    return BitSet.valueOf(mask.toArray(JAVA_LONG));
                }
                final int errno = CallState.errno(callState);
                if (errno != Errno.EINVAL.code() || sizeBytes >= CpuMaskLayout.MAX_SIZE_BYTES) {
                    throw new SystemCallException("sched_getaffinity", errno);
                }
            }
        } catch (final Throwable e) {
            throw Libc.failure(e);
        }
    }

    /**
     * Lets the calling thread run only on the given CPUs. The kernel silently drops those that are offline or outside
     * the thread's cpuset, and refuses with {@link Errno#EINVAL} if none is left.
     *
     * @param cpus one bit a CPU
     * @throws IOException if the kernel refuses or this system is not supported
     */
    public static void restrictTo(final BitSet cpus) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment callState = CallState.allocate(arena);
            final long[] words = cpus.toLongArray();
            final long sizeBytes = Math.max(CpuMaskLayout.SIZE_BYTES, (long) words.length * CpuMaskLayout.WORD_BYTES);
            final MemorySegment mask = arena.allocate(sizeBytes, CpuMaskLayout.ALIGNMENT_BYTES);
            MemorySegment.copy(words, 0, mask, JAVA_LONG, 0, words.length);
            final int result = (int) SET_AFFINITY.invokeExact(callState, THIS_THREAD, sizeBytes, mask);
            if (result < 0) {
                throw new SystemCallException("sched_setaffinity", CallState.errno(callState));
            }
        } catch (final Throwable e) {
            throw Libc.failure(e);
        }
    }

    /**
     * The CPU the calling thread is on at this moment.
     *
     * @return its number, from 0
     * @throws IOException if the kernel refuses or this system is not supported
     */
    public static int currentCpu() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment callState = CallState.allocate(arena);
            final int result = (int) GET_CPU.invokeExact(callState);
            if (result < 0) {
                throw new SystemCallException("sched_getcpu", CallState.errno(callState));
            }
            return result;
        } catch (final Throwable e) {
            throw Libc.failure(e);
        }
    }
}
