package io.stowage.probe.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code fallocate(2)}: space for a file before its data. Thread-safe. */
public final class Fallocate {
    /** {@code FALLOC_FL_KEEP_SIZE} of {@code include/uapi/linux/falloc.h}. */
    static final int KEEP_SIZE = 0x1;

    // int fallocate(int fd, int mode, off_t offset, off_t length)
    private static final MethodHandle FALLOCATE =
            Libc.downcall("fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));

    private Fallocate() {}

    /**
     * Allocates blocks for the first bytes of a file, so that writing them cannot run out of space. Data that is there
     * stays; what is new reads as zero.
     *
     * @param file open for writing
     * @param lengthBytes how many, more than 0
     * @param keepSize whether the file's size stays as it is, even if the blocks pass it
     * @throws IOException if the kernel refuses; {@link Errno#EOPNOTSUPP} where the file system cannot do it
     */
    public static void allocate(final OpenFile file, final long lengthBytes, final boolean keepSize)
            throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment callState = CallState.allocate(arena);
            final int mode = keepSize ? KEEP_SIZE : 0;
            final int result = (int) FALLOCATE.invokeExact(callState, file.descriptor(), mode, 0L, lengthBytes);
            if (result < 0) {
                throw new SystemCallException("fallocate " + file, CallState.errno(callState));
            }
        } catch (final Throwable e) {
            throw Libc.failure(e);
        }
    }
}
