package io.stowage.tools.faults;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.codecs.Role;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A client that keeps allocating in one session of a cluster, gently, and keeps a ledger of what was acknowledged. */
final class ClusterLoad implements AutoCloseable {
    private static final int STRIDE = 25;
    private static final long PAUSE_MS = 20;

    private final MemberFleet fleet;
    private final FaultClients clients;
    private final Random random;
    private final AcknowledgedSpace space = new AcknowledgedSpace();
    private ReservationLoad load;
    private int acknowledgedBefore;

    /** Connects extent managers and chunks, and opens the session. */
    ClusterLoad(final MemberFleet fleet, final FaultClients clients, final Random random) {
        this.fleet = fleet;
        this.clients = clients;
        this.random = random;
        clients.secrets(fleet::secret);
        fleet.awaitLeader();
        try (BlockingOperator operator = operator()) {
            for (int em = 1; em <= Campaign.EMS; em++) {
                operator.connectEm(em, 1).outcome().orThrow();
            }
        }
        clients.connectChunks(fleet.channel());
        load = open();
    }

    private ReservationLoad open() {
        return new ReservationLoad(clients.session(fleet.channel(), Role.OPERATOR), random, space, Campaign.EMS, 1);
    }

    /** Goes on until so many more are answered. */
    void answers(final int more) {
        final int wanted = load.answers() + more;
        try {
            load.run(wanted, () -> clients.poll() < 0);
        } catch (final AssertionError e) {
            throw new AssertionError(e.getMessage() + '\n' + fleet.said(), e);
        }
    }

    /** Goes on while something else happens. */
    void during(final BooleanSupplier isHappening) {
        while (isHappening.getAsBoolean()) {
            answers(STRIDE);
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    /** Goes on until a member that was started has the log nearly as far as the leader. */
    void untilCaughtUp(final int member) {
        during(() -> fleet.process(member).isAlive() && !fleet.isCaughtUp(member));
        if (!fleet.process(member).isAlive()) {
            throw new AssertionError("member " + member + " has ended:\n" + fleet.said());
        }
    }

    /** Requests that were answered so far. */
    int acknowledged() {
        return acknowledgedBefore + load.answers();
    }

    /** Takes the last answers, and compares the ledger with what the cluster says; the session is over. */
    void reconcile() {
        load.drain();
        load.close();
        try (BlockingOperator operator = operator()) {
            space.reconcile(operator, Campaign.EMS);
        }
    }

    /** Compares the ledger, and goes on in another session: of what one change of the leader left unanswered it is known then how it ended. */
    void reconcileAndGoOn() {
        acknowledgedBefore += load.answers();
        reconcile();
        load = open();
    }

    /** Compares the ledger with a cluster that was started again. */
    void reconcileAgain() {
        try (BlockingOperator operator = operator()) {
            space.reconcile(operator, Campaign.EMS);
        }
    }

    @Override
    public void close() {
        load.close();
    }

    private BlockingOperator operator() {
        return BlockingOperator.connect(clients.session(fleet.channel(), Role.OPERATOR), FaultClients.TIMEOUT_NS);
    }
}
