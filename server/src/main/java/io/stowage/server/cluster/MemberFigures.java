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
    private volatile long snapshotPosition;

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

    /** Position of the snapshot that this member began with; 0: none. */
    long snapshotPosition() {
        return snapshotPosition;
    }

    void snapshotPosition(final long value) {
        snapshotPosition = value;
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
