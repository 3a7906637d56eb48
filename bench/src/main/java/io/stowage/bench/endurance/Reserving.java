package io.stowage.bench.endurance;

import io.stowage.bench.engine.Coding;
import io.stowage.bench.engine.Sender;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.space.SpaceClass;
import java.util.SplittableRandom;

/** The reservations of one extent manager under its current version: asked for in all classes and codings, and given back. */
final class Reserving {
    /** Most segments that one request is granted. */
    static final int MOST_SEGMENTS = 3 * 2 * 6;

    private static final int MOST_ITEMS = 3;
    private static final int MOST_EXTENTS = 2;
    private static final int MOST_GIVEN_BACK = 6;
    private static final long TOO_LARGE_BYTES = 1L << 40;
    private static final int ODDS = 1_000;

    private final Requests requests;
    private final SplittableRandom random;
    private final Sender sender;
    private final int[] chunkIds;
    private final Segments granted;
    private final int[] classes = new int[MOST_ITEMS];
    private final Coding[] codings = new Coding[MOST_ITEMS];
    private final int[] given = new int[MOST_GIVEN_BACK];

    Reserving(
            final Requests requests,
            final SplittableRandom random,
            final Sender sender,
            final int[] chunkIds,
            final Segments granted) {
        this.requests = requests;
        this.random = random;
        this.sender = sender;
        this.chunkIds = chunkIds;
        this.granted = granted;
    }

    void allocate(final long version) {
        final int items = random.nextInt(ODDS) < 850 ? 1 : 1 + random.nextInt(MOST_ITEMS);
        requests.allocations.begin(sender, version, items);
        for (int i = 0; i < items; i++) {
            classes[i] = random.nextInt(SpaceClass.COUNT);
            codings[i] = random.nextInt(ODDS) < 800 ? Coding.REPLICAS : Coding.of(1 + random.nextInt(3));
            final int roll = random.nextInt(ODDS);
            requests.allocations.item(
                    classes[i],
                    codings[i],
                    1 + random.nextInt(3),
                    1 + random.nextInt(MOST_EXTENTS),
                    roll < 3 ? TOO_LARGE_BYTES : 0,
                    roll < 900 ? Purpose.NEW : Purpose.TEMPORARY,
                    roll % 4 == 0 ? anyChunk() : 0,
                    roll % 7 == 0 ? anyChunk() : 0,
                    roll % 3 == 0);
        }
        requests.allocations.submit(sender);
        final boolean replyIsLost = random.nextInt(ODDS) < 10;
        if (!replyIsLost && requests.allocations.hasItems()) {
            take();
        }
    }

    private void take() {
        int item = 0;
        for (final ReserveForAllocationReplyDecoder.ItemsDecoder each = requests.allocations.reserved();
                each.hasNext();
                item++) {
            each.next();
            for (final ReserveForAllocationReplyDecoder.ItemsDecoder.ChunksDecoder chunks = each.chunks();
                    chunks.hasNext(); ) {
                granted.add(
                        Segments.key((int) chunks.next().chunk() - chunkIds[0], classes[item], false, codings[item]));
            }
        }
    }

    void reposition(final long version) {
        final int spaceClass = random.nextInt(SpaceClass.COUNT);
        final Coding coding = random.nextInt(ODDS) < 800 ? Coding.REPLICAS : Coding.of(1 + random.nextInt(3));
        final ResultCode result = requests.repositions.reserve(
                sender,
                version,
                random.nextBoolean() ? RepositionKind.RECOVER : RepositionKind.MIGRATE,
                spaceClass,
                coding,
                anyChunk(),
                anyChunk(),
                random.nextInt(ODDS) < 250 ? anyChunk() : 0);
        final boolean replyIsLost = random.nextInt(ODDS) < 10;
        if (result == ResultCode.OK && !replyIsLost) {
            granted.add(Segments.key(requests.repositions.destination() - chunkIds[0], spaceClass, true, coding));
        }
    }

    /** Gives a few segments of one kind back in one command. */
    void giveBack(final long version) {
        if (granted.size() == 0) {
            requests.members.heartbeat(sender);
            return;
        }
        final int key = granted.remove(random.nextInt(granted.size()));
        int count = 0;
        given[count++] = chunkIds[Segments.chunkIndex(key)];
        for (int i = granted.size() - 1, looked = 0; i >= 0 && looked < 16 && count < MOST_GIVEN_BACK; i--, looked++) {
            if (Segments.isAlike(granted.at(i), key)) {
                given[count++] = chunkIds[Segments.chunkIndex(granted.remove(i))];
            }
        }
        final long bytes = Segments.coding(key).segmentBytes();
        final int spaceClass = Segments.spaceClass(key);
        final ResultCode result = Segments.isRx(key)
                ? requests.repositions.free(sender, version, spaceClass, bytes, given, count)
                : requests.allocations.free(sender, version, spaceClass, bytes, given, count);
        if (result != ResultCode.OK) {
            throw new IllegalStateException("a reservation that was granted could not be given back: " + result);
        }
    }

    private int anyChunk() {
        return chunkIds[random.nextInt(chunkIds.length)];
    }
}
