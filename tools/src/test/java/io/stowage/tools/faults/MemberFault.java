package io.stowage.tools.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** What is done to members of a cluster in the middle of their work, and undone. */
interface MemberFault {
    /**
     * Does it.
     *
     * @param members all running.
     * @param leader  of them.
     */
    void strike(MemberFleet members, int leader);

    /** Whether another member has to take the lead. */
    default boolean deposes() {
        return false;
    }

    /** Whether it has had the effect that it is to have; until then there is more work. */
    default boolean isFelt(final MemberFleet members) {
        return true;
    }

    /** Undoes it: all members run, and see each other. */
    void repair(MemberFleet members, int leader);

    /** SIGKILL of a member that does not lead. */
    static MemberFault killFollower() {
        return new MemberFault() {
            private int struck;

            @Override
            public void strike(final MemberFleet members, final int leader) {
                struck = (leader + 1) % MemberFleet.MEMBERS;
                members.process(struck).kill();
            }

            @Override
            public void repair(final MemberFleet members, final int leader) {
                members.start(struck);
            }
        };
    }

    /** SIGKILL of the leader. */
    static MemberFault killLeader() {
        return new MemberFault() {
            @Override
            public void strike(final MemberFleet members, final int leader) {
                members.process(leader).kill();
            }

            @Override
            public boolean deposes() {
                return true;
            }

            @Override
            public void repair(final MemberFleet members, final int leader) {
                members.start(leader);
            }
        };
    }

    /** SIGSTOP of the leader, and SIGCONT when another one leads: it wakes up as a leader that is none any more. */
    static MemberFault stopLeader() {
        return new MemberFault() {
            @Override
            public void strike(final MemberFleet members, final int leader) {
                members.process(leader).stop();
            }

            @Override
            public boolean deposes() {
                return true;
            }

            @Override
            public void repair(final MemberFleet members, final int leader) {
                members.process(leader).resume();
                members.awaitFollowerOrStart(leader);
            }
        };
    }

    /** SIGKILL of all, and a start of all: their sessions are gone. */
    static MemberFault killAll() {
        return new MemberFault() {
            @Override
            public void strike(final MemberFleet members, final int leader) {
                for (int member = 0; member < MemberFleet.MEMBERS; member++) {
                    members.process(member).kill();
                }
                for (int member = 0; member < MemberFleet.MEMBERS; member++) {
                    members.start(member);
                }
            }

            @Override
            public void repair(final MemberFleet members, final int leader) {}
        };
    }

    /** One member more goes over to another program, as an administrator would do it: those that do not lead come first. */
    static MemberFault upgrade(final Path program) {
        return new MemberFault() {
            private final Set<Integer> done = new HashSet<>();

            @Override
            public void strike(final MemberFleet members, final int leader) {
                final int next = IntStream.range(0, MemberFleet.MEMBERS)
                        .filter(member -> member != leader && !done.contains(member))
                        .findFirst()
                        .orElse(leader);
                done.add(next);
                members.process(next).terminate();
                members.process(next).awaitExit();
                members.startWith(program, next);
            }

            @Override
            public void repair(final MemberFleet members, final int leader) {}
        };
    }

    /** The leader is cut off from the other members, and still reached by all clients. */
    static MemberFault partition(final MemberNet net) {
        return cut(net, net::partition);
    }

    /** The leader's machine is reached by nobody, and reaches nobody. */
    static MemberFault isolation(final MemberNet net) {
        return cut(net, net::isolate);
    }

    /** The disk of one member fills up; it is started again once there is room. */
    static MemberFault fillDisk(final int member, final long freeBytes) {
        return new MemberFault() {
            @Override
            public void strike(final MemberFleet members, final int leader) {
                try {
                    members.disk().fillUpTo(freeBytes);
                } catch (final IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public boolean isFelt(final MemberFleet members) {
                return !members.process(member).isAlive()
                        || members.process(member).said().stream()
                                .anyMatch(line -> line.contains("the journal of this member ends"));
            }

            @Override
            public void repair(final MemberFleet members, final int leader) {
                try {
                    members.disk().free();
                } catch (final IOException e) {
                    throw new UncheckedIOException(e);
                }
                if (members.process(member).isAlive()) {
                    members.process(member).terminate();
                }
                members.process(member).awaitExit();
                members.start(member);
            }
        };
    }

    private static MemberFault cut(final MemberNet net, final IntConsumer cutting) {
        return new MemberFault() {
            @Override
            public void strike(final MemberFleet members, final int leader) {
                cutting.accept(leader);
            }

            @Override
            public boolean deposes() {
                return true;
            }

            @Override
            public void repair(final MemberFleet members, final int leader) {
                net.heal(leader);
            }
        };
    }
}
