package io.stowage.tools.faults;

import io.stowage.client.SessionContext;
import io.stowage.client.blocking.BlockingOperator;
import io.stowage.codecs.Role;
import io.stowage.faults.Sometimes;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A cluster whose leader is taken away under load, again and again, while a client goes on in one session through each change of the
 * leader. After each the cluster must hold every reservation that was acknowledged, before and after it, and of what was not
 * answered a first part; in the end all members must have the same history and the same
 * state.
 */
final class LeaderFaults {
    private static final int ANSWERS_MIN = 50;
    private static final int ANSWERS_MAX = 500;
    private static final int ANSWERS_AFTER = 200;
    private static final int VERSIONS = 8;

    private final MemberFleet fleet;
    private final Fault fault;
    private final Random random;
    private final Consumer<String> progress;
    private final AcknowledgedSpace space = new AcknowledgedSpace();
    private final long[] withoutServiceNs;
    private long acknowledged;
    private long unanswered;
    private long done;

    LeaderFaults(
            final MemberFleet fleet,
            final Fault fault,
            final int strikes,
            final long seed,
            final Consumer<String> progress) {
        this.fleet = fleet;
        this.fault = fault;
        this.random = new Random(seed);
        this.progress = progress;
        withoutServiceNs = new long[strikes];
    }

    /** What is done to a leader. */
    enum Fault {
        /** SIGKILL; it is started again when the others serve. */
        KILL,
        /** SIGSTOP, and SIGCONT when the others serve: it wakes up as a leader that is none any more. */
        STOP
    }

    /**
     * What was seen.
     *
     * @param acknowledged   requests; none of them was lost.
     * @param unanswered     requests at the moment of a fault.
     * @param done           of them.
     * @param withoutService time from a fault to the next answer.
     */
    record Counts(long acknowledged, long unanswered, long done, Distribution withoutService) {}

    Counts run() {
        try (FaultClients clients = new FaultClients()) {
            clients.secrets(fleet::secret);
            fleet.awaitLeader();
            connect(clients);
            for (int round = 0; round < withoutServiceNs.length; round++) {
                withoutServiceNs[round] = strike(clients, round);
                progress.accept("round " + (round + 1) + ": "
                        + TimeUnit.NANOSECONDS.toMillis(withoutServiceNs[round]) + " ms without service, "
                        + acknowledged + " acknowledged, " + unanswered + " unanswered, of which " + done
                        + " had been done");
            }
            fleet.awaitSame();
        }
        fleet.stop();
        progress.accept(fleet.compareHistories());
        return new Counts(acknowledged, unanswered, done, Distribution.of(withoutServiceNs));
    }

    private void connect(final FaultClients clients) {
        try (BlockingOperator operator = operator(clients)) {
            for (int em = 1; em <= Campaign.EMS; em++) {
                operator.connectEm(em, 1).outcome().orThrow();
            }
        }
        clients.connectChunks(fleet.channel());
    }

    private long strike(final FaultClients clients, final int round) {
        fleet.awaitCaughtUp();
        final int leader = fleet.awaitLeader();
        final SessionContext session = clients.session(fleet.channel(), Role.OPERATOR);
        final long lastedNs;
        try (ReservationLoad load = new ReservationLoad(session, random, space, Campaign.EMS, 1L + round % VERSIONS)) {
            load.run(random.nextInt(ANSWERS_MIN, ANSWERS_MAX), () -> clients.poll() < 0);

            final int inFlight = space.reservationsInFlight();
            take(leader);
            final long takenNs = System.nanoTime();
            load.awaitLeaderChange(clients::poll);
            Sometimes.LEADER_CHANGE_WITH_RESERVATIONS_IN_FLIGHT.seenIf(
                    inFlight > 0, getClass().getName());
            load.run(load.answers() + 1, () -> clients.poll() < 0);
            lastedNs = System.nanoTime() - takenNs;

            load.run(load.answers() + ANSWERS_AFTER, () -> clients.poll() < 0);
            giveBack(leader);
            load.run(load.answers() + ANSWERS_AFTER, () -> clients.poll() < 0);
            load.drain();
            acknowledged += load.answers();
            unanswered += space.inFlight();
        }
        try (BlockingOperator operator = operator(clients)) {
            done += space.reconcile(operator, Campaign.EMS);
        }
        return lastedNs;
    }

    private void take(final int leader) {
        switch (fault) {
            case KILL -> fleet.process(leader).kill();
            case STOP -> fleet.process(leader).stop();
        }
    }

    private void giveBack(final int leader) {
        switch (fault) {
            case KILL -> fleet.start(leader);
            case STOP -> fleet.process(leader).resume();
        }
    }

    private BlockingOperator operator(final FaultClients clients) {
        return BlockingOperator.connect(clients.session(fleet.channel(), Role.OPERATOR), FaultClients.TIMEOUT_NS);
    }
}
