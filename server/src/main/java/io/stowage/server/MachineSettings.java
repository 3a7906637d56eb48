package io.stowage.server;

import io.stowage.probe.CpuSet;

/**
 * What the server takes of its machine for itself.
 *
 * @param cpus       CPUs that the loop's thread may run on, as {@code "3"} or {@code "2-3,6"}; empty: any.
 * @param lockMemory whether the engine's tables are kept from being swapped out.
 */
public record MachineSettings(String cpus, boolean lockMemory) {
    /** Takes nothing. */
    public static final MachineSettings SHARED = new MachineSettings("", false);

    /**
     * Checks the list of CPUs.
     *
     * @throws IllegalArgumentException if it is none.
     */
    public MachineSettings {
        if (!cpus.isEmpty()) {
            CpuSet.parse(cpus);
        }
    }
}
