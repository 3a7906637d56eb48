package io.stowage.bench.replay;

/** What a journal consists of, once the fleet is there. */
public enum Mix {
    /** Keepalives of all chunks in turn: what a quiet cluster sends. */
    KEEPALIVES(1, 0),

    /** A reservation of an extent of 3 replicas, then its return, and so on. */
    RESERVATIONS(0, 1),

    /** Three keepalives on one reservation or return. */
    MIXED(3, 1);

    final int keepalives;
    final int reservations;

    Mix(final int keepalives, final int reservations) {
        this.keepalives = keepalives;
        this.reservations = reservations;
    }
}
