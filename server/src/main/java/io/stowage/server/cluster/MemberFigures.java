package io.stowage.server.cluster;

import io.aeron.cluster.service.Cluster;
import java.util.concurrent.atomic.AtomicLong;

/** What other threads may see of a member. Written by the service's thread. */
final class MemberFigures {
    static final int NO_LEADER = -1;

    private volatile Cluster.Role role = Cluster.Role.FOLLOWER;
    private volatile int leaderMember = NO_LEADER;
    private final AtomicLong position = new AtomicLong();
    private final AtomicLong commands = new AtomicLong();
    private final AtomicLong logPosition = new AtomicLong();
    private volatile long firstLogPosition;

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
        return position.get();
    }

    /** How far the cluster's log was applied, queries and what was refused included; others see it a little later. */
    long logPosition() {
        return logPosition.get();
    }

    void logPosition(final long value) {
        logPosition.setRelease(value);
    }

    /** Where in the cluster's log this member began: that of its snapshot; 0: none. */
    long firstLogPosition() {
        return firstLogPosition;
    }

    void firstLogPosition(final long value) {
        firstLogPosition = value;
        logPosition.setRelease(value);
    }

    long commands() {
        return commands.get();
    }

    /** On the hot path: others see it a little later. */
    void applied(final long newPosition, final long newCommands) {
        position.setRelease(newPosition);
        commands.setRelease(newCommands);
    }
}
