package io.stowage.probe.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Reads, writes and syncs of one open file: {@code pread(2)}, {@code pwrite(2)}, {@code fdatasync(2)}. Allocates
 * nothing for a call. One thread only; never closes the file.
 */
public final class FileIo {
    // ssize_t pread(int fd, void *buffer, size_t count, off_t offset)
    private static final MethodHandle PREAD =
            Libc.downcall("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    // ssize_t pwrite(int fd, const void *buffer, size_t count, off_t offset)
    private static final MethodHandle PWRITE =
            Libc.downcall("pwrite", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    // int fdatasync(int fd)
    private static final MethodHandle FDATASYNC = Libc.downcall("fdatasync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final OpenFile file;
    private final MemorySegment callState;

    /**
     * For the calls on one file.
     *
     * @param file the open file
     * @param arena of the calling thread; must outlive this object
     */
    public FileIo(final OpenFile file, final Arena arena) {
        this.file = file;
        callState = CallState.allocate(arena);
    }

    /**
     * Reads from the file into all of a buffer.
     *
     * @param buffer native memory; aligned as {@link Statx} says, if the file is open with {@link OpenFlags#DIRECT}
     * @param offsetBytes from the file's start
     * @return bytes read: fewer than asked for only at the end of the file
     * @throws IOException if the kernel refuses
     */
    public long read(final MemorySegment buffer, final long offsetBytes) throws IOException {
        try {
            long result;
            do {
                result = (long) PREAD.invokeExact(callState, file.descriptor(), buffer, buffer.byteSize(), offsetBytes);
            } while (interrupted(result));
            return checked("pread ", result);
        } catch (final Throwable e) {
            throw Libc.failure(e);
        }
    }

    /**
     * Writes a buffer to the file.
     *
     * @param buffer native memory; aligned as {@link Statx} says, if the file is open with {@link OpenFlags#DIRECT}
     * @param offsetBytes from the file's start
     * @return bytes written: fewer than the buffer holds if the file system filled up on the way
     * @throws IOException if the kernel refuses
     */
    public long write(final MemorySegment buffer, final long offsetBytes) throws IOException {
        try {
            long result;
            do {
                result =
                        (long) PWRITE.invokeExact(callState, file.descriptor(), buffer, buffer.byteSize(), offsetBytes);
            } while (interrupted(result));
            return checked("pwrite ", result);
        } catch (final Throwable e) {
            throw Libc.failure(e);
        }
    }

    /**
     * Waits until the file's data and what is needed to find it again are on the device.
     *
     * @throws IOException if the kernel or the device refuses
     */
    public void syncData() throws IOException {
        try {
            checked("fdatasync ", (int) FDATASYNC.invokeExact(callState, file.descriptor()));
        } catch (final Throwable e) {
            throw Libc.failure(e);
        }
    }

    private boolean interrupted(final long result) {
        return result < 0 && CallState.errno(callState) == Errno.EINTR.code();
    }

    private long checked(final String call, final long result) throws SystemCallException {
        if (result < 0) {
            throw new SystemCallException(call + file, CallState.errno(callState));
        }
        return result;
    }
}
