package io.stowage.probe;

import java.util.Set;

/** What stands behind a mounted file system. */
public enum FileSystemKind {
    /** A device of this machine: files survive, and the space is ours to measure. */
    LOCAL,
    /** Another machine, or a program of the user: may hang for as long as that does. */
    REMOTE,
    /** Layers over other file systems, as the root of a container. */
    LAYERED,
    /** No disk at all: memory and the kernel's own trees. */
    PSEUDO;

    // Types that need no device of their own (nodev in /proc/filesystems) and keep files on disks all the same.
    private static final Set<String> LOCAL_WITHOUT_DEVICE = Set.of("zfs", "ubifs", "jffs2", "bcachefs");
    private static final Set<String> REMOTE_TYPES = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb3",
            "smbfs",
            "ceph",
            "afs",
            "9p",
            "virtiofs",
            "lustre",
            "gpfs",
            "beegfs",
            "glusterfs",
            "orangefs",
            "vboxsf",
            "prl_fs");
    private static final Set<String> LAYERED_TYPES = Set.of("overlay", "aufs", "ecryptfs");
    private static final String FUSE_PREFIX = "fuse.";
    // Programs behind fuse that show no files of a user.
    private static final Set<String> PSEUDO_FUSE =
            Set.of("fuse.lxcfs", "fuse.gvfsd-fuse", "fuse.portal", "fuse.snapfuse");

    /**
     * The kind of a type.
     *
     * @param type as in {@code mountinfo}, "ext4"
     * @param deviceTypes the types that need a block device, from {@code /proc/filesystems}
     * @return the kind; {@link #PSEUDO} for what is unknown and needs no device
     */
    static FileSystemKind of(final String type, final Set<String> deviceTypes) {
        if (deviceTypes.contains(type) || LOCAL_WITHOUT_DEVICE.contains(type)) {
            return LOCAL;
        }
        if (LAYERED_TYPES.contains(type)) {
            return LAYERED;
        }
        if (REMOTE_TYPES.contains(type) || (type.startsWith(FUSE_PREFIX) && !PSEUDO_FUSE.contains(type))) {
            return REMOTE;
        }
        return PSEUDO;
    }
}
