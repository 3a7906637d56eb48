package io.stowage.client.space;

import io.stowage.client.scripted.SentFrames;
import io.stowage.client.scripted.ServerFrames;
import io.stowage.codecs.ConnectEmDecoder;
import io.stowage.codecs.FreeForAllocationDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReportSpaceBeginDecoder;
import io.stowage.codecs.ReportSpaceEndDecoder;
import io.stowage.codecs.ReportSpaceRowsDecoder;
import io.stowage.codecs.ReservationsQueryDecoder;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ResultCode;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The server's side of space accounting for one extent manager, as naive as can be: segments of the last report, and
 * reservations by version. It counts segments only.
 */
final class AccountingModel {
    static final long SEGMENT_BYTES = 1 << 20;

    private final ServerFrames frames = new ServerFrames();
    private final SplittableRandom random;
    private final TreeMap<Long, Map<LedgerModel.Key, Long>> pending = new TreeMap<>();
    private Map<LedgerModel.Key, Long> reported = new HashMap<>();
    private Map<LedgerModel.Key, Long> staged = new HashMap<>();
    private Map<LedgerModel.Key, LedgerModel.Sums> lastRows = new HashMap<>();
    private Map<LedgerModel.Key, LedgerModel.Sums> stagedRows = new HashMap<>();
    private long stagedVersion;
    private int stagedSession;
    private int session;
    private long lastVersion;
    private int reports;

    AccountingModel(final SplittableRandom random) {
        this.random = random;
    }

    ServerFrames frames() {
        return frames;
    }

    int reports() {
        return reports;
    }

    long lastVersion() {
        return lastVersion;
    }

    /** Rows of the last report that took effect. */
    Map<LedgerModel.Key, LedgerModel.Sums> lastRows() {
        return lastRows;
    }

    boolean hasReservations() {
        return !pending.isEmpty();
    }

    long counted(final LedgerModel.Key key) {
        long sum = reported.getOrDefault(key, 0L);
        for (final Map<LedgerModel.Key, Long> version : pending.values()) {
            sum += version.getOrDefault(key, 0L);
        }
        return sum;
    }

    /** A session ended: its half-done report is discarded. */
    void onSessionClosed(final int closed) {
        if (stagedSession == closed) {
            stagedVersion = 0;
        }
    }

    /** Applies a command; the reply stands in {@link #frames()}, its length is returned. */
    int apply(final SentFrames.Frame frame, final int ofSession) {
        session = ofSession;
        final MessageHeaderDecoder header = frame.header();
        final long correlationId = frame.correlationId();
        return switch (header.templateId()) {
            case ConnectEmDecoder.TEMPLATE_ID -> frames.connectEm(correlationId, lastVersion, false);
            case ReservationsQueryDecoder.TEMPLATE_ID ->
                frames.reservations(
                        correlationId,
                        pending.keySet().stream().mapToLong(Long::longValue).toArray());
            case ReserveForAllocationDecoder.TEMPLATE_ID ->
                reserve(correlationId, new ReserveForAllocationDecoder().wrapAndApplyHeader(frame.buffer(), 0, header));
            case FreeForAllocationDecoder.TEMPLATE_ID ->
                free(correlationId, new FreeForAllocationDecoder().wrapAndApplyHeader(frame.buffer(), 0, header));
            case ReportSpaceBeginDecoder.TEMPLATE_ID ->
                begin(correlationId, new ReportSpaceBeginDecoder().wrapAndApplyHeader(frame.buffer(), 0, header));
            case ReportSpaceRowsDecoder.TEMPLATE_ID ->
                rows(correlationId, new ReportSpaceRowsDecoder().wrapAndApplyHeader(frame.buffer(), 0, header));
            case ReportSpaceEndDecoder.TEMPLATE_ID ->
                end(correlationId, new ReportSpaceEndDecoder().wrapAndApplyHeader(frame.buffer(), 0, header));
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
                pending.computeIfAbsent(version, each -> new HashMap<>())
                        .merge(new LedgerModel.Key(chunk, spaceClass), 1L, Long::sum);
            }
        }
        return frames.reserved(correlationId, SEGMENT_BYTES, locations);
    }

    private int free(final long correlationId, final FreeForAllocationDecoder request) {
        final long version = request.version();
        if (version < lastVersion) {
            return stale(correlationId, version);
        }
        final int spaceClass = SpaceClass.of(request.tier(), request.provision(), request.priority());
        final Map<LedgerModel.Key, Long> reserved = pending.getOrDefault(version, new HashMap<>());
        for (final var chunks = request.chunks(); chunks.hasNext(); ) {
            final LedgerModel.Key key = new LedgerModel.Key((int) chunks.next().chunk(), spaceClass);
            if (reserved.getOrDefault(key, 0L) == 0) {
                throw new AssertionError("gave back what is not reserved under version " + version + ": " + key);
            }
            reserved.merge(key, -1L, Long::sum);
        }
        return frames.command(correlationId, ResultCode.OK, Reason.NONE, 0, 0);
    }

    private int begin(final long correlationId, final ReportSpaceBeginDecoder request) {
        if (request.version() <= lastVersion) {
            return stale(correlationId, request.version());
        }
        stagedVersion = request.version();
        stagedSession = session;
        staged = new HashMap<>();
        stagedRows = new HashMap<>();
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
            staged.put(key, row.segments());
            stagedRows.put(key, new LedgerModel.Sums(row.segments(), row.bytes(), row.rxSegments(), row.rxBytes()));
        }
        return frames.report(correlationId, stagedVersion, ResultCode.OK, Reason.NONE, 0);
    }

    private int end(final long correlationId, final ReportSpaceEndDecoder request) {
        if (request.version() != stagedVersion || session != stagedSession || request.rowCount() != staged.size()) {
            return frames.report(correlationId, stagedVersion, ResultCode.LEDGER_MISMATCH, Reason.NO_REPORT_OPEN, 0);
        }
        lastVersion = stagedVersion;
        reported = staged;
        lastRows = stagedRows;
        pending.headMap(lastVersion).clear();
        stagedVersion = 0;
        reports++;
        return frames.report(correlationId, lastVersion, ResultCode.OK, Reason.NONE, 0);
    }
}
