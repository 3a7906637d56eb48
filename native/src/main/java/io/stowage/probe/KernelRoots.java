package io.stowage.probe;

import java.nio.file.Path;

/**
 * Where the kernel's file trees are mounted. Other than the usual places in containers that show the host's trees
 * elsewhere, and for recorded trees.
 *
 * @param proc procfs, {@code /proc}
 * @param sys sysfs, {@code /sys}
 * @param dev device nodes, {@code /dev}
 */
public record KernelRoots(Path proc, Path sys, Path dev) {
    private static final KernelRoots LIVE = new KernelRoots(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));

    /**
     * The usual places of this machine.
     *
     * @return {@code /proc}, {@code /sys} and {@code /dev}
     */
    public static KernelRoots live() {
        return LIVE;
    }
}
