package io.stowage.probe.linux;

/**
 * The error numbers a probe can meet, with what they mean and what helps. Source: {@code
 * include/uapi/asm-generic/errno-base.h} and {@code errno.h}, which x86-64 and AArch64 share.
 */
public enum Errno {
    /** Operation not permitted. */
    EPERM(1, "operation not permitted", "run as root, outside any sandbox that forbids it"),
    /** No such file or directory. */
    ENOENT(2, "no such file or directory", "check the path"),
    /** No such process. */
    ESRCH(3, "no such thread", ""),
    /** Interrupted system call. */
    EINTR(4, "interrupted", "try again"),
    /** I/O error. */
    EIO(5, "input/output error", "look in the kernel log for the device's errors"),
    /** No such device or address. */
    ENXIO(6, "no such device or address", "check that the device is attached"),
    /** Bad file descriptor. */
    EBADF(9, "bad file descriptor", ""),
    /** Try again. */
    EAGAIN(11, "resource temporarily unavailable", "raise the memlock limit (ulimit -l) or try again"),
    /** Out of memory. */
    ENOMEM(12, "not enough memory", "free memory or raise the memlock limit (ulimit -l)"),
    /** Permission denied. */
    EACCES(13, "permission denied", "give this user access or run as root"),
    /** Bad address. */
    EFAULT(14, "bad address", ""),
    /** Device or resource busy. */
    EBUSY(16, "busy", "end what holds it"),
    /** File exists. */
    EEXIST(17, "file exists", "remove it or use another name"),
    /** No such device. */
    ENODEV(19, "no such device", "use a regular file on a disk"),
    /** Not a directory. */
    ENOTDIR(20, "not a directory", "check the path"),
    /** Is a directory. */
    EISDIR(21, "is a directory", "check the path"),
    /** Invalid argument. */
    EINVAL(22, "invalid argument", ""),
    /** Too many open files in the system. */
    ENFILE(23, "too many open files in the system", "raise fs.file-max"),
    /** Too many open files of this process. */
    EMFILE(24, "too many open files", "raise the open files limit (ulimit -n)"),
    /** Not a typewriter: the file does not know this ioctl. */
    ENOTTY(25, "not a block device", "check the path"),
    /** File too large. */
    EFBIG(27, "file too large", "use a smaller file or raise the file size limit (ulimit -f)"),
    /** No space left on device. */
    ENOSPC(28, "no space left on device", "free space"),
    /** Read-only file system. */
    EROFS(30, "read-only file system", "choose a writable one"),
    /** File name too long. */
    ENAMETOOLONG(36, "file name too long", "use a shorter path"),
    /** Function not implemented. */
    ENOSYS(38, "not implemented by this kernel", ""),
    /** Too many symbolic links. */
    ELOOP(40, "too many symbolic links", "check the path"),
    /** Value too large. */
    EOVERFLOW(75, "value too large", ""),
    /** Operation not supported. */
    EOPNOTSUPP(95, "operation not supported", "use another file system"),
    /** Connection timed out. */
    ETIMEDOUT(110, "timed out", "check the file server or the device"),
    /** Stale file handle. */
    ESTALE(116, "stale file handle", "mount the file system again"),
    /** No medium found. */
    ENOMEDIUM(123, "no medium found", "insert one"),
    /** Quota exceeded. */
    EDQUOT(122, "disk quota exceeded", "free space or raise the quota");

    private final int code;
    private final String meaning;
    private final String remedy;

    Errno(final int code, final String meaning, final String remedy) {
        this.code = code;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /**
     * The kernel's number.
     *
     * @return the number, always positive
     */
    public int code() {
        return code;
    }

    /**
     * One line for a number: meaning, name and what helps.
     *
     * @param code the kernel's number
     * @return the line; for an unknown number, just the number
     */
    static String describe(final int code) {
        for (final Errno errno : values()) {
            if (errno.code == code) {
                final String text = errno.meaning + " (" + errno.name() + ")";
                return errno.remedy.isEmpty() ? text : text + "; " + errno.remedy;
            }
        }
        return "error number " + code;
    }
}
