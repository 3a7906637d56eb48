package io.stowage.client;

import io.stowage.codecs.Role;

/**
 * How long the terms of a client's way into a cluster are: a frame is at most an eighth of one. Client and leader map three of them for
 * each session, and touch all of them in time, so that the thousands of chunks get short ones: long enough for a keepalive that tells of
 * 1,600 peers.
 */
final class IngressTerm {
    private static final String OF_REPORTS = "8m";
    private static final String OF_KEEPALIVES = "128k";

    private IngressTerm() {}

    /** The channel into a cluster, without an endpoint. */
    static String channelFor(final Role role) {
        return "aeron:udp?term-length=" + (role == Role.CHUNK ? OF_KEEPALIVES : OF_REPORTS);
    }
}
