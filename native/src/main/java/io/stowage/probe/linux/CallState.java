package io.stowage.probe.linux;

import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/**
 * Where a downcall leaves {@code errno}. The JVM may make system calls of its own before Java code runs again, so the
 * number is captured within the call and never asked for afterwards.
 */
final class CallState {
    /** The name of the captured variable. */
    static final String ERRNO = "errno";

    private static final StructLayout LAYOUT = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_HANDLE = LAYOUT.varHandle(MemoryLayout.PathElement.groupElement(ERRNO));

    private CallState() {}

    /**
     * A segment to pass as the first argument of a downcall.
     *
     * @param allocator whose memory it is
     * @return the segment, of the linker's layout
     */
    static MemorySegment allocate(final SegmentAllocator allocator) {
        return allocator.allocate(LAYOUT);
    }

    /**
     * What the last call with this state left there; meaningful only if the call failed.
     *
     * @param callState given to the call
     * @return the kernel's error number
     */
    static int errno(final MemorySegment callState) {
        return (int) ERRNO_HANDLE.get(callState, 0L);
    }
}
