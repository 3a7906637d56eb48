package io.stowage.sim.mutation;

import org.jspecify.annotations.Nullable;

/**
 * What came of one fault.
 *
 * @param fault that was made.
 * @param first finding with all checks; {@code null}: it was not found.
 * @param alone finding with its own law alone, all other checks being left out; {@code null}: it was not found so.
 * @param tried seeds at most.
 */
public record MutationResult(
        Fault fault, @Nullable Finding first, @Nullable Finding alone, int tried) {
    /**
     * Whether the simulator found the fault.
     *
     * @return false if no seed that was tried shows it.
     */
    public boolean found() {
        return first != null;
    }
}
