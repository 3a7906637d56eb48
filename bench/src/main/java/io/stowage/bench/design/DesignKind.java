package io.stowage.bench.design;

/** The designs that are compared. */
public enum DesignKind {
    /** One order of all chunks, sums of capacity over it, the less loaded of two drawn: the chosen one. */
    ORDERED_SUMS,
    /** Sums of free space in each domain, one chunk drawn. */
    DOMAIN_SUM_TREES,
    /** Buckets of like load in each rack, a random chunk of the lowest. */
    LOAD_BUCKETS,
    /** Tournaments in each rack and zone, the emptiest chunk. */
    TOURNAMENT_TREES;

    Design create(final DesignCluster cluster, final int[] allocated, final Draws draws) {
        return switch (this) {
            case ORDERED_SUMS -> new OrderedSums(cluster, allocated, draws);
            case DOMAIN_SUM_TREES -> new DomainSumTrees(cluster, allocated, draws);
            case LOAD_BUCKETS -> new LoadBuckets(cluster, allocated, draws);
            case TOURNAMENT_TREES -> new TournamentTrees(cluster, allocated);
        };
    }
}
