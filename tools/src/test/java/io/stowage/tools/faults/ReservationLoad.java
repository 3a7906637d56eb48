package io.stowage.tools.faults;

import io.stowage.client.OperatorClient;
import io.stowage.client.OperatorListener;
import io.stowage.client.SessionContext;
import io.stowage.client.space.ReserveRequest;
import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** Reserves and gives back on behalf of some extent managers, with many requests in flight, in one session. */
final class ReservationLoad implements AutoCloseable {
    private static final int THICK = SpaceClass.of(Tier.CAPACITY, Provision.THICK, Priority.NORMAL);
    private static final int WINDOW = 32;
    /** From here on as much is given back as is taken: a long run must not fill the tables. */
    private static final int HELD_MANY = 2_000;

    private static final int QUIET_POLLS = 200;
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);

    private final Random random;
    private final AcknowledgedSpace space;
    private final int ems;
    private final long version;
    private final OperatorClient client;
    private final ReserveRequest request = new ReserveRequest();
    private final IdleStrategy idle = new BackoffIdleStrategy();
    private int answers;
    private int unknown;
    private int leaderChanges;
    private long lastPosition;

    /** Every request names the same space version of its extent manager. */
    ReservationLoad(
            final SessionContext session,
            final Random random,
            final AcknowledgedSpace space,
            final int ems,
            final long version) {
        this.random = random;
        this.space = space;
        this.ems = ems;
        this.version = version;
        client = OperatorClient.asyncConnect(session, TIMEOUT_NS, new Answers());
    }

    /** Keeps requests in flight until so many are answered, or there is another reason to end. */
    void run(final int wanted, final BooleanSupplier isOver) {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (answers < wanted && !isOver.getAsBoolean()) {
            int workCount = client.poll();
            while (client.isConnected() && space.inFlight() - unknown < WINDOW && ask()) {
                workCount++;
            }
            idle.idle(workCount);
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("only " + answers + " of " + wanted + " requests were answered");
            }
        }
    }

    /** Keeps the session going, without asking for anything, until another member of the cluster leads. */
    void awaitLeaderChange(final IntSupplier meanwhile) {
        final int before = leaderChanges;
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (leaderChanges == before) {
            idle.idle(client.poll() + meanwhile.getAsInt());
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("no other member leads");
            }
        }
    }

    /** Takes the answers that had left the server before it died. */
    void drain() {
        int quiet = 0;
        while (quiet < QUIET_POLLS) {
            final int before = answers;
            idle.idle(client.poll());
            quiet = answers == before ? quiet + 1 : 0;
        }
    }

    int answers() {
        return answers;
    }

    /** Position in the log of the last answer. */
    long lastPosition() {
        return lastPosition;
    }

    @Override
    public void close() {
        client.close();
    }

    private boolean ask() {
        final List<AcknowledgedSpace.Held> held = space.held();
        if (!held.isEmpty() && random.nextInt(held.size() < HELD_MANY ? 4 : 2) == 0) {
            final AcknowledgedSpace.Held given = held.get(random.nextInt(held.size()));
            final int[] chunks =
                    given.chunks().stream().mapToInt(Integer::intValue).toArray();
            final long correlationId = client.freeForAllocation(
                    given.version().em(), 1, given.version().number(), THICK, given.segmentBytes(), chunks);
            if (correlationId > 0) {
                space.freeAsked(correlationId, given);
            }
            return correlationId > 0;
        }
        final int em = 1 + random.nextInt(ems);
        final int extents = 1 + random.nextInt(4);
        final int replicas = 1 + random.nextInt(3);
        final long segmentBytes = 4096L * (1 + random.nextInt(4));
        request.clear().item(THICK, Purpose.NEW, extents).replicas(replicas).segmentBytes(segmentBytes);
        final long correlationId = client.reserveForAllocation(request, em, 1, version);
        if (correlationId > 0) {
            space.reserveAsked(
                    correlationId, new AcknowledgedSpace.Version(em, version), segmentBytes, extents * replicas);
        }
        return correlationId > 0;
    }

    private final class Answers implements OperatorListener {
        @Override
        public void onReserved(final long correlationId, final ReserveForAllocationReplyDecoder reply) {
            requireOk(reply.header().result(), reply.header().reason());
            lastPosition = reply.header().position();
            final List<Integer> chunks = new ArrayList<>();
            for (final var items = reply.items(); items.hasNext(); ) {
                items.next();
                requireOk(items.result(), Reason.NONE);
                items.funnel();
                for (final var chunk = items.chunks(); chunk.hasNext(); ) {
                    chunks.add((int) chunk.next().chunk());
                }
            }
            space.reserved(correlationId, chunks);
            answers++;
        }

        @Override
        public void onReply(
                final long correlationId,
                final ResultCode result,
                final Reason reason,
                final long expected,
                final long found,
                final long position,
                final int id) {
            requireOk(result, reason);
            lastPosition = position;
            space.freed(correlationId);
            answers++;
        }

        @Override
        public void onUnknown(final long correlationId) {
            unknown++;
        }

        @Override
        public void onLeaderChange(final int memberId) {
            leaderChanges++;
        }

        private static void requireOk(final ResultCode result, final Reason reason) {
            if (result != ResultCode.OK) {
                throw new AssertionError("refused: " + result + ' ' + reason);
            }
        }
    }
}
