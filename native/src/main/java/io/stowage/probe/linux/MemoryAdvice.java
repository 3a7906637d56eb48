package io.stowage.probe.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code mlock(2)}, {@code munlock(2)} and {@code madvise(2)} of native memory. Thread-safe. */
public final class MemoryAdvice {
    /** {@code MADV_HUGEPAGE} of {@code include/uapi/asm-generic/mman-common.h}. */
    static final int MADV_HUGEPAGE = 14;

    /** {@code MADV_POPULATE_WRITE} of the same file, since Linux 5.14. */
    static final int MADV_POPULATE_WRITE = 23;

    // int mlock(const void *address, size_t length)
    private static final MethodHandle MLOCK =
            Libc.downcall("mlock", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    // int munlock(const void *address, size_t length)
    private static final MethodHandle MUNLOCK =
            Libc.downcall("munlock", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    // int madvise(void *address, size_t length, int advice)
    private static final MethodHandle MADVISE =
            Libc.downcall("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    private MemoryAdvice() {}

    /**
     * Keeps the pages under a segment in memory.
     *
     * @param memory native memory
     * @throws IOException if the kernel refuses, mostly for the memlock limit, or this system is not supported
     */
    public static void lock(final MemorySegment memory) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment callState = CallState.allocate(arena);
            final int result = (int) MLOCK.invokeExact(callState, memory, memory.byteSize());
            check("mlock", memory, result, callState);
        } catch (final Throwable e) {
            throw Libc.failure(e);
        }
    }

    /**
     * Lets the pages under a segment go again; locks do not nest.
     *
     * @param memory native memory
     * @throws IOException if the kernel refuses or this system is not supported
     */
    public static void unlock(final MemorySegment memory) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment callState = CallState.allocate(arena);
            final int result = (int) MUNLOCK.invokeExact(callState, memory, memory.byteSize());
            check("munlock", memory, result, callState);
        } catch (final Throwable e) {
            throw Libc.failure(e);
        }
    }

    /**
     * Asks for transparent huge pages under a segment.
     *
     * @param memory native memory that begins at a page's start
     * @throws IOException if the kernel refuses, {@link Errno#EINVAL} where it is built without huge pages, or this
     *     system is not supported
     */
    public static void adviseHugePages(final MemorySegment memory) throws IOException {
        advise(memory, MADV_HUGEPAGE);
    }

    /**
     * Brings the pages under a segment into memory as a first write to each would, and changes no byte of them.
     *
     * @param memory native memory that begins at a page's start
     * @throws IOException if the kernel refuses, {@link Errno#EINVAL} before Linux 5.14, {@link Errno#EFAULT} where a write would
     *     fault, or this system is not supported
     */
    public static void populateForWrite(final MemorySegment memory) throws IOException {
        advise(memory, MADV_POPULATE_WRITE);
    }

    private static void advise(final MemorySegment memory, final int advice) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment callState = CallState.allocate(arena);
            final int result = (int) MADVISE.invokeExact(callState, memory, memory.byteSize(), advice);
            check("madvise", memory, result, callState);
        } catch (final Throwable e) {
            throw Libc.failure(e);
        }
    }

    private static void check(
            final String call, final MemorySegment memory, final int result, final MemorySegment callState)
            throws SystemCallException {
        if (result < 0) {
            throw new SystemCallException(call + " of " + memory.byteSize() + " bytes", CallState.errno(callState));
        }
    }
}
