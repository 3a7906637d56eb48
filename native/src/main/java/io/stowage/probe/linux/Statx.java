package io.stowage.probe.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code statx(2)}: on which mount a path is, and how direct I/O on a file must be aligned. Thread-safe. */
public final class Statx {
    // int statx(int dirfd, const char *path, int flags, unsigned int mask, struct statx *buffer)
    private static final MethodHandle STATX =
            Libc.downcall("statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));

    private Statx() {}

    /**
     * Where a path lies.
     *
     * @param mountId the mount's id in {@code mountinfo}; empty before Linux 5.8
     * @param directory whether the path is a directory
     */
    public record Place(OptionalLong mountId, boolean directory) {}

    /**
     * What the kernel says of direct I/O on a file.
     *
     * @param memoryBytes alignment of the buffer; 0 if the file cannot be read or written directly
     * @param offsetBytes alignment of offset and length; 0 if the file cannot be read or written directly
     */
    public record DirectAlignment(int memoryBytes, int offsetBytes) {}

    /**
     * Finds the mount of a path; follows symbolic links, mounts nothing.
     *
     * @param path any file or directory
     * @return its place
     * @throws IOException if the kernel refuses or this system is not supported
     */
    public static Place placeOf(final Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment answer = call(
                    arena,
                    StatxLayout.AT_FDCWD,
                    path.toString(),
                    StatxLayout.AT_NO_AUTOMOUNT,
                    StatxLayout.STATX_TYPE | StatxLayout.STATX_MNT_ID,
                    path.toString());
            final int mode = answer.get(JAVA_SHORT, StatxLayout.STX_MODE_OFFSET);
            final OptionalLong mountId = filled(answer, StatxLayout.STATX_MNT_ID)
                    ? OptionalLong.of(answer.get(JAVA_LONG, StatxLayout.STX_MNT_ID_OFFSET))
                    : OptionalLong.empty();
            return new Place(mountId, (mode & StatxLayout.S_IFMT) == StatxLayout.S_IFDIR);
        }
    }

    /**
     * Asks how direct I/O on a file must be aligned.
     *
     * @param file an open file
     * @return the alignment; empty if the kernel (before Linux 6.1) or the file system does not say
     * @throws IOException if the kernel refuses or this system is not supported
     */
    public static Optional<DirectAlignment> directAlignmentOf(final OpenFile file) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment answer = call(
                    arena,
                    file.descriptor(),
                    "",
                    StatxLayout.AT_EMPTY_PATH,
                    StatxLayout.STATX_DIOALIGN,
                    file.toString());
            if (!filled(answer, StatxLayout.STATX_DIOALIGN)) {
                return Optional.empty();
            }
            return Optional.of(new DirectAlignment(
                    answer.get(JAVA_INT, StatxLayout.STX_DIO_MEM_ALIGN_OFFSET),
                    answer.get(JAVA_INT, StatxLayout.STX_DIO_OFFSET_ALIGN_OFFSET)));
        }
    }

    private static boolean filled(final MemorySegment answer, final int field) {
        return (answer.get(JAVA_INT, StatxLayout.STX_MASK_OFFSET) & field) != 0;
    }

    private static MemorySegment call(
            final Arena arena,
            final int directory,
            final String path,
            final int flags,
            final int mask,
            final String shownName)
            throws IOException {
        try {
            final MemorySegment callState = CallState.allocate(arena);
            final MemorySegment cPath = arena.allocateFrom(path, StandardCharsets.UTF_8);
            final MemorySegment answer = arena.allocate(StatxLayout.SIZE_BYTES, StatxLayout.ALIGNMENT_BYTES);
            final int result = (int) STATX.invokeExact(callState, directory, cPath, flags, mask, answer);
            if (result < 0) {
                throw new SystemCallException("statx " + shownName, CallState.errno(callState));
            }
            return answer;
        } catch (final Throwable e) {
            throw Libc.failure(e);
        }
    }
}
