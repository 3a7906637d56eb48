package io.stowage.probe.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The questions of {@code ioctl(2)} that a block device answers; none of them changes or reads a byte of it. Source:
 * {@code include/uapi/linux/fs.h}, the numbers after {@code include/uapi/asm-generic/ioctl.h}, the same on x86-64 and
 * AArch64:
 *
 * <pre>
 *   31  30 29                  16 15                   8 7                    0
 *  +------+----------------------+----------------------+----------------------+
 *  | dir  | size of the argument | type, 0x12 = block   | number               |
 *  +------+----------------------+----------------------+----------------------+
 *    _IO: dir 0, size 0      _IOR(0x12, 114, size_t): dir 2, size 8
 * </pre>
 *
 * @param sizeBytes the device's capacity
 * @param logicalBlockBytes the smallest unit that can be addressed
 * @param physicalBlockBytes the smallest unit the device writes without reading first
 * @param rotational whether it has spinning parts, as far as it tells the kernel
 */
public record BlockDeviceIoctl(long sizeBytes, int logicalBlockBytes, int physicalBlockBytes, boolean rotational) {
    /** {@code BLKSSZGET}, answers an {@code int}. */
    static final long BLKSSZGET = 0x1268;
    /** {@code BLKPBSZGET}, answers an {@code unsigned int}. */
    static final long BLKPBSZGET = 0x127b;
    /** {@code BLKROTATIONAL}, answers an {@code unsigned short}. */
    static final long BLKROTATIONAL = 0x127e;
    /** {@code BLKGETSIZE64}, answers a {@code u64}. */
    static final long BLKGETSIZE64 = 0x80081272L;

    // int ioctl(int fd, unsigned long request, ...)
    private static final MethodHandle IOCTL = Libc.downcall(
            "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));

    /**
     * Opens a device for reading, asks and closes it. May block for as long as the device does.
     *
     * @param device its node, as in {@code /dev/nvme0n1}
     * @return what it answers
     * @throws IOException if the node cannot be opened, is no block device, or this system is not supported
     */
    public static BlockDeviceIoctl of(final Path device) throws IOException {
        try (OpenFile file = OpenFile.open(device, OpenFlags.READ_ONLY | OpenFlags.NON_BLOCKING);
                Arena arena = Arena.ofConfined()) {
            final MemorySegment answer = arena.allocate(Long.BYTES, Long.BYTES);
            final long sizeBytes =
                    ask(file, BLKGETSIZE64, "BLKGETSIZE64", answer).get(JAVA_LONG, 0);
            final int logicalBytes = ask(file, BLKSSZGET, "BLKSSZGET", answer).get(JAVA_INT, 0);
            final int physicalBytes =
                    ask(file, BLKPBSZGET, "BLKPBSZGET", answer).get(JAVA_INT, 0);
            final boolean rotational =
                    ask(file, BLKROTATIONAL, "BLKROTATIONAL", answer).get(JAVA_SHORT, 0) != 0;
            return new BlockDeviceIoctl(sizeBytes, logicalBytes, physicalBytes, rotational);
        }
    }

    private static MemorySegment ask(
            final OpenFile file, final long request, final String name, final MemorySegment answer) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment callState = CallState.allocate(arena);
            answer.fill((byte) 0);
            final int result = (int) IOCTL.invokeExact(callState, file.descriptor(), request, answer);
            if (result < 0) {
                throw new SystemCallException("ioctl " + name + " " + file, CallState.errno(callState));
            }
            return answer;
        } catch (final Throwable e) {
            throw Libc.failure(e);
        }
    }
}
