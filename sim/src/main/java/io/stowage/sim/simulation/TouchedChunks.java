package io.stowage.sim.simulation;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The chunks of which something may have changed since they were checked last, the engine's view or the truth. */
final class TouchedChunks {
    private final TreeSet<Integer> ids = new TreeSet<>();

    void add(final int chunk) {
        ids.add(chunk);
    }

    void addAll(final Collection<Integer> chunks) {
        ids.addAll(chunks);
    }

    /** All of them by id; none is touched afterwards. */
    List<Integer> take() {
        final List<Integer> taken = List.copyOf(ids);
        ids.clear();
        return taken;
    }
}
