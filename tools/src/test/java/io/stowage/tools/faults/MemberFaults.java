package io.stowage.tools.faults;

import io.stowage.faults.Sometimes;
import io.stowage.tools.demo.FaultedFleet;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A cluster under a fleet's load whose members are done harm to, again and again. After each fault and after its repair no chunk may have
 * promised more than it has, nor count less than lies there; in the end the server must count what the extent managers' tables say, byte
 * for byte, and all members must have the same history and the same state.
 */
final class MemberFaults {
    private static final int CHUNKS = 12;
    private static final int EMS = 3;
    private static final int ANSWERS_MIN = 50;
    private static final int ANSWERS_MAX = 300;
    private static final int ANSWERS_AFTER = 100;

    private final MemberFleet members;
    private final MemberFault fault;
    private final Random random;
    private final Consumer<String> progress;
    private final long[] withoutServiceNs;
    private int leaderChanges;

    MemberFaults(
            final MemberFleet members,
            final MemberFault fault,
            final int strikes,
            final long seed,
            final Consumer<String> progress) {
        this.members = members;
        this.fault = fault;
        this.random = new Random(seed);
        this.progress = progress;
        withoutServiceNs = new long[strikes];
    }

    /**
     * What was seen.
     *
     * @param strikes        faults.
     * @param answers        requests for space that were answered.
     * @param refused        requests, or items of them, for which there was no space.
     * @param frees          extents given back.
     * @param unknown        requests for space whose outcome stayed unknown until a report.
     * @param leaderChanges  after which another member led.
     * @param checks         looks at all chunks, at each of which nothing was promised twice or forgotten.
     * @param withoutService time from a fault to the next answer.
     */
    record Counts(
            int strikes,
            long answers,
            long refused,
            long frees,
            long unknown,
            int leaderChanges,
            long checks,
            Distribution withoutService) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d strikes, %d changes of the leader; %,d requests answered, %,d times no space, %,d extents given back, %d outcomes unknown"
                            + " until a report; %d looks at all chunks: overcommitted 0, under-counted 0; in the end the view"
                            + " equals the extent managers' tables; without service %s",
                    strikes,
                    leaderChanges,
                    answers,
                    refused,
                    frees,
                    unknown,
                    checks,
                    withoutService);
        }
    }

    Counts run() {
        final Counts counts;
        try (FaultClients clients = new FaultClients()) {
            clients.secrets(members::secret);
            members.awaitLeader();
            try (FaultedFleet fleet = new FaultedFleet(
                    CHUNKS, EMS, random.nextLong(), role -> clients.session(members.channel(), role))) {
                for (int round = 0; round < withoutServiceNs.length; round++) {
                    withoutServiceNs[round] = strike(fleet);
                    progress.accept("round " + (round + 1) + ": "
                            + TimeUnit.NANOSECONDS.toMillis(withoutServiceNs[round]) + " ms without service, "
                            + fleet.answers() + " answered");
                }
                fleet.settle();
                counts = new Counts(
                        withoutServiceNs.length,
                        fleet.answers(),
                        fleet.refused(),
                        fleet.frees(),
                        fleet.unknown(),
                        leaderChanges,
                        fleet.checks(),
                        Distribution.of(withoutServiceNs));
            }
            members.awaitSame();
        }
        members.stop();
        progress.accept(members.compareHistories());
        return counts;
    }

    private long strike(final FaultedFleet fleet) {
        members.awaitCaughtUp();
        final int leader = members.awaitLeader();
        final long enough = fleet.answers() + random.nextInt(ANSWERS_MIN, ANSWERS_MAX);
        fleet.work("requests are not answered", () -> fleet.answers() >= enough && fleet.allocationsInFlight() > 0);
        final int inFlight = fleet.allocationsInFlight();

        final long struckNs = System.nanoTime();
        fault.strike(members, leader);
        final long before = fleet.answers() + inFlight;
        // What was in flight may be answered yet; one more was sent after the fault.
        fleet.work("no service after the fault", () -> fleet.answers() > before);
        final long lastedNs = System.nanoTime() - struckNs;

        final int newLeader = fault.deposes() ? members.awaitLeaderOtherThan(leader) : members.awaitLeader();
        final boolean hasChanged = newLeader != leader;
        leaderChanges += hasChanged ? 1 : 0;
        Sometimes.LEADER_CHANGE_WITH_RESERVATIONS_IN_FLIGHT.seenIf(
                hasChanged && inFlight > 0, getClass().getName());
        fleet.check();
        fleet.work("the fault is not felt", () -> fault.isFelt(members));
        workMore(fleet);
        fault.repair(members, leader);
        workMore(fleet);
        fleet.check();
        return lastedNs;
    }

    private static void workMore(final FaultedFleet fleet) {
        final long enough = fleet.answers() + ANSWERS_AFTER;
        fleet.work("requests are not answered", () -> fleet.answers() >= enough);
    }
}
