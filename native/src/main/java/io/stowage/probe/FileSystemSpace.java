package io.stowage.probe;

import io.stowage.probe.linux.StatVfs;

/**
 * How much a file system holds. What a file system claims beyond {@link Long#MAX_VALUE} bytes is shown as that.
 *
 * @param totalBytes its size
 * @param freeBytes unused, what is kept for root included
 * @param availableBytes unused and open to everybody: what a chunk may count on
 * @param fileCount files it can hold; 0 if it does not count them
 * @param freeFileCount files it can still take; 0 if it does not count them
 */
public record FileSystemSpace(
        long totalBytes, long freeBytes, long availableBytes, long fileCount, long freeFileCount) {
    /**
     * From the kernel's unsigned block counts.
     *
     * @param answer of statvfs
     * @return bytes and files
     */
    static FileSystemSpace of(final StatVfs answer) {
        return new FileSystemSpace(
                bytes(answer.blockCount(), answer.fragmentBytes()),
                bytes(answer.freeBlockCount(), answer.fragmentBytes()),
                bytes(answer.availableBlockCount(), answer.fragmentBytes()),
                saturated(answer.fileCount()),
                saturated(answer.freeFileCount()));
    }

    private static long bytes(final long blockCount, final long blockBytes) {
        final long highHalf = Math.unsignedMultiplyHigh(blockCount, blockBytes);
        return highHalf == 0 ? saturated(blockCount * blockBytes) : Long.MAX_VALUE;
    }

    private static long saturated(final long unsigned) {
        return unsigned < 0 ? Long.MAX_VALUE : unsigned;
    }
}
