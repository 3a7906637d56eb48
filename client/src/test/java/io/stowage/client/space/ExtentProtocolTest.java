package io.stowage.client.space;

import static io.stowage.client.space.EmHarness.MIB;
import static io.stowage.client.space.EmHarness.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.client.frame.OfferCode;
import io.stowage.client.scripted.SentFrames;
import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.codecs.ConnectEmDecoder;
import io.stowage.codecs.FreeForAllocationDecoder;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReservationsQueryDecoder;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.Tier;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExtentProtocolTest {
    private static final int THICK = SpaceClass.of(Tier.CAPACITY, Provision.THICK, Priority.NORMAL);
    private static final int THIN = SpaceClass.of(Tier.PERFORMANCE, Provision.THIN, Priority.PRIORITIZED);

    private final EmHarness em = new EmHarness();

    @Test
    void shouldMakeItselfKnownAboveEverythingAnEarlierIncarnationUsed() {
        // given
        em.protocol.onConnected(em.sent);
        assertThat(em.reserve(THICK)).isEqualTo(OfferCode.NOT_READY);

        // when
        em.protocol.poll(em.nowNs);
        final SentFrames.Frame connect = em.sent.take(ConnectEmDecoder.TEMPLATE_ID);
        em.deliver(em.server.connectEm(connect.correlationId(), 4, false));
        em.protocol.poll(em.nowNs);
        final SentFrames.Frame query = em.sent.take(ReservationsQueryDecoder.TEMPLATE_ID);
        em.deliver(em.server.reservations(query.correlationId(), 4, 6));

        // then
        final CommandHeaderDecoder header = connect.command();
        assertThat(header.clusterHigh()).isEqualTo(11);
        assertThat(header.clusterLow()).isEqualTo(12);
        assertThat(header.sender()).isEqualTo(EmHarness.EM);
        assertThat(header.incarnation()).isEqualTo(1);
        assertThat(header.role()).isEqualTo(Role.EXTENT_MANAGER);
        assertThat(em.listener.take()).containsExactly("ready v7");
        assertThat(em.protocol.state()).isEqualTo(ExtentState.READY);
        assertThat(em.report().version()).isEqualTo(8);
    }

    @Test
    void shouldStartAboveTheLastReportWhereReservationsCannotBeListed() {
        em.protocol.onConnected(em.sent);
        em.protocol.poll(em.nowNs);
        em.deliver(
                em.server.connectEm(em.sent.take(ConnectEmDecoder.TEMPLATE_ID).correlationId(), 4, false));
        em.protocol.poll(em.nowNs);
        final long query = em.sent.take(ReservationsQueryDecoder.TEMPLATE_ID).correlationId();
        em.deliver(em.server.command(query, ResultCode.CONFLICT, Reason.NOT_AVAILABLE, 0, 0));
        assertThat(em.listener.take()).containsExactly("ready v5");
    }

    @Test
    void shouldTryToConnectAgainAfterATimeout() {
        em.protocol.onConnected(em.sent);
        em.protocol.poll(em.nowNs);
        final long first = em.sent.take(ConnectEmDecoder.TEMPLATE_ID).correlationId();
        em.pass(2 * SECOND_NS);
        em.pass(SECOND_NS);
        final long second = em.sent.take(ConnectEmDecoder.TEMPLATE_ID).correlationId();
        assertThat(second).isGreaterThan(first);
        em.deliver(em.server.connectEm(first, 0, false));
        assertThat(em.protocol.state()).as("a late reply").isEqualTo(ExtentState.AWAIT_CONNECT);
    }

    @Test
    void shouldTakeAcceptedLocationsUnderTheVersionOfTheirRequest() {
        // given
        em.ready();
        final long version = em.ledger.version();
        final long correlationId = em.reserve(THICK, THIN);
        assertThat(em.versionOfSentReserve()).isEqualTo(version);

        // when
        em.deliver(em.server.reserved(correlationId, 256 * MIB, new int[] {1, 2, 3}, new int[] {2}));

        // then
        assertThat(em.listener.take()).containsExactly("reserved v" + version + " segments 4");
        assertThat(em.ledger.bytes(2, THICK)).isEqualTo(256 * MIB);
        assertThat(em.ledger.bytes(2, THIN)).isEqualTo(256 * MIB);
        assertThat(em.ledger.segments(1, THIN)).isZero();
        assertThat(em.protocol.requestsInFlight()).isZero();
    }

    @Test
    void shouldWaitForLowerVersionsAndLeaveHigherOnesOutOfTheReport() {
        // given: a request under v, then a report is wanted, then a request under x = v + 1 that is answered first
        em.ready();
        final long version = em.ledger.version();
        final long older = em.reserve(THICK);
        em.protocol.reportSpace();
        em.protocol.poll(em.nowNs);
        assertThat(em.protocol.reportState()).isEqualTo(ReportState.WAITING);
        final long newer = em.reserve(THICK);
        em.versionOfSentReserve();
        assertThat(em.versionOfSentReserve()).isEqualTo(version + 1);
        em.deliver(em.server.reserved(newer, MIB, new int[] {9}));
        em.protocol.poll(em.nowNs);
        assertThat(em.sent.isEmpty()).as("nothing is reported yet").isTrue();

        // when
        em.deliver(em.server.reserved(older, MIB, new int[] {5}));
        final EmHarness.Report report = em.report();

        // then
        assertThat(report.version()).isEqualTo(version + 1);
        assertThat(report.rows()).isEqualTo(Map.of(new LedgerModel.Key(5, THICK), new LedgerModel.Sums(1, MIB, 0, 0)));
        em.accept(report);
        assertThat(em.protocol.isReporting()).isFalse();
        em.protocol.reportSpace();
        assertThat(em.report().rows()).hasSize(2);
    }

    @Test
    void shouldEndAVersionByTimeoutAndDropTheLateReply() {
        // given
        em.ready();
        final long correlationId = em.reserve(THICK);
        em.sent.take(ReserveForAllocationDecoder.TEMPLATE_ID);
        em.protocol.reportSpace();
        em.protocol.poll(em.nowNs);

        // when
        em.pass(SECOND_NS);

        // then
        assertThat(em.listener.take()).containsExactly("unknown");
        final EmHarness.Report report = em.report();
        assertThat(report.rows()).isEmpty();
        em.deliver(em.server.reserved(correlationId, MIB, new int[] {5}));
        assertThat(em.ledger.segments(5, THICK)).isZero();
        assertThat(em.protocol.unmatchedReplies()).isEqualTo(1);
        em.accept(report);
        assertThat(em.listener.take()).containsExactly("reported v" + report.version() + " rows 0");
    }

    @Test
    void shouldGiveBackWhatTheListenerDoesNotWant() {
        // given
        em.ready();
        em.listener.action = ReserveAction.ABANDON;
        final long version = em.ledger.version();
        final long correlationId = em.reserve(THIN);
        em.sent.take(ReserveForAllocationDecoder.TEMPLATE_ID);

        // when
        em.deliver(em.server.reserved(correlationId, MIB, new int[] {4, 6}));

        // then
        final SentFrames.Frame frame = em.sent.take(FreeForAllocationDecoder.TEMPLATE_ID);
        final FreeForAllocationDecoder free =
                new FreeForAllocationDecoder().wrapAndApplyHeader(frame.buffer(), 0, frame.header());
        assertThat(free.version()).isEqualTo(version);
        assertThat(free.segmentBytes()).isEqualTo(MIB);
        assertThat(SpaceClass.of(free.tier(), free.provision(), free.priority()))
                .isEqualTo(THIN);
        final var chunks = free.chunks();
        assertThat(chunks.next().chunk()).isEqualTo(4);
        assertThat(chunks.next().chunk()).isEqualTo(6);
        assertThat(chunks.hasNext()).isFalse();
        assertThat(em.ledger.segments(4, THIN)).isZero();
        em.listener.take();
        em.deliver(em.server.command(frame.correlationId(), ResultCode.OK, Reason.NONE, 0, 0));
        assertThat(em.listener.take()).as("the application knows nothing of it").isEmpty();
    }

    @Test
    void shouldLetTheNextReportGiveBackWhatTheChannelDoesNotTake() {
        em.ready();
        em.listener.action = ReserveAction.ABANDON;
        final long correlationId = em.reserve(THIN);
        em.sent.take(ReserveForAllocationDecoder.TEMPLATE_ID);
        em.sent.answerWith(OfferCode.BACK_PRESSURED);
        em.deliver(em.server.reserved(correlationId, MIB, new int[] {4, 6}));
        assertThat(em.protocol.isReporting()).isTrue();
        em.sent.answerWith(1);
        assertThat(em.report().rows()).isEmpty();
    }

    @Test
    void shouldHoldReportsWhileAReplyIsDeferred() {
        // given
        em.ready();
        em.listener.action = ReserveAction.DEFER;
        final long correlationId = em.reserve(THICK);
        em.sent.take(ReserveForAllocationDecoder.TEMPLATE_ID);
        em.deliver(em.server.reserved(correlationId, MIB, new int[] {4, 6, 8}));
        em.protocol.reportSpace();
        em.pass(10 * SECOND_NS);
        assertThat(em.protocol.reportState()).isEqualTo(ReportState.WAITING);
        assertThat(em.protocol.deferredReplies()).isEqualTo(1);

        // when
        assertThat(em.protocol.commit(correlationId, THICK, MIB, 4)).isTrue();
        assertThat(em.protocol.abandon(correlationId, THICK, MIB, new int[] {6, 8}, 0, 2, em.nowNs))
                .isTrue();
        final SentFrames.Frame free = em.sent.take(FreeForAllocationDecoder.TEMPLATE_ID);
        assertThat(em.protocol.settle(correlationId)).isTrue();
        assertThat(em.protocol.settle(correlationId)).isFalse();
        em.deliver(em.server.command(free.correlationId(), ResultCode.OK, Reason.NONE, 0, 0));

        // then
        assertThat(em.report().rows())
                .isEqualTo(Map.of(new LedgerModel.Key(4, THICK), new LedgerModel.Sums(1, MIB, 0, 0)));
        assertThat(em.protocol.commit(correlationId, THICK, MIB, 6)).isFalse();
    }

    @Test
    void shouldOfferAReplyAgainThatTheListenerCannotTakeNow() {
        em.ready();
        em.listener.action = ReserveAction.RETRY;
        final long correlationId = em.reserve(THICK);
        final int length = em.server.reserved(correlationId, MIB, new int[] {4});
        assertThat(em.deliver(length)).isFalse();
        em.listener.action = ReserveAction.ACCEPT;
        assertThat(em.deliver(length)).isTrue();
        assertThat(em.ledger.segments(4, THICK)).isEqualTo(1);
    }

    @Test
    void shouldGiveBackAcceptedLocationsUnderTheirVersionWhileItIsOpen() {
        // given
        em.ready();
        final long version = em.ledger.version();
        final long correlationId = em.reserve(THICK);
        em.sent.take(ReserveForAllocationDecoder.TEMPLATE_ID);
        em.deliver(em.server.reserved(correlationId, MIB, new int[] {4, 5}));
        em.listener.take();

        // when
        final int[] chunks = {4};
        final long free = em.protocol.free(version, THICK, MIB, chunks, 0, 1, em.nowNs);
        em.sent.take(FreeForAllocationDecoder.TEMPLATE_ID);
        em.deliver(em.server.command(free, ResultCode.OK, Reason.NONE, 0, 0));

        // then
        assertThat(em.listener.take()).containsExactly("freed");
        assertThat(em.ledger.segments(4, THICK)).isZero();
        em.protocol.reportSpace();
        final EmHarness.Report report = em.report();
        assertThat(report.rows()).isEqualTo(Map.of(new LedgerModel.Key(5, THICK), new LedgerModel.Sums(1, MIB, 0, 0)));
        assertThat(em.protocol.free(version, THICK, MIB, chunks, 0, 1, em.nowNs))
                .isEqualTo(OfferCode.VERSION_ENDED);
    }

    @Test
    void shouldLeaveTheLedgerAsItWasWhenNothingWasSent() {
        em.ready();
        final long version = em.ledger.version();
        final long correlationId = em.reserve(THICK);
        em.deliver(em.server.reserved(correlationId, MIB, new int[] {4, 5}));
        em.sent.answerWith(OfferCode.BACK_PRESSURED);
        final int[] chunks = {4, 5, 6};
        assertThat(em.protocol.free(version, THICK, MIB, chunks, 0, 2, em.nowNs))
                .isEqualTo(OfferCode.BACK_PRESSURED);
        assertThatThrownBy(() -> em.protocol.free(version, THICK, MIB, chunks, 0, 3, em.nowNs))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(em.ledger.segments(4, THICK)).isEqualTo(1);
        assertThat(em.ledger.segments(5, THICK)).isEqualTo(1);
        assertThat(em.reserve(THICK)).isEqualTo(OfferCode.BACK_PRESSURED);
        assertThat(em.protocol.requestsInFlight()).isZero();
    }

    @Test
    void shouldCutAReportIntoFragmentsThatFit() {
        // given
        em.sent.maxFrameLength(1408);
        for (int chunk = 1; chunk <= 1000; chunk++) {
            em.ledger.preload(chunk, chunk % 8, chunk, chunk * MIB, 0, 0);
        }

        // when
        em.ready();
        em.protocol.reportSpace();
        final EmHarness.Report report = em.report();

        // then
        assertThat(report.rows()).hasSize(1000);
        assertThat(report.messages()).as("43 rows of 31 bytes fit a frame").isEqualTo(24);
        assertThat(report.rows().get(new LedgerModel.Key(77, 77 % 8)))
                .isEqualTo(new LedgerModel.Sums(77, 77 * MIB, 0, 0));
    }

    @Test
    void shouldReportAnewUnderAHigherVersionAfterAMismatch() {
        // given
        em.ready();
        em.protocol.reportSpace();
        final EmHarness.Report first = em.report();

        // when
        em.deliver(em.server.report(
                first.endCorrelationId(), first.version(), ResultCode.LEDGER_MISMATCH, Reason.CHECKSUM_MISMATCH, 1));

        // then
        assertThat(em.listener.take()).containsExactly("report failed v" + first.version() + " LEDGER_MISMATCH");
        em.protocol.poll(em.nowNs);
        assertThat(em.sent.isEmpty()).as("not at once").isTrue();
        em.nowNs += SECOND_NS;
        assertThat(em.report().version()).isEqualTo(first.version() + 1);
    }

    @Test
    void shouldReportAnewWhenNoReplyComes() {
        em.ready();
        em.protocol.reportSpace();
        final EmHarness.Report first = em.report();
        em.pass(SECOND_NS);
        assertThat(em.listener.take()).containsExactly("report failed v" + first.version() + " NULL_VAL");
        em.nowNs += SECOND_NS;
        final EmHarness.Report second = em.report();
        assertThat(second.version()).isEqualTo(first.version() + 1);
        em.accept(first);
        assertThat(em.protocol.reportState()).as("a late reply").isEqualTo(ReportState.AWAIT_REPLY);
    }

    @Test
    void shouldRaiseAboveTheServersVersionWhenItIsStale() {
        em.ready();
        final long correlationId = em.reserve(THICK);
        em.sent.take(ReserveForAllocationDecoder.TEMPLATE_ID);
        em.deliver(em.server.command(
                correlationId, ResultCode.STALE_VERSION, Reason.VERSION_BELOW_REPORT, 40, em.ledger.version()));
        assertThat(em.listener.take()).containsExactly("refused STALE_VERSION");
        assertThat(em.report().version()).isEqualTo(41);
    }

    @Test
    void shouldReportWhenTheServerWantsIt() {
        em.ready();
        em.deliver(em.server.reportWanted(EmHarness.EM + 1));
        em.protocol.poll(em.nowNs);
        assertThat(em.protocol.isReporting()).isFalse();
        em.deliver(em.server.reportWanted(EmHarness.EM));
        assertThat(em.report().rows()).isEmpty();
    }

    @Test
    void shouldStopForGoodWhenFenced() {
        em.ready();
        final long correlationId = em.reserve(THICK);
        em.deliver(em.server.command(correlationId, ResultCode.FENCED, Reason.INCARNATION_TOO_OLD, 2, 1));
        assertThat(em.listener.take()).containsExactly("refused FENCED", "stopped FENCED INCARNATION_TOO_OLD");
        assertThat(em.protocol.state()).isEqualTo(ExtentState.STOPPED);
        assertThat(em.reserve(THICK)).isEqualTo(OfferCode.STOPPED);
        em.protocol.onDisconnected();
        em.protocol.onConnected(em.sent);
        assertThat(em.protocol.state()).isEqualTo(ExtentState.STOPPED);
    }

    @Test
    void shouldMakeItselfKnownAgainWhenTheServerForgotIt() {
        em.ready();
        final long correlationId = em.reserve(THICK);
        em.sent.take(ReserveForAllocationDecoder.TEMPLATE_ID);
        em.deliver(em.server.command(correlationId, ResultCode.UNKNOWN_EM, Reason.NONE, 0, 0));
        em.protocol.poll(em.nowNs);
        final long connect = em.sent.take(ConnectEmDecoder.TEMPLATE_ID).correlationId();
        em.deliver(em.server.connectEm(connect, 0, true));
        assertThat(em.protocol.state()).isEqualTo(ExtentState.READY);
        assertThat(em.report().version()).isEqualTo(em.ledger.version());
    }

    @Test
    void shouldReserveUnderANewVersionWhenTheServerForgotIt() {
        // given
        em.ready();
        final long version = em.ledger.version();
        final long correlationId = em.reserve(THICK);
        em.sent.take(ReserveForAllocationDecoder.TEMPLATE_ID);

        // when
        em.deliver(em.server.command(correlationId, ResultCode.UNKNOWN_EM, Reason.NONE, 0, 0));
        em.protocol.poll(em.nowNs);
        final long connect = em.sent.take(ConnectEmDecoder.TEMPLATE_ID).correlationId();
        em.deliver(em.server.connectEm(connect, 0, true));

        // then: what is given back of the version before cannot take from what is reserved now
        assertThat(em.ledger.version()).isGreaterThan(version);
    }

    @Test
    void shouldEndWhatIsInFlightAndRaiseTheVersionWhenTheSessionIsLost() {
        // given
        em.ready();
        final long version = em.ledger.version();
        final long lost = em.reserve(THICK);
        em.sent.take(ReserveForAllocationDecoder.TEMPLATE_ID);

        // when
        em.protocol.onDisconnected();
        assertThat(em.listener.take()).containsExactly("unknown");
        assertThat(em.reserve(THICK)).isEqualTo(OfferCode.NOT_CONNECTED);
        em.protocol.onConnected(em.sent);
        em.protocol.poll(em.nowNs);
        em.deliver(
                em.server.connectEm(em.sent.take(ConnectEmDecoder.TEMPLATE_ID).correlationId(), version, false));

        // then
        assertThat(em.listener.take()).containsExactly("ready v" + (version + 1));
        em.deliver(em.server.reserved(lost, MIB, new int[] {4}));
        assertThat(em.ledger.segments(4, THICK)).isZero();
        em.reserve(THICK);
        assertThat(em.versionOfSentReserve()).isEqualTo(version + 1);
    }

    @Test
    void shouldReportAtIntervalsOnlyWhenSomethingHappened() {
        final EmHarness timed =
                new EmHarness(EmHarness.quiet().reportIntervalNs(10 * SECOND_NS).requestTimeoutNs(SECOND_NS)).ready();
        timed.pass(11 * SECOND_NS);
        timed.pass(11 * SECOND_NS);
        assertThat(timed.sent.isEmpty()).isTrue();
        timed.reserve(THICK);
        timed.sent.take(ReserveForAllocationDecoder.TEMPLATE_ID);
        timed.pass(11 * SECOND_NS);
        assertThat(timed.report().rows()).isEmpty();
    }

    @Test
    void shouldRefuseRequestsBeyondItsLimits() {
        final EmHarness small =
                new EmHarness(EmHarness.quiet().maxRequestsInFlight(2).maxItemsPerRequest(2)).ready();
        assertThat(small.reserve()).isEqualTo(OfferCode.EMPTY_REQUEST);
        assertThat(small.reserve(THICK, THICK, THICK)).isEqualTo(OfferCode.TOO_MANY_ITEMS);
        assertThat(small.reserve(THICK, THICK)).isPositive();
        assertThat(small.reserve(THICK)).isPositive();
        assertThat(small.reserve(THICK)).isEqualTo(OfferCode.TOO_MANY_IN_FLIGHT);
        assertThatThrownBy(() -> new ExtentSettings().maxItemsPerRequest(0).validate())
                .hasMessage("maxItemsPerRequest is out of range: 0; see ExtentSettings.maxItemsPerRequest");
    }
}
