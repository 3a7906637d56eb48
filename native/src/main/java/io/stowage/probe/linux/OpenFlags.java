package io.stowage.probe.linux;

/**
 * The flags of {@code open(2)}. Source: {@code include/uapi/asm-generic/fcntl.h}; {@code O_DIRECT} differs by
 * processor, see {@code arch/arm64/include/uapi/asm/fcntl.h}.
 *
 * <pre>
 *   bit  19      16       14       11       7    6     1..0
 *  +-------+---+--------+--------+--------+----+-----+------+
 *  |CLOEXEC| - | DIRECT | DIRECT |NONBLOCK|EXCL|CREAT|access|
 *  |       |   | arm64  | x86-64 |        |    |     |      |
 *  +-------+---+--------+--------+--------+----+-----+------+
 * </pre>
 */
public final class OpenFlags {
    /** {@code O_RDONLY}. */
    public static final int READ_ONLY = 0;
    /** {@code O_RDWR}. */
    public static final int READ_WRITE = 0x2;
    /** {@code O_CREAT}. */
    public static final int CREATE = 0x40;
    /** {@code O_EXCL}: with {@link #CREATE}, fail if the file is there; never follows a symbolic link. */
    public static final int EXCLUSIVE = 0x80;
    /** {@code O_NONBLOCK}: do not wait for a medium, a lease or a pipe's other end. */
    public static final int NON_BLOCKING = 0x800;
    /** {@code O_CLOEXEC}: no child process inherits the file. */
    public static final int CLOSE_ON_EXEC = 0x80000;
    /** {@code O_DIRECT} of the processor this JVM runs on: past the page cache. */
    public static final int DIRECT = direct(Platform.current());

    private OpenFlags() {}

    /**
     * {@code O_DIRECT} of a platform.
     *
     * @param platform any of them; an unsupported one has no such flag
     * @return the bit, 0 if there is none
     */
    static int direct(final Platform platform) {
        return switch (platform) {
            case LINUX_X86_64 -> 0x4000;
            case LINUX_AARCH64 -> 0x10000;
            case UNSUPPORTED -> 0;
        };
    }
}
