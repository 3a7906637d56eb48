package io.stowage.tools.faults;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.codecs.Role;
import io.stowage.faults.LoopFileSystem;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/**
 * All members of a cluster at {@code journal.sync = batch} lose their power at the same moment, under load, again and again: the file
 * system of all their folders is shut down, and what was not forced is gone. Every reservation that was acknowledged until the moment
 * before must be there when they have started again, and of what was not answered a first part.
 */
final class MembersPowerLoss {
    private static final int ANSWERS_MIN = 50;
    private static final int ANSWERS_MAX = 300;
    private static final int VERSIONS = 8;

    private final LoopFileSystem disk;
    private final int losses;
    private final Random random;
    private final Consumer<String> progress;
    private final AcknowledgedSpace space = new AcknowledgedSpace();
    private long acknowledged;
    private long unanswered;
    private long done;

    /**
     * To be run once.
     *
     * @param disk     gets the members' folders.
     * @param losses   of power.
     * @param seed     of the moments.
     * @param progress told after each.
     */
    MembersPowerLoss(final LoopFileSystem disk, final int losses, final long seed, final Consumer<String> progress) {
        this.disk = disk;
        this.losses = losses;
        this.random = new Random(seed);
        this.progress = progress;
    }

    /**
     * What was seen.
     *
     * @param losses       of power.
     * @param acknowledged requests; none of them was lost.
     * @param unanswered   requests at the moment of a loss.
     * @param done         of them.
     */
    record Counts(int losses, long acknowledged, long unanswered, long done) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d power losses of all members; %,d requests acknowledged, 0 lost; %,d not answered at a loss, of which %,d"
                            + " had been done",
                    losses,
                    acknowledged,
                    unanswered,
                    done);
        }
    }

    Counts run() {
        try (MemberFleet fleet = new MemberFleet(disk.root().resolve("members"), "journal.sync=batch")) {
            for (int round = 1; round <= losses; round++) {
                lose(fleet, round);
                progress.accept(counts(round).toString());
            }
            fleet.awaitSame();
            fleet.stop();
            progress.accept(fleet.compareHistories());
        }
        return counts(losses);
    }

    private Counts counts(final int so) {
        return new Counts(so, acknowledged, unanswered, done);
    }

    private void lose(final MemberFleet fleet, final int round) {
        final long position;
        fleet.awaitLeader();
        try (FaultClients clients = new FaultClients()) {
            clients.secrets(fleet::secret);
            if (round == 1) {
                connectEms(fleet, clients);
            }
            clients.connectChunks(fleet.channel());
            try (ReservationLoad load = new ReservationLoad(
                    clients.session(fleet.channel(), Role.OPERATOR),
                    random,
                    space,
                    Campaign.EMS,
                    1L + round % VERSIONS)) {
                load.run(random.nextInt(ANSWERS_MIN, ANSWERS_MAX), () -> clients.poll() < 0);
                cutPower(fleet);
                position = load.lastPosition();
                acknowledged += load.answers();
                unanswered += space.inFlight();
            }
        }
        for (int member = 0; member < MemberFleet.MEMBERS; member++) {
            fleet.start(member);
        }
        fleet.awaitLeader();
        try (FaultClients clients = new FaultClients()) {
            clients.secrets(fleet::secret);
            try (BlockingOperator operator = operator(fleet, clients)) {
                final long found = operator.status().position();
                if (found < position) {
                    throw new AssertionError("the log ends at position " + found + ", and " + position
                            + " was acknowledged\n" + fleet.said());
                }
                done += space.reconcile(operator, Campaign.EMS);
            }
        }
    }

    private static void connectEms(final MemberFleet fleet, final FaultClients clients) {
        try (BlockingOperator operator = operator(fleet, clients)) {
            for (int em = 1; em <= Campaign.EMS; em++) {
                operator.connectEm(em, 1).outcome().orThrow();
            }
        }
    }

    private void cutPower(final MemberFleet fleet) {
        try {
            disk.cutPower();
            for (int member = 0; member < MemberFleet.MEMBERS; member++) {
                fleet.process(member).kill();
            }
            disk.unmount();
            disk.mount();
        } catch (final Throwable e) {
            throw new AssertionError("the power could not be cut", e);
        }
    }

    private static BlockingOperator operator(final MemberFleet fleet, final FaultClients clients) {
        return BlockingOperator.connect(clients.session(fleet.channel(), Role.OPERATOR), FaultClients.TIMEOUT_NS);
    }
}
