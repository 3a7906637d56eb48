package io.stowage.server.cluster;

import io.aeron.cluster.service.Cluster;

/** What other threads may see of a member. Written by the service's thread. */
final class MemberFigures {
    static final int NO_LEADER = -1;

    private volatile Cluster.Role role = Cluster.Role.FOLLOWER;
    private volatile int leaderMember = NO_LEADER;
    private volatile long position;
    private volatile long commands;

    Cluster.Role role() {
        return role;
    }

    void role(final Cluster.Role value) {
        role = value;
    }

    int leaderMember() {
        return leaderMember;
    }

    void leaderMember(final int value) {
        leaderMember = value;
    }

    long position() {
        return position;
    }

    long commands() {
        return commands;
    }

    void applied(final long newPosition, final long newCommands) {
        position = newPosition;
        commands = newCommands;
    }
}
