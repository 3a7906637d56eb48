package io.stowage.sim.mutation;

import org.jspecify.annotations.Nullable;

/**
 * What came of one fault.
 *
 * @param fault that was made.
 * @param first finding with all checks; {@code null}: it was not found.
 * @param byLaw the same without the naive twin, so that a law alone had to find it; {@code null}: no law did.
 * @param tried seeds at most.
 */
public record MutationResult(Fault fault, @Nullable Finding first, @Nullable Finding byLaw, int tried) {
    /**
     * Whether the simulator found the fault.
     *
     * @return false if no seed that was tried shows it.
     */
    public boolean found() {
        return first != null;
    }
}
