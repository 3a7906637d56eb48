package io.stowage.sim.simulation;

import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Tier;
import java.util.Arrays;

/** Bytes that must be counted on a chunk, by space class. */
final class Needed {
    private final long[] bytes = new long[GrantsUnderWay.CLASSES];
    private final long[] thickOrThin = new long[GrantsUnderWay.CLASSES];

    void addGranted(final long[] granted) {
        for (int spaceClass = 0; spaceClass < granted.length; spaceClass++) {
            bytes[spaceClass] += granted[spaceClass];
        }
    }

    void add(final Segment segment, final long more) {
        bytes[segment.spaceClass()] += more;
    }

    /** It became thin, and the engine may count it as thick until it is told: in one of the two it must be. */
    void addThickOrThin(final Segment segment) {
        thickOrThin[segment.spaceClass()] += segment.bytes;
    }

    long bytes(final Tier tier, final Provision provision, final Priority priority) {
        return bytes[SpaceClass.of(tier, provision, priority)];
    }

    long thickOrThin(final Tier tier, final Priority priority) {
        return thickOrThin[SpaceClass.of(tier, Provision.THIN, priority)];
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Needed needed
                && Arrays.equals(bytes, needed.bytes)
                && Arrays.equals(thickOrThin, needed.thickOrThin);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + Arrays.hashCode(thickOrThin);
    }
}
