package io.stowage.probe.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * {@code statvfs(3)}: what a file system has and has left. Counts are the kernel's unsigned ones: a negative number
 * here is a count beyond {@link Long#MAX_VALUE}.
 *
 * @param fragmentBytes the unit of the block counts
 * @param blockCount all blocks
 * @param freeBlockCount free blocks, those kept for root included
 * @param availableBlockCount free blocks for everybody
 * @param fileCount all inodes
 * @param freeFileCount free inodes
 * @param readOnly whether it is mounted without writing
 */
public record StatVfs(
        long fragmentBytes,
        long blockCount,
        long freeBlockCount,
        long availableBlockCount,
        long fileCount,
        long freeFileCount,
        boolean readOnly) {
    // int statvfs(const char *path, struct statvfs *buffer)
    private static final MethodHandle STATVFS =
            Libc.downcall("statvfs", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

    /**
     * Asks for the file system that a path is on. May block for as long as the file system does.
     *
     * @param path any file or directory
     * @return what the kernel says
     * @throws IOException if the kernel refuses or this system is not supported
     */
    public static StatVfs of(final Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment callState = CallState.allocate(arena);
            final MemorySegment buffer = arena.allocate(StatVfsLayout.SIZE_BYTES, StatVfsLayout.ALIGNMENT_BYTES);
            final MemorySegment cPath = arena.allocateFrom(path.toString(), StandardCharsets.UTF_8);
            final int result = (int) STATVFS.invokeExact(callState, cPath, buffer);
            if (result < 0) {
                throw new SystemCallException("statvfs " + path, CallState.errno(callState));
            }
            return new StatVfs(
                    buffer.get(JAVA_LONG, StatVfsLayout.F_FRSIZE_OFFSET),
                    buffer.get(JAVA_LONG, StatVfsLayout.F_BLOCKS_OFFSET),
                    buffer.get(JAVA_LONG, StatVfsLayout.F_BFREE_OFFSET),
                    buffer.get(JAVA_LONG, StatVfsLayout.F_BAVAIL_OFFSET),
                    buffer.get(JAVA_LONG, StatVfsLayout.F_FILES_OFFSET),
                    buffer.get(JAVA_LONG, StatVfsLayout.F_FFREE_OFFSET),
                    (buffer.get(JAVA_LONG, StatVfsLayout.F_FLAG_OFFSET) & StatVfsLayout.ST_RDONLY) != 0);
        } catch (final Throwable e) {
            throw Libc.failure(e);
        }
    }
}
