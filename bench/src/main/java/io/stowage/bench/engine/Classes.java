package io.stowage.bench.engine;

import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Tier;
import io.stowage.engine.space.SpaceClass;

/** The three parts of a space class as the schema names them. */
final class Classes {
    private Classes() {}

    static Tier tier(final int spaceClass) {
        return SpaceClass.tier(spaceClass) == SpaceClass.CAPACITY ? Tier.CAPACITY : Tier.PERFORMANCE;
    }

    static Provision provision(final int spaceClass) {
        return SpaceClass.isThin(spaceClass) ? Provision.THIN : Provision.THICK;
    }

    static Priority priority(final int spaceClass) {
        return SpaceClass.priority(spaceClass) == SpaceClass.PRIORITIZED ? Priority.PRIORITIZED : Priority.NORMAL;
    }
}
