package io.stowage.bench.space;

import io.stowage.bench.engine.Allocations;
import io.stowage.bench.engine.Chunks;
import io.stowage.bench.engine.Coding;
import io.stowage.bench.engine.Deltas;
import io.stowage.bench.engine.EngineHost;
import io.stowage.bench.engine.Members;
import io.stowage.bench.engine.Reports;
import io.stowage.bench.engine.Repositions;
import io.stowage.bench.engine.Sender;
import io.stowage.bench.engine.Sessions;
import io.stowage.bench.fleet.FleetShape;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.SpaceReplyDecoder;
import io.stowage.codecs.Tier;
import io.stowage.engine.Limits;
import io.stowage.engine.space.SpaceClass;
import java.util.Random;

/**
 * A cluster in which every one of 64 extent managers has a thick and a thin row on every chunk, and one more has rows on 64
 * chunks only. Each method is one command, or one query; anything but OK fails. Allocates nothing after its start.
 */
final class SpaceFixture implements AutoCloseable {
    static final int EMS = 64;
    static final int THICK = SpaceClass.of(SpaceClass.CAPACITY, 0, 0);
    static final int THIN = SpaceClass.of(SpaceClass.CAPACITY, 1, 0);

    private static final long BYTES = Coding.EXTENT_BYTES;
    private static final long TIER_BYTES = 4L << 40;
    private static final long SEED = 5707;
    private static final int ROWS_PER_FRAGMENT = 512;
    private static final int SEGMENTS = 2;

    private final EngineHost host;
    private final Allocations allocations;
    private final Repositions repositions;
    private final Reports reports;
    private final Deltas deltas;
    private final Chunks chunks;
    private final Sender operator = new Sender(Role.OPERATOR, 0, 1);
    private final Sender[] ems = new Sender[EMS + 1];
    private final long[] versions = new long[EMS + 1];
    private final Sender[] senders;
    private final long[] fences;
    private final int[] order;
    private final int[] one = new int[1];
    private final int touched;
    private final boolean touchesTheSame;
    private int turn;
    private int pass;
    private int reporter;
    private long changes;

    SpaceFixture(final int chunkCount, final Touch touch) {
        final FleetShape shape = new FleetShape(chunkCount);
        final int rows = 2 * (EMS * chunkCount + Touch.SAME_CHUNKS) + 2;
        host = new EngineHost(
                new Limits(chunkCount, shape.limits().domains(), 1, chunkCount, EMS + 1, rows, 2 * chunkCount, 1 << 16),
                SEED);
        allocations = new Allocations(host);
        repositions = new Repositions(host);
        reports = new Reports(host);
        deltas = new Deltas(host);
        chunks = new Chunks(host);
        final Members members = new Members(host);
        senders = new Sender[chunkCount];
        fences = new long[chunkCount];
        for (int i = 0; i < chunkCount; i++) {
            senders[i] = new Sender(Role.CHUNK, members.register(operator, shape, i), 0);
            senders[i].restart(Sessions.ofChunk(senders[i].id(), 1));
            fences[i] = -1;
            keepAlive(i);
        }
        for (int em = 0; em <= EMS; em++) {
            ems[em] = new Sender(Role.EXTENT_MANAGER, em + 1, 0);
            ems[em].restart(Sessions.ofExtentManager(em + 1, 1));
            require(members.connect(ems[em]));
            report(em, em < EMS ? chunkCount : Touch.SAME_CHUNKS);
        }
        touchesTheSame = touch == Touch.SAME;
        touched = touchedChunks(touch, chunkCount);
        order = shuffled(touched * EMS);
    }

    private static int[] shuffled(final int length) {
        final Random random = new Random(SEED);
        final int[] order = new int[length];
        for (int i = 0; i < length; i++) {
            final int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    /** The next pair of an extent manager and a chunk; every pair comes once in a pass. */
    int next() {
        if (++turn == order.length) {
            turn = 0;
            pass++;
        }
        return order[turn];
    }

    private Sender em(final int pair) {
        return ems[pair % EMS];
    }

    private long version(final int pair) {
        return versions[pair % EMS];
    }

    private int chunkId(final int pair) {
        return senders[pair / EMS].id();
    }

    long view() {
        require(chunks.view(operator, chunkId(next())));
        final SpaceReplyDecoder.RowsDecoder rows = chunks.rows();
        return rows.next().free();
    }

    long keepAlive() {
        return keepAlive(next() / EMS);
    }

    private long keepAlive(final int index) {
        final long used = (changes++ & 63) * Coding.THIN_BLOCK_BYTES;
        chunks.beginKeepAlive(senders[index], fences[index]);
        chunks.tier(Tier.CAPACITY, TIER_BYTES, 0, used, used);
        chunks.tier(Tier.PERFORMANCE, TIER_BYTES, 0, used, used);
        require(chunks.submitKeepAlive(senders[index]));
        fences[index] = chunks.fence();
        return fences[index];
    }

    /** Reserves one segment on the pair's chunk, which is preferred: nothing is drawn. */
    void reserve(final int pair, final int spaceClass) {
        final int chunk = chunkId(pair);
        allocations.begin(em(pair), version(pair), 1);
        allocations.item(spaceClass, Coding.REPLICAS, 1, 1, 0, Purpose.NEW, chunk, 0, false);
        require(allocations.submit(em(pair)));
        final ReserveForAllocationReplyDecoder.ItemsDecoder item =
                allocations.reserved().next();
        if (item.chunks().next().chunk() != chunk) {
            throw new IllegalStateException("chunk " + chunk + " was preferred and not taken");
        }
    }

    void free(final int pair, final int spaceClass) {
        one[0] = chunkId(pair);
        require(allocations.free(em(pair), version(pair), spaceClass, BYTES, one, 1));
    }

    /** Holds rx on the pair's chunk, which is preferred. */
    void reposition(final int pair) {
        final int other = senders[(pair / EMS + 1) % senders.length].id();
        require(repositions.reserve(
                em(pair), version(pair), RepositionKind.MIGRATE, THICK, Coding.REPLICAS, other, 0, chunkId(pair)));
        if (repositions.destination() != chunkId(pair)) {
            throw new IllegalStateException("chunk " + chunkId(pair) + " was preferred and not taken");
        }
    }

    void freeRx(final int pair) {
        one[0] = chunkId(pair);
        require(repositions.free(em(pair), version(pair), THICK, BYTES, one, 1));
    }

    /** An rx of the report ends; in the next pass it runs again. */
    void delta() {
        final int pair = next();
        final int sign = (pass & 1) == 0 ? 1 : -1;
        require(deltas.change(em(pair), version(pair), chunkId(pair), THICK, sign, sign * BYTES, -sign, -sign * BYTES));
    }

    void becomeThin(final int pair) {
        require(deltas.becameThin(em(pair), version(pair), chunkId(pair), THICK, 1, BYTES));
    }

    void becomeThick(final int pair) {
        require(deltas.move(em(pair), version(pair), chunkId(pair), THIN, THICK, 1, BYTES));
    }

    /** Rows of a {@link #report()}. */
    static int rowsOfAReport(final Touch touch, final int chunkCount) {
        return 2 * touchedChunks(touch, chunkCount);
    }

    private static int touchedChunks(final Touch touch, final int chunkCount) {
        return touch == Touch.SAME ? Touch.SAME_CHUNKS : chunkCount;
    }

    /** A full report of the next extent manager: all its rows change. */
    void report() {
        if (touchesTheSame) {
            report(EMS, touched);
        } else {
            reporter = reporter + 1 == EMS ? 0 : reporter + 1;
            report(reporter, touched);
        }
    }

    private void report(final int em, final int chunkCount) {
        final long version = ++versions[em];
        final int segments = SEGMENTS + (int) (version & 1);
        require(reports.begin(ems[em], version));
        long checksum = 0;
        for (int first = 0; first < chunkCount; first += ROWS_PER_FRAGMENT / 2) {
            final int end = Math.min(chunkCount, first + ROWS_PER_FRAGMENT / 2);
            reports.fragment(ems[em], version, 2 * (end - first));
            for (int i = first; i < end; i++) {
                final int chunk = senders[i].id();
                checksum += reports.row(chunk, THICK, segments, segments * BYTES, 1, BYTES);
                checksum += reports.row(chunk, THIN, segments, segments * BYTES, 0, 0);
            }
            require(reports.submitFragment(ems[em]));
        }
        require(reports.end(ems[em], version, 2 * chunkCount, checksum));
    }

    EngineHost host() {
        return host;
    }

    private static void require(final ResultCode result) {
        if (result != ResultCode.OK) {
            throw new IllegalStateException("a command of the benchmark was answered " + result);
        }
    }

    @Override
    public void close() {
        host.close();
    }
}
