package io.stowage.bench.peers;

import java.util.Locale;

/**
 * Where a chunk stands. Racks are numbered through the whole cluster, not within their zone.
 *
 * @param zone index of the zone.
 * @param rack index of the rack.
 */
public record Place(int zone, int rack) {
    /**
     * A name of the zone, as long as that of any other: Ozone 2.2.1 takes an excluded {@code /rack10} for a part of
     * {@code /rack1}.
     *
     * @return the name.
     */
    public String zoneName() {
        return String.format(Locale.ROOT, "zone%06d", zone);
    }

    /**
     * A name of the rack, unique in the cluster and as long as that of any other.
     *
     * @return the name.
     */
    public String rackName() {
        return String.format(Locale.ROOT, "rack%06d", rack);
    }
}
