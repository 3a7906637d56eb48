package io.stowage.probe.linux;

/**
 * {@code struct statx}, the fields read here. Fixed-width types, so the same on all processors. Source: {@code
 * include/uapi/linux/stat.h}.
 *
 * <pre>
 *   0          4          8                     28      30
 *  +----------+----------+---------------------+-------+------------------------------+
 *  | stx_mask | blksize  | attributes ... gid  | mode  | inode, times, rdev, dev ...  |
 *  |      u32 |          |                     |   u16 |                              |
 *  +----------+----------+---------------------+-------+------------------------------+
 *   144                   152                   156                   160            256
 *  +---------------------+---------------------+---------------------+----------------+
 *  | stx_mnt_id      u64 | stx_dio_mem_    u32 | stx_dio_offset_ u32 | newer fields,  |
 *  |                     |   align             |   align             | spare          |
 *  +---------------------+---------------------+---------------------+----------------+
 * </pre>
 */
final class StatxLayout {
    /** {@code stx_mask}: which fields the kernel filled. */
    static final int STX_MASK_OFFSET = 0;

    // stx_blksize, stx_attributes, stx_nlink, stx_uid, stx_gid
    private static final int BEFORE_MODE_BYTES = Integer.BYTES + Long.BYTES + 3 * Integer.BYTES;

    /** {@code stx_mode}: the file's type and permissions. */
    static final int STX_MODE_OFFSET = STX_MASK_OFFSET + Integer.BYTES + BEFORE_MODE_BYTES;

    // a spare u16; stx_ino, stx_size, stx_blocks, stx_attributes_mask
    private static final int BEFORE_TIMES_BYTES = Short.BYTES + 4 * Long.BYTES;
    // four times of 16 bytes; stx_rdev_major, stx_rdev_minor, stx_dev_major, stx_dev_minor
    private static final int TIMES_AND_DEVICES_BYTES = 4 * 2 * Long.BYTES + 4 * Integer.BYTES;

    /** {@code stx_mnt_id}: the id of the mount, as in {@code mountinfo}. */
    static final int STX_MNT_ID_OFFSET = STX_MODE_OFFSET + Short.BYTES + BEFORE_TIMES_BYTES + TIMES_AND_DEVICES_BYTES;
    /** {@code stx_dio_mem_align}: alignment of memory for direct I/O, bytes. */
    static final int STX_DIO_MEM_ALIGN_OFFSET = STX_MNT_ID_OFFSET + Long.BYTES;
    /** {@code stx_dio_offset_align}: alignment of file offsets and lengths for direct I/O, bytes. */
    static final int STX_DIO_OFFSET_ALIGN_OFFSET = STX_DIO_MEM_ALIGN_OFFSET + Integer.BYTES;

    /** All of the struct: fixed for ever, newer fields take from the spare ones. */
    static final int SIZE_BYTES = 256;
    /** The struct's alignment. */
    static final int ALIGNMENT_BYTES = Long.BYTES;

    /** {@code STATX_TYPE}: ask for the type bits of the mode. */
    static final int STATX_TYPE = 0x1;
    /** {@code STATX_MNT_ID}, since Linux 5.8. */
    static final int STATX_MNT_ID = 0x1000;
    /** {@code STATX_DIOALIGN}, since Linux 6.1. */
    static final int STATX_DIOALIGN = 0x2000;
    /** {@code AT_FDCWD}: a path relative to the working directory. */
    static final int AT_FDCWD = -100;
    /** {@code AT_NO_AUTOMOUNT}: do not mount what an automounter watches. */
    static final int AT_NO_AUTOMOUNT = 0x800;
    /** {@code AT_EMPTY_PATH}: the descriptor itself. */
    static final int AT_EMPTY_PATH = 0x1000;
    /** {@code S_IFMT}: the type bits of a mode. */
    static final int S_IFMT = 0xf000;
    /** {@code S_IFDIR}: a directory. */
    static final int S_IFDIR = 0x4000;

    private StatxLayout() {}
}
