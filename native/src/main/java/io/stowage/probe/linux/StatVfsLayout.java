package io.stowage.probe.linux;

/**
 * {@code struct statvfs} as the C library fills it on 64-bit Linux, little endian. Source: glibc's {@code
 * bits/statvfs.h} ({@code sys/statvfs.h}); musl lays the part read here out alike. The kernel's own {@code struct
 * statfs} ({@code include/uapi/asm-generic/statfs.h}) is what it is filled from.
 *
 * <pre>
 *   0                   8                   16                  24                  32
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | f_bsize       u64 | f_frsize      u64 | f_blocks      u64 | f_bfree       u64 |
 *  +-------------------+-------------------+-------------------+-------------------+
 *   32                  40                  48                  56                  64
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | f_bavail      u64 | f_files       u64 | f_ffree       u64 | f_favail      u64 |
 *  +-------------------+-------------------+-------------------+-------------------+
 *   64                  72                  80                  88                  112
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | f_fsid        u64 | f_flag        u64 | f_namemax     u64 | spare          24 |
 *  +-------------------+-------------------+-------------------+-------------------+
 * </pre>
 */
final class StatVfsLayout {
    /** {@code f_bsize}: preferred size of I/O, bytes. */
    static final int F_BSIZE_OFFSET = 0;
    /** {@code f_frsize}: the unit of the block counts, bytes. */
    static final int F_FRSIZE_OFFSET = F_BSIZE_OFFSET + Long.BYTES;
    /** {@code f_blocks}: all blocks. */
    static final int F_BLOCKS_OFFSET = F_FRSIZE_OFFSET + Long.BYTES;
    /** {@code f_bfree}: free blocks, those kept for root included. */
    static final int F_BFREE_OFFSET = F_BLOCKS_OFFSET + Long.BYTES;
    /** {@code f_bavail}: free blocks for everybody. */
    static final int F_BAVAIL_OFFSET = F_BFREE_OFFSET + Long.BYTES;
    /** {@code f_files}: all inodes. */
    static final int F_FILES_OFFSET = F_BAVAIL_OFFSET + Long.BYTES;
    /** {@code f_ffree}: free inodes. */
    static final int F_FFREE_OFFSET = F_FILES_OFFSET + Long.BYTES;
    /** {@code f_favail}: free inodes for everybody. */
    static final int F_FAVAIL_OFFSET = F_FFREE_OFFSET + Long.BYTES;
    /** {@code f_fsid}: the file system's id. */
    static final int F_FSID_OFFSET = F_FAVAIL_OFFSET + Long.BYTES;
    /** {@code f_flag}: mount flags, {@link #ST_RDONLY} and others. */
    static final int F_FLAG_OFFSET = F_FSID_OFFSET + Long.BYTES;
    /** {@code f_namemax}: longest file name, bytes. */
    static final int F_NAMEMAX_OFFSET = F_FLAG_OFFSET + Long.BYTES;

    private static final int SPARE_BYTES = 6 * Integer.BYTES;

    /** All of the struct. */
    static final int SIZE_BYTES = F_NAMEMAX_OFFSET + Long.BYTES + SPARE_BYTES;
    /** The struct's alignment. */
    static final int ALIGNMENT_BYTES = Long.BYTES;

    /** {@code ST_RDONLY}, a bit of {@code f_flag}. */
    static final long ST_RDONLY = 0x1;

    private StatVfsLayout() {}
}
