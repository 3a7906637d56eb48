package io.stowage.client.space;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.scripted.SentFrames;
import io.stowage.client.scripted.ServerFrames;
import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.codecs.ConnectEmDecoder;
import io.stowage.codecs.EmHeartbeatDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MigrateStrategy;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReportSpaceBeginDecoder;
import io.stowage.codecs.ReportSpaceEndDecoder;
import io.stowage.codecs.ReportSpaceRowsDecoder;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ReservationsQueryDecoder;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.wire.ReportChecksum;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An extent manager's protocol between a test and a scripted server, in a time that the test moves. */
final class EmHarness {
    static final int EM = 3;
    static final long MIB = 1 << 20;
    static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    /** A report as the server received it, checked against its own count and checksum. */
    record Report(long version, long endCorrelationId, int messages, Map<LedgerModel.Key, LedgerModel.Sums> rows) {}

    final SentFrames sent = new SentFrames();
    final ServerFrames server = new ServerFrames();
    final RecordingListener listener = new RecordingListener();
    final ExtentLedger ledger = new ExtentLedger(16);
    final CommandIdentity identity = new CommandIdentity(Role.EXTENT_MANAGER, EM, 1).cluster(11, 12);
    final ExtentProtocol protocol;
    final ReserveRequest request = new ReserveRequest();
    final RepositionRequest reposition = new RepositionRequest();
    long nowNs = 5 * SECOND_NS;

    EmHarness(final ExtentSettings settings) {
        protocol = new ExtentProtocol(settings, ledger, identity, listener);
    }

    /** Without reports and heartbeats at intervals, so that a test says when. */
    EmHarness() {
        this(quiet().requestTimeoutNs(SECOND_NS));
    }

    /** Nothing at intervals. */
    static ExtentSettings quiet() {
        return new ExtentSettings().reportIntervalNs(0).heartbeatIntervalNs(0);
    }

    EmHarness ready() {
        return ready(0);
    }

    /** Connects, answers everything, and takes the first report. */
    EmHarness ready(final long lastVersion, final long... reserved) {
        protocol.onConnected(sent);
        protocol.poll(nowNs);
        deliver(server.connectEm(sent.take(ConnectEmDecoder.TEMPLATE_ID).correlationId(), lastVersion, false));
        protocol.poll(nowNs);
        deliver(server.reservations(
                sent.take(ReservationsQueryDecoder.TEMPLATE_ID).correlationId(), reserved));
        protocol.poll(nowNs);
        if (sent.isNext(EmHeartbeatDecoder.TEMPLATE_ID)) {
            deliver(server.heartbeat(sent.take().correlationId(), 1, MigrateStrategy.LOW, false));
        }
        accept(report());
        listener.take();
        return this;
    }

    boolean deliver(final int length) {
        return protocol.onFrame(server.buffer(), 0, length, nowNs);
    }

    void pass(final long durationNs) {
        nowNs += durationNs;
        protocol.poll(nowNs);
    }

    long reserve(final int... spaceClasses) {
        request.clear();
        for (final int spaceClass : spaceClasses) {
            request.item(spaceClass, Purpose.NEW, 1);
        }
        return protocol.reserve(request, nowNs);
    }

    /** Recovers segments of chunk 9, one an item. */
    long recover(final int... spaceClasses) {
        reposition.clear(RepositionKind.RECOVER);
        for (final int spaceClass : spaceClasses) {
            reposition.item(spaceClass, 9).replicas(3).source(1).source(2).exclude(3);
        }
        return protocol.reserveReposition(reposition, nowNs);
    }

    /** Reserves segments, takes them, and has them reported; nothing is left to be sent. */
    void holdReported(final int spaceClass, final int... chunks) {
        final long correlationId = reserve(spaceClass);
        sent.take(ReserveForAllocationDecoder.TEMPLATE_ID);
        deliver(server.reserved(correlationId, MIB, chunks));
        protocol.reportSpace();
        accept(report());
        listener.take();
    }

    /** The delta that was sent, answered with a result. */
    DeltaRows delta(final ResultCode result) {
        protocol.poll(nowNs);
        final SentFrames.Frame frame = sent.take();
        deliver(server.command(frame.correlationId(), result, Reason.NONE, 0, 0));
        return DeltaRows.of(frame);
    }

    /** The session is lost and comes back; the server has the given report in force. */
    void reconnect(final long lastVersion) {
        protocol.onDisconnected();
        protocol.onConnected(sent);
        protocol.poll(nowNs);
        deliver(server.connectEm(sent.take(ConnectEmDecoder.TEMPLATE_ID).correlationId(), lastVersion, false));
    }

    long versionOfSentReserve() {
        final SentFrames.Frame frame = sent.take(ReserveForAllocationDecoder.TEMPLATE_ID);
        return new ReserveForAllocationDecoder()
                .wrapAndApplyHeader(frame.buffer(), 0, frame.header())
                .version();
    }

    /** Polls until a report was sent in full, and takes it. */
    Report report() {
        for (int i = 0; i < 10_000 && protocol.reportState() != ReportState.AWAIT_REPLY; i++) {
            protocol.poll(nowNs);
        }
        return takeReport();
    }

    Report takeReport() {
        final SentFrames.Frame beginFrame = sent.take(ReportSpaceBeginDecoder.TEMPLATE_ID);
        final long version = new ReportSpaceBeginDecoder()
                .wrapAndApplyHeader(beginFrame.buffer(), 0, beginFrame.header())
                .version();
        final Map<LedgerModel.Key, LedgerModel.Sums> rows = new HashMap<>();
        long checksum = 0;
        int messages = 0;
        while (true) {
            final SentFrames.Frame frame = sent.take();
            final MessageHeaderDecoder header = frame.header();
            if (header.templateId() == ReportSpaceEndDecoder.TEMPLATE_ID) {
                final ReportSpaceEndDecoder end =
                        new ReportSpaceEndDecoder().wrapAndApplyHeader(frame.buffer(), 0, header);
                check(end.version() == version, "version of the end");
                check(end.checksum() == checksum, "checksum");
                check(end.rowCount() == rows.size(), "row count");
                return new Report(version, frame.correlationId(), messages, rows);
            }
            check(header.templateId() == ReportSpaceRowsDecoder.TEMPLATE_ID, "rows");
            final ReportSpaceRowsDecoder fragment =
                    new ReportSpaceRowsDecoder().wrapAndApplyHeader(frame.buffer(), 0, header);
            check(fragment.version() == version, "version of the rows");
            messages++;
            for (final var row = fragment.rows(); row.hasNext(); ) {
                row.next();
                final int chunk = (int) row.chunk();
                final int spaceClass = SpaceClass.of(row.tier(), row.provision(), row.priority());
                checksum += ReportChecksum.ofRow(
                        chunk, spaceClass, row.segments(), row.bytes(), row.rxSegments(), row.rxBytes());
                final LedgerModel.Sums before = rows.put(
                        new LedgerModel.Key(chunk, spaceClass),
                        new LedgerModel.Sums(row.segments(), row.bytes(), row.rxSegments(), row.rxBytes()));
                check(before == null, "one row a chunk and class");
            }
        }
    }

    void accept(final Report report) {
        deliver(server.report(report.endCorrelationId(), report.version(), ResultCode.OK, Reason.NONE, 0));
    }

    static CommandHeaderDecoder headerOf(final SentFrames.Frame frame) {
        return frame.command();
    }

    private static void check(final boolean condition, final String what) {
        if (!condition) {
            throw new AssertionError("the report is wrong: " + what);
        }
    }
}
