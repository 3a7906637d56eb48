package io.stowage.bench.endurance;

import io.stowage.bench.engine.Coding;
import io.stowage.bench.engine.Deltas;
import io.stowage.bench.engine.Sender;
import io.stowage.bench.engine.Sessions;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.engine.space.SpaceClass;
import java.util.SplittableRandom;

/**
 * An extent manager with a table and a space version. It reserves, gives back, repositions, reports exactly the effects of the
 * versions below its report's, sends deltas, restarts with a new incarnation, is removed and comes back, and sometimes sends
 * what must be refused. Replies get lost, reports are abandoned and garbled.
 */
final class BusyExtentManager {
    private static final int ODDS = 10_000;
    private static final int MOST_SEGMENTS = 3_000;
    private static final int MOST_GRANTED = 1_024;

    private final Requests requests;
    private final SplittableRandom random;
    private final Sender sender;
    private final Segments table;
    private final Segments granted;
    private final OpenReport report;
    private final Reserving reserving;
    private final Mischief mischief;
    private final int[] chunkIds;
    private boolean connected;
    private boolean reported;
    private long version = 1;

    BusyExtentManager(final Requests requests, final SplittableRandom random, final int id, final int[] chunkIds) {
        this.requests = requests;
        this.random = random;
        this.chunkIds = chunkIds;
        sender = new Sender(Role.EXTENT_MANAGER, id, 0);
        table = new Segments(chunkIds.length, MOST_SEGMENTS + 2 * MOST_GRANTED);
        granted = new Segments(chunkIds.length, MOST_GRANTED);
        report = new OpenReport(requests.reports, chunkIds, table);
        reserving = new Reserving(requests, random, sender, chunkIds, granted);
        mischief = new Mischief(requests, random, sender, chunkIds);
    }

    Segments table() {
        return table;
    }

    /** Sends one command, sometimes two. */
    void step() {
        final int roll = random.nextInt(ODDS);
        if (!connected) {
            start();
        } else if (roll < 2) {
            requests.members.remove(requests.operator, sender.id());
            forget();
        } else if (roll < 10) {
            crash();
        } else if (roll < 100) {
            mischief.step(version);
        } else if (report.isOpen() && roll < 5_000) {
            report();
        } else if (isReportDue() || roll < 130) {
            beginReport();
        } else if (roll < 200) {
            requests.members.heartbeat(sender);
        } else if (roll < 4_500) {
            reserve();
        } else if (roll < 7_500) {
            reserving.giveBack(version);
        } else {
            delta();
        }
    }

    private boolean isReportDue() {
        return !report.isOpen() && (!reported || granted.size() > MOST_GRANTED / 2);
    }

    private void start() {
        final long closed = sender.sessionId();
        if (closed != 0) {
            requests.host.closeSession(closed);
        }
        sender.restart(Sessions.ofExtentManager(sender.id(), sender.incarnation() + 1));
        connected = requests.members.connect(sender) == ResultCode.OK;
        version = Math.max(version, requests.members.lastVersion()) + 1;
    }

    /** Between the replies and the table: what was granted since the last report is in nobody's books any more. */
    private void crash() {
        granted.clear();
        report.abandon();
        reported = false;
        connected = false;
    }

    private void forget() {
        crash();
        table.clear();
    }

    private void reserve() {
        if (table.size() + granted.size() > MOST_SEGMENTS || !granted.hasRoomFor(Reserving.MOST_SEGMENTS)) {
            delta();
        } else if (random.nextInt(ODDS) < 7_500) {
            reserving.allocate(version);
        } else {
            reserving.reposition(version);
        }
    }

    /** Raises the version and puts the effects of all that was before into the table. */
    private void beginReport() {
        while (granted.size() > 0) {
            table.add(granted.remove(granted.size() - 1));
        }
        reported = false;
        report.begin(sender, ++version);
    }

    private void report() {
        final int roll = random.nextInt(ODDS);
        if (roll < 20) {
            report.abandon();
        } else if (!report.sendRows(sender)) {
            reported = report.isOpen() && report.end(sender, roll < 200 ? 1 : 0) == ResultCode.OK;
        }
    }

    /** Something of the table ends: only while the engine's rows are this table. */
    private void delta() {
        if (!reported || table.size() == 0) {
            requests.members.heartbeat(sender);
            return;
        }
        final int i = random.nextInt(table.size());
        final int key = table.at(i);
        final int chunk = chunkIds[Segments.chunkIndex(key)];
        final int spaceClass = Segments.spaceClass(key);
        final Coding coding = Segments.coding(key);
        final long bytes = coding.segmentBytes();
        if (Segments.isRx(key)) {
            require(requests.deltas.change(sender, version, chunk, spaceClass, 1, bytes, -1, -bytes));
            table.remove(i);
            table.add(Segments.key(Segments.chunkIndex(key), spaceClass, false, coding));
        } else if (!SpaceClass.isThin(spaceClass) && random.nextInt(4) == 0) {
            require(requests.deltas.becameThin(sender, version, chunk, spaceClass, 1, bytes));
            table.remove(i);
            table.add(Segments.key(Segments.chunkIndex(key), Deltas.thin(spaceClass), false, coding));
        } else if (random.nextBoolean()) {
            require(requests.deltas.change(sender, version, chunk, spaceClass, -1, -bytes, 0, 0));
            table.remove(i);
        } else {
            require(requests.deltas.removed(sender, version, chunk, spaceClass, 1, bytes));
            table.remove(i);
        }
    }

    /** Reports once more, whole and undisturbed. */
    void settle() {
        if (!connected) {
            start();
        }
        beginReport();
        while (report.sendRows(sender)) {
            // until all rows are there
        }
        require(report.end(sender, 0));
    }

    private static void require(final ResultCode result) {
        if (result != ResultCode.OK) {
            throw new IllegalStateException("a delta or report that fits was answered " + result);
        }
    }
}
