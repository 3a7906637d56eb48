package io.stowage.tools.demo;

import io.stowage.client.ExtentManagerClient;
import io.stowage.client.SessionContext;
import io.stowage.client.frame.OfferCode;
import io.stowage.client.space.ExtentListener;
import io.stowage.client.space.ExtentSettings;
import io.stowage.client.space.ReserveAction;
import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Tier;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.Long2LongHashMap;

/**
 * An extent manager that allocates, writes, and removes at random: the real client and its ledger, with an extent table of its own
 * beside it. Belongs to the extent managers' thread.
 */
final class SimulatedEm implements AutoCloseable {
    private static final long REPORT_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int WINDOW = 4;
    private static final int EXTENTS_PER_LARGE_REQUEST = 8;
    private static final double LARGE_SHARE = 0.1;
    private static final double THIN_SHARE = 0.4;
    private static final double PERFORMANCE_SHARE = 0.01;
    private static final double FREE_AT_ONCE_SHARE = 0.5;
    /** Frees after a refusal, so that a full fleet does not only refuse. */
    private static final int FREES_AFTER_REFUSAL = 4;

    private static final long MISSING = -1;
    private static final int THICK = SpaceClass.of(Tier.CAPACITY, Provision.THICK, Priority.NORMAL);
    private static final int THIN = SpaceClass.of(Tier.CAPACITY, Provision.THIN, Priority.NORMAL);
    private static final int PINNED = SpaceClass.of(Tier.PERFORMANCE, Provision.THICK, Priority.PRIORITIZED);

    private final ExtentManagerClient client;
    private final HeldExtents held;
    private final DemoFigures figures;
    private final SplittableRandom random;
    private final Long2LongHashMap sentNs = new Long2LongHashMap(MISSING);
    private final Long2LongHashMap sentClass = new Long2LongHashMap(MISSING);
    private final int[] replicas = new int[HeldExtents.REPLICAS];
    private int freesDue;

    SimulatedEm(final SessionContext session, final TruthByChunk truth, final DemoFigures figures, final long seed) {
        held = new HeldExtents(truth);
        this.figures = figures;
        random = new SplittableRandom(seed);
        client = ExtentManagerClient.asyncConnect(new ExtentManagerClient.Context()
                .session(session)
                .settings(new ExtentSettings().reportIntervalNs(REPORT_INTERVAL_NS))
                .listener(new Listener()));
    }

    int poll() {
        return client.poll();
    }

    boolean isReady() {
        return client.isReady();
    }

    /** Sends what the window has room for: allocations with a likelihood, removals otherwise. */
    int act(final double allocationShare) {
        int sent = 0;
        while (client.isReady() && client.protocol().requestsInFlight() < WINDOW) {
            final boolean frees = freesDue > 0 || random.nextDouble() >= allocationShare;
            final boolean done = (frees && held.count() > 0) ? removeOne() : allocate();
            if (!done) {
                break;
            }
            sent++;
        }
        return sent;
    }

    /** Nothing is in flight and everything is reported, once {@link #report} was called. */
    boolean isSettled() {
        return client.isReady()
                && client.protocol().requestsInFlight() == 0
                && !client.protocol().isReporting();
    }

    void report() {
        client.reportSpace();
    }

    /** Allocations that were sent and not answered yet. */
    int allocationsInFlight() {
        return sentNs.size();
    }

    boolean isQuiet() {
        return client.protocol().requestsInFlight() == 0;
    }

    @Override
    public void close() {
        client.close();
    }

    private boolean allocate() {
        final double dice = random.nextDouble();
        final int spaceClass = dice < PERFORMANCE_SHARE ? PINNED : dice < PERFORMANCE_SHARE + THIN_SHARE ? THIN : THICK;
        final int extents = random.nextDouble() < LARGE_SHARE ? EXTENTS_PER_LARGE_REQUEST : 1;
        final long nowNs = System.nanoTime();
        final long correlationId =
                client.reserveForAllocation(spaceClass, Purpose.NEW, HeldExtents.REPLICAS, extents, 0);
        if (correlationId < 0) {
            return false;
        }
        sentNs.put(correlationId, nowNs);
        sentClass.put(correlationId, spaceClass);
        return true;
    }

    private boolean removeOne() {
        final int index = random.nextInt(held.count());
        final int spaceClass = held.spaceClass(index);
        final int first = index * HeldExtents.REPLICAS;
        final long nominal = client.protocol().extentBytes();
        // First out of the truth: the server may act on the message before this call returns.
        held.removeTruth(index, nominal);
        final boolean atOnce = client.ledger().isOpen(held.version(index)) && random.nextDouble() < FREE_AT_ONCE_SHARE;
        if (atOnce) {
            final long code = client.freeForAllocation(
                    held.version(index), spaceClass, nominal, held.chunks(), first, HeldExtents.REPLICAS);
            if (code < 0 && code != OfferCode.VERSION_ENDED) {
                held.addTruth(index, nominal);
                return false;
            }
            if (code > 0) {
                dropped(index, nominal);
                return true;
            }
        }
        for (int i = first; i < first + HeldExtents.REPLICAS; i++) {
            client.removeSegments(held.version(index), held.chunks()[i], spaceClass, 1, nominal);
        }
        dropped(index, nominal);
        return true;
    }

    private void dropped(final int index, final long nominal) {
        if (held.isCapacity(index)) {
            figures.onHeld(-nominal * HeldExtents.REPLICAS);
        }
        held.drop(index);
        figures.onFreed();
        freesDue = Math.max(0, freesDue - 1);
    }

    private final class Listener implements ExtentListener {
        @Override
        public ReserveAction onReserved(
                final long correlationId, final long version, final ReserveForAllocationReplyDecoder reply) {
            final int spaceClass = (int) sentClass.remove(correlationId);
            figures.onAnswer(System.nanoTime() - sentNs.remove(correlationId));
            for (final ReserveForAllocationReplyDecoder.ItemsDecoder items = reply.items(); items.hasNext(); ) {
                items.next();
                take(items, spaceClass, version);
            }
            return ReserveAction.ACCEPT;
        }

        @Override
        public void onRefused(
                final long correlationId,
                final ResultCode result,
                final Reason reason,
                final long expected,
                final long found) {
            ended(correlationId);
            figures.onRefused();
        }

        @Override
        public void onUnknown(final long correlationId) {
            ended(correlationId);
            figures.onUnknown();
        }

        private void ended(final long correlationId) {
            sentClass.remove(correlationId);
            sentNs.remove(correlationId);
        }

        private void take(
                final ReserveForAllocationReplyDecoder.ItemsDecoder item, final int spaceClass, final long version) {
            final long nominal = item.segmentBytes();
            final long granted = item.extents();
            if (item.result() != ResultCode.OK) {
                figures.onRefused();
                freesDue = FREES_AFTER_REFUSAL;
            }
            int replica = 0;
            for (final var chunks = item.chunks(); chunks.hasNext(); ) {
                replicas[replica++] = (int) chunks.next().chunk();
                if (replica == HeldExtents.REPLICAS) {
                    replica = 0;
                    held.add(spaceClass, version, replicas, nominal, written(nominal));
                }
            }
            figures.onAllocated(granted);
            if (SpaceClass.tier(spaceClass) == Tier.CAPACITY) {
                figures.onHeld(granted * nominal * HeldExtents.REPLICAS);
            }
        }

        /** Some of the blocks of a thin segment are written, in whole blocks. */
        private long written(final long nominal) {
            final long block = client.protocol().thinBlockBytes();
            return random.nextLong(nominal / block + 1) * block;
        }
    }
}
