package io.stowage.client.space;

import io.stowage.client.scripted.SentFrames;
import io.stowage.client.scripted.ServerFrames;
import io.stowage.codecs.ConnectEmDecoder;
import io.stowage.codecs.EmHeartbeatDecoder;
import io.stowage.codecs.FreeForAllocationDecoder;
import io.stowage.codecs.FreeForRepositionDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MigrateStrategy;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RemoveExtentsDecoder;
import io.stowage.codecs.ReportSpaceBeginDecoder;
import io.stowage.codecs.ReportSpaceEndDecoder;
import io.stowage.codecs.ReportSpaceRowsDecoder;
import io.stowage.codecs.ReservationsQueryDecoder;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForRepositionDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SpaceDeltaDecoder;
import io.stowage.codecs.UpdateProvisionDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The server's side of space accounting for one extent manager, as naive as can be: rows of the last report with the deltas
 * since, and reservations by version. All segments are of one size.
 */
final class AccountingModel {
    static final long SEGMENT_BYTES = 1 << 20;

    private final ServerFrames frames = new ServerFrames();
    private final SplittableRandom random;
    private final TreeMap<Long, Map<LedgerModel.Key, LedgerModel.Sums>> pending = new TreeMap<>();
    private Map<LedgerModel.Key, LedgerModel.Sums> rows = new HashMap<>();
    private Map<LedgerModel.Key, LedgerModel.Sums> lastRows = new HashMap<>();
    private Map<LedgerModel.Key, LedgerModel.Sums> staged = new HashMap<>();
    private long stagedVersion;
    private int stagedSession;
    private int session;
    private long lastVersion;
    private int reports;
    private int deltas;
    private boolean faulty;
    private boolean rowsAreAsTold = true;

    AccountingModel(final SplittableRandom random) {
        this.random = random;
    }

    ServerFrames frames() {
        return frames;
    }

    int reports() {
        return reports;
    }

    /** Deltas that took effect. */
    int deltas() {
        return deltas;
    }

    long lastVersion() {
        return lastVersion;
    }

    /** Rows of the last report that took effect, without deltas. */
    Map<LedgerModel.Key, LedgerModel.Sums> lastRows() {
        return lastRows;
    }

    /** Rows of the last report that took effect, with the deltas since. */
    Map<LedgerModel.Key, LedgerModel.Sums> rows() {
        return rows;
    }

    /** From now on some deltas are refused or overlooked. */
    void faulty(final boolean on) {
        faulty = on;
    }

    boolean hasReservations() {
        return !pending.isEmpty();
    }

    /** Segments and destinations counted on a chunk in a tier and priority. */
    long counted(final LedgerModel.Key group) {
        long sum = countIn(rows, group);
        for (final Map<LedgerModel.Key, LedgerModel.Sums> version : pending.values()) {
            sum += countIn(version, group);
        }
        return sum;
    }

    private static long countIn(final Map<LedgerModel.Key, LedgerModel.Sums> map, final LedgerModel.Key group) {
        long sum = 0;
        for (final Map.Entry<LedgerModel.Key, LedgerModel.Sums> each : map.entrySet()) {
            if (each.getKey().group().equals(group)) {
                sum += each.getValue().segments() + each.getValue().rxSegments();
            }
        }
        return sum;
    }

    /** A session ended: its half-done report is discarded. */
    void onSessionClosed(final int closed) {
        if (stagedSession == closed) {
            stagedVersion = 0;
        }
    }

    /** Applies a command; the reply stands in {@link #frames()}, its length is returned; 0: no reply. */
    int apply(final SentFrames.Frame frame, final int ofSession) {
        session = ofSession;
        final MessageHeaderDecoder header = frame.header();
        final long correlationId = frame.correlationId();
        return switch (header.templateId()) {
            case ConnectEmDecoder.TEMPLATE_ID -> frames.connectEm(correlationId, lastVersion, false);
            case EmHeartbeatDecoder.TEMPLATE_ID ->
                frames.heartbeat(correlationId, 1, MigrateStrategy.NOT_ALLOWED, lastVersion == 0);
            case ReservationsQueryDecoder.TEMPLATE_ID ->
                frames.reservations(
                        correlationId,
                        pending.keySet().stream().mapToLong(Long::longValue).toArray());
            case ReserveForAllocationDecoder.TEMPLATE_ID ->
                reserve(correlationId, new ReserveForAllocationDecoder().wrapAndApplyHeader(frame.buffer(), 0, header));
            case ReserveForRepositionDecoder.TEMPLATE_ID ->
                reserveRx(
                        correlationId, new ReserveForRepositionDecoder().wrapAndApplyHeader(frame.buffer(), 0, header));
            case FreeForAllocationDecoder.TEMPLATE_ID ->
                free(correlationId, new FreeForAllocationDecoder().wrapAndApplyHeader(frame.buffer(), 0, header));
            case FreeForRepositionDecoder.TEMPLATE_ID ->
                freeRx(correlationId, new FreeForRepositionDecoder().wrapAndApplyHeader(frame.buffer(), 0, header));
            case ReportSpaceBeginDecoder.TEMPLATE_ID ->
                begin(correlationId, new ReportSpaceBeginDecoder().wrapAndApplyHeader(frame.buffer(), 0, header));
            case ReportSpaceRowsDecoder.TEMPLATE_ID ->
                rows(correlationId, new ReportSpaceRowsDecoder().wrapAndApplyHeader(frame.buffer(), 0, header));
            case ReportSpaceEndDecoder.TEMPLATE_ID ->
                end(correlationId, new ReportSpaceEndDecoder().wrapAndApplyHeader(frame.buffer(), 0, header));
            case SpaceDeltaDecoder.TEMPLATE_ID, UpdateProvisionDecoder.TEMPLATE_ID, RemoveExtentsDecoder.TEMPLATE_ID ->
                delta(correlationId, DeltaRows.of(frame));
            default -> throw new AssertionError("message " + header.templateId());
        };
    }

    private int stale(final long correlationId, final long found) {
        return frames.command(correlationId, ResultCode.STALE_VERSION, Reason.VERSION_BELOW_REPORT, lastVersion, found);
    }

    private int reserve(final long correlationId, final ReserveForAllocationDecoder request) {
        final long version = request.version();
        if (version < lastVersion) {
            return stale(correlationId, version);
        }
        final var items = request.items();
        final int[][] locations = new int[items.count()][];
        for (int i = 0; i < locations.length; i++) {
            items.next();
            final int spaceClass = SpaceClass.of(items.tier(), items.provision(), items.priority());
            items.exclude();
            items.existing();
            locations[i] = new int[3];
            for (int segment = 0; segment < 3; segment++) {
                final int chunk = 1 + random.nextInt(12);
                locations[i][segment] = chunk;
                hold(version, new LedgerModel.Key(chunk, spaceClass), segments(1));
            }
        }
        return frames.reserved(correlationId, SEGMENT_BYTES, locations);
    }

    private int reserveRx(final long correlationId, final ReserveForRepositionDecoder request) {
        final long version = request.version();
        if (version < lastVersion) {
            return stale(correlationId, version);
        }
        final var items = request.items();
        final int[] destinations = new int[items.count()];
        for (int i = 0; i < destinations.length; i++) {
            items.next();
            final int spaceClass = SpaceClass.of(items.tier(), items.provision(), items.priority());
            items.sbeSkip();
            destinations[i] = random.nextInt(13);
            if (destinations[i] != 0) {
                hold(version, new LedgerModel.Key(destinations[i], spaceClass), rx(1));
            }
        }
        return frames.repositionReserved(correlationId, SEGMENT_BYTES, destinations);
    }

    private int free(final long correlationId, final FreeForAllocationDecoder request) {
        final long version = request.version();
        if (version < lastVersion) {
            return stale(correlationId, version);
        }
        final int spaceClass = SpaceClass.of(request.tier(), request.provision(), request.priority());
        for (final var chunks = request.chunks(); chunks.hasNext(); ) {
            giveBack(version, new LedgerModel.Key((int) chunks.next().chunk(), spaceClass), segments(-1));
        }
        return frames.command(correlationId, ResultCode.OK, Reason.NONE, 0, 0);
    }

    private int freeRx(final long correlationId, final FreeForRepositionDecoder request) {
        final long version = request.version();
        if (version < lastVersion) {
            return stale(correlationId, version);
        }
        final int spaceClass = SpaceClass.of(request.tier(), request.provision(), request.priority());
        for (final var chunks = request.chunks(); chunks.hasNext(); ) {
            giveBack(version, new LedgerModel.Key((int) chunks.next().chunk(), spaceClass), rx(-1));
        }
        return frames.command(correlationId, ResultCode.OK, Reason.NONE, 0, 0);
    }

    private void hold(final long version, final LedgerModel.Key key, final LedgerModel.Sums what) {
        pending.computeIfAbsent(version, each -> new HashMap<>()).merge(key, what, LedgerModel.Sums::plus);
    }

    private void giveBack(final long version, final LedgerModel.Key key, final LedgerModel.Sums what) {
        hold(version, key, what);
        if (pending.getOrDefault(version, Map.of())
                .getOrDefault(key, segments(0))
                .isNegative()) {
            throw new AssertionError("gave back what is not reserved under version " + version + ": " + key);
        }
    }

    private int delta(final long correlationId, final DeltaRows delta) {
        if (delta.version() < lastVersion) {
            return stale(correlationId, delta.version());
        }
        delta.requireNoGrowth();
        if (faulty && random.nextInt(30) == 0) {
            rowsAreAsTold = false;
            return random.nextBoolean()
                    ? 0
                    : frames.command(correlationId, ResultCode.LEDGER_MISMATCH, Reason.NEGATIVE_RESULT, 0, 0);
        }
        final Map<LedgerModel.Key, LedgerModel.Sums> changed = new HashMap<>(rows);
        for (final DeltaRows.Row row : delta.rows()) {
            final LedgerModel.Sums after =
                    changed.getOrDefault(row.key(), segments(0)).plus(row.change());
            changed.put(row.key(), after);
            if (after.isNegative()) {
                if (rowsAreAsTold) {
                    throw new AssertionError("a delta of version " + delta.version() + " makes a row negative: " + row);
                }
                return frames.command(correlationId, ResultCode.LEDGER_MISMATCH, Reason.NEGATIVE_RESULT, 0, 0);
            }
        }
        changed.values().removeIf(LedgerModel.Sums::isZero);
        rows = changed;
        deltas++;
        return frames.command(correlationId, ResultCode.OK, Reason.NONE, 0, 0);
    }

    private int begin(final long correlationId, final ReportSpaceBeginDecoder request) {
        if (request.version() <= lastVersion) {
            return stale(correlationId, request.version());
        }
        stagedVersion = request.version();
        stagedSession = session;
        staged = new HashMap<>();
        return frames.report(correlationId, stagedVersion, ResultCode.OK, Reason.NONE, 0);
    }

    private int rows(final long correlationId, final ReportSpaceRowsDecoder request) {
        if (request.version() != stagedVersion || session != stagedSession) {
            return frames.report(correlationId, stagedVersion, ResultCode.LEDGER_MISMATCH, Reason.NO_REPORT_OPEN, 0);
        }
        for (final var row = request.rows(); row.hasNext(); ) {
            row.next();
            final LedgerModel.Key key =
                    new LedgerModel.Key((int) row.chunk(), SpaceClass.of(row.tier(), row.provision(), row.priority()));
            staged.put(key, new LedgerModel.Sums(row.segments(), row.bytes(), row.rxSegments(), row.rxBytes()));
        }
        return frames.report(correlationId, stagedVersion, ResultCode.OK, Reason.NONE, 0);
    }

    private int end(final long correlationId, final ReportSpaceEndDecoder request) {
        if (request.version() != stagedVersion || session != stagedSession || request.rowCount() != staged.size()) {
            return frames.report(correlationId, stagedVersion, ResultCode.LEDGER_MISMATCH, Reason.NO_REPORT_OPEN, 0);
        }
        lastVersion = stagedVersion;
        rows = staged;
        lastRows = staged;
        rowsAreAsTold = true;
        pending.headMap(lastVersion).clear();
        stagedVersion = 0;
        reports++;
        return frames.report(correlationId, lastVersion, ResultCode.OK, Reason.NONE, 0);
    }

    private static LedgerModel.Sums segments(final long count) {
        return new LedgerModel.Sums(count, count * SEGMENT_BYTES, 0, 0);
    }

    private static LedgerModel.Sums rx(final long count) {
        return new LedgerModel.Sums(0, 0, count, count * SEGMENT_BYTES);
    }
}
