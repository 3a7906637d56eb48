package io.stowage.engine.placement;

import java.util.List;

/**
 * What a threshold of load is held against where the load of a class has two parts. The decision calls both thresholds a
 * share of the tier's capacity and yet counts prioritized data by its own share first; the twin takes either.
 */
enum LoadReading {
    /** The first figure of the class. */
    BY_CLASS,
    /** Allocated / capacity, whatever the class. */
    BY_TIER,
    /** Both. */
    BY_BOTH;

    static List<LoadReading> of(final TwinRequest request) {
        return request.isPrioritized() ? List.of(values()) : List.of(BY_CLASS);
    }
}
