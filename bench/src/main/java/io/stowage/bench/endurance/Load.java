package io.stowage.bench.endurance;

import io.stowage.bench.engine.EngineHost;
import io.stowage.bench.fleet.FleetShape;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SpaceReplyDecoder;
import io.stowage.codecs.Tier;
import io.stowage.engine.Limits;
import io.stowage.engine.space.SpaceClass;
import java.util.SplittableRandom;

/** A cluster at work: extent managers, chunks, an operator, views in between, and a clock. One object, one thread. */
final class Load implements AutoCloseable {
    private static final int ODDS = 10_000;
    private static final int VIEWS = 500;
    private static final int KEEP_ALIVES = 1_500;
    private static final int ISOLATIONS = 1;
    private static final int COMMANDS_PER_TICK = 1_000;
    private static final long TICK_MS = 10;

    private final EngineHost host;
    private final Requests requests;
    private final SplittableRandom random;
    private final BusyChunk[] chunks;
    private final BusyExtentManager[] ems;
    private final int[] chunkIds;
    private int isolated;

    Load(final EnduranceOptions options) {
        random = new SplittableRandom(options.seed());
        final FleetShape shape = new FleetShape(options.chunks());
        final int rows = options.ems() * options.chunks() * SpaceClass.COUNT;
        host = new EngineHost(
                new Limits(
                        options.chunks(),
                        shape.limits().domains(),
                        1,
                        options.chunks(),
                        options.ems(),
                        rows,
                        rows,
                        rows),
                options.seed());
        requests = new Requests(host);
        chunkIds = new int[options.chunks()];
        chunks = new BusyChunk[options.chunks()];
        for (int i = 0; i < chunks.length; i++) {
            chunkIds[i] = requests.members.register(requests.operator, shape, i);
            if (chunkIds[i] != chunkIds[0] + i) {
                throw new IllegalStateException("the ids of the chunks do not follow each other");
            }
            chunks[i] = new BusyChunk(requests, random.split(), chunkIds[i]);
            chunks[i].settle();
        }
        ems = new BusyExtentManager[options.ems()];
        for (int i = 0; i < ems.length; i++) {
            ems[i] = new BusyExtentManager(requests, random.split(), i + 1, chunkIds);
        }
    }

    EngineHost host() {
        return host;
    }

    /** Goes on until the engine has applied so many commands, or one or two more. */
    void run(final long until) {
        long nextTick = host.engine().commands() / COMMANDS_PER_TICK + 1;
        while (host.engine().commands() < until) {
            if (host.engine().commands() >= nextTick * COMMANDS_PER_TICK) {
                nextTick++;
                host.tick(TICK_MS);
            }
            step();
        }
    }

    private void step() {
        final int roll = random.nextInt(ODDS);
        if (roll < VIEWS) {
            view(chunkIds[random.nextInt(chunkIds.length)]);
        } else if (roll < VIEWS + KEEP_ALIVES) {
            chunks[random.nextInt(chunks.length)].step();
        } else if (roll < VIEWS + KEEP_ALIVES + ISOLATIONS) {
            isolate();
        } else {
            ems[random.nextInt(ems.length)].step();
        }
    }

    private void isolate() {
        if (isolated == 0) {
            isolated = chunkIds[random.nextInt(chunkIds.length)];
            requests.chunks.isolate(requests.operator, isolated, true);
        } else {
            requests.chunks.isolate(requests.operator, isolated, false);
            isolated = 0;
        }
    }

    private void view(final int chunk) {
        final ResultCode result = requests.chunks.view(requests.operator, chunk);
        if (result != ResultCode.OK) {
            throw new IllegalStateException("a view of chunk " + chunk + " was answered " + result);
        }
    }

    /** Lets everybody report and keep alive once more, and looks whether the engine's view is the truth. */
    boolean settlesToTheTruth() {
        for (final BusyExtentManager em : ems) {
            em.settle();
        }
        boolean isTrue = true;
        for (int i = 0; i < chunks.length; i++) {
            chunks[i].settle();
            view(chunkIds[i]);
            for (final SpaceReplyDecoder.RowsDecoder row = requests.chunks.rows(); row.hasNext(); ) {
                isTrue &= isTrue(row.next(), i);
            }
        }
        return isTrue;
    }

    private boolean isTrue(final SpaceReplyDecoder.RowsDecoder row, final int chunkIndex) {
        final Tier tier = row.tier();
        return row.thick() == bytes(chunkIndex, tier, 0, false)
                && row.thickRx() == bytes(chunkIndex, tier, 0, true)
                && row.thinNominal() == bytes(chunkIndex, tier, 1, false)
                && row.thinRx() == bytes(chunkIndex, tier, 1, true)
                && row.thinUsed() == chunks[chunkIndex].used(tier)
                && (row.thickPending() | row.thinPending() | row.thinNewFresh() | row.thinNewAging()) == 0
                && row.allocated() == row.thick() + row.thickRx() + row.thinUsed() + row.thinRx();
    }

    private long bytes(final int chunkIndex, final Tier tier, final int provision, final boolean rx) {
        long sum = 0;
        for (final BusyExtentManager em : ems) {
            for (int priority = 0; priority < SpaceClass.PRIORITIES; priority++) {
                final int spaceClass = SpaceClass.of(tier.value(), provision, priority);
                sum += em.table().bytes(Segments.rowOf(chunkIndex, spaceClass), rx);
            }
        }
        return sum;
    }

    @Override
    public void close() {
        host.close();
    }
}
