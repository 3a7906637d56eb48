package io.stowage.probe;

import io.stowage.probe.linux.Errno;
import io.stowage.probe.linux.SchedAffinity;
import io.stowage.probe.linux.SystemCallException;
import java.io.IOException;

/**
 * On which CPUs the calling thread may run. Acts on the calling platform thread only; a virtual thread is refused, as
 * it has no CPU of its own. Threads started later inherit the starter's CPUs.
 */
public final class CpuAffinity {
    private CpuAffinity() {}

    /**
     * The CPUs the calling thread may run on.
     *
     * @return the set, or why it cannot be known
     */
    public static Reading<CpuSet> allowed() {
        return ofThisThread().flatMap(thread -> ReadingSource.readingOf(() -> CpuSet.ofBits(SchedAffinity.current())));
    }

    /**
     * The CPU the calling thread is on; it may move at any time unless pinned.
     *
     * @return its number, or why it cannot be known
     */
    public static Reading<Integer> currentCpu() {
        return ofThisThread().flatMap(thread -> ReadingSource.readingOf(SchedAffinity::currentCpu));
    }

    /**
     * Lets the calling thread run only on the given CPUs.
     *
     * @param cpus at least one; those offline or outside the thread's cpuset are left out by the kernel
     * @return the CPUs the thread may run on from now, or why the kernel left it as it was
     */
    public static Reading<CpuSet> pinTo(final CpuSet cpus) {
        if (cpus.count() == 0) {
            return Reading.unavailable("cannot pin a thread to no CPU; name at least one");
        }
        return ofThisThread()
                .flatMap(thread -> ReadingSource.readingOf(() -> {
                    try {
                        SchedAffinity.restrictTo(cpus.bits());
                    } catch (final SystemCallException e) {
                        // The kernel's bare "invalid argument" means that none of the CPUs is left.
                        throw e.is(Errno.EINVAL)
                                ? new IOException(
                                        "none of the CPUs " + cpus + " is online and allowed; this thread may use "
                                                + CpuSet.ofBits(SchedAffinity.current()),
                                        e)
                                : e;
                    }
                    return CpuSet.ofBits(SchedAffinity.current());
                }));
    }

    private static Reading<Thread> ofThisThread() {
        final Thread thread = Thread.currentThread();
        return thread.isVirtual()
                ? Reading.unavailable("a virtual thread has no CPU of its own; call from a platform thread")
                : Reading.measured(thread);
    }
}
