package io.stowage.client.space;

import static io.stowage.client.space.EmHarness.MIB;
import static io.stowage.client.space.EmHarness.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.client.frame.OfferCode;
import io.stowage.client.scripted.SentFrames;
import io.stowage.codecs.FreeForRepositionDecoder;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ReserveForRepositionDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Tier;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExtentRepositionTest {
    private static final int THICK = SpaceClass.of(Tier.CAPACITY, Provision.THICK, Priority.NORMAL);
    private static final int THIN = SpaceClass.of(Tier.CAPACITY, Provision.THIN, Priority.NORMAL);

    private final EmHarness em = new EmHarness();

    private long recovered(final int... destinations) {
        final long correlationId = em.recover(THICK);
        em.sent.take(ReserveForRepositionDecoder.TEMPLATE_ID);
        em.deliver(em.server.repositionReserved(correlationId, MIB, destinations));
        return correlationId;
    }

    @Test
    void shouldAskUnderTheCurrentVersionForWhatTheRequestSays() {
        // given
        em.ready();
        em.reposition
                .clear(RepositionKind.MIGRATE)
                .item(THICK, 7)
                .replicas(2)
                .segmentBytes(64 * MIB)
                .prefer(5)
                .redundancyLeft(1)
                .source(3)
                .source(4)
                .item(THIN, 8)
                .erasureCode(4, 2)
                .exclude(6);

        // when
        assertThat(em.protocol.reserveReposition(em.reposition, em.nowNs)).isPositive();

        // then
        final SentFrames.Frame frame = em.sent.take(ReserveForRepositionDecoder.TEMPLATE_ID);
        final ReserveForRepositionDecoder sent =
                new ReserveForRepositionDecoder().wrapAndApplyHeader(frame.buffer(), 0, frame.header());
        assertThat(sent.version()).isEqualTo(em.ledger.version());
        assertThat(sent.kind()).isEqualTo(RepositionKind.MIGRATE);
        final var first = sent.items();
        assertThat(first.count()).isEqualTo(2);
        assertThat(first.next().segmentBytes()).isEqualTo(64 * MIB);
        assertThat(List.of(first.replace(), first.prefer())).isEqualTo(List.of(7L, 5L));
        assertThat(List.of(first.replicas(), first.redundancyLeft())).isEqualTo(List.of((short) 2, (short) 1));
        final var sources = first.sources();
        assertThat(sources.count()).isEqualTo(2);
        assertThat(sources.next().chunk()).isEqualTo(3);
        assertThat(sources.next().chunk()).isEqualTo(4);
        assertThat(first.exclude().count()).isZero();
        final var second = first.next();
        assertThat(List.of(second.replicas(), second.ecData(), second.ecParity()))
                .isEqualTo(List.of((short) 0, (short) 4, (short) 2));
        assertThat(SpaceClass.of(second.tier(), second.provision(), second.priority()))
                .isEqualTo(THIN);
        assertThat(second.sources().count()).isZero();
        assertThat(second.exclude().next().chunk()).isEqualTo(6);
    }

    @Test
    void shouldHoldAcceptedDestinationsAsRxUnderTheVersionOfTheRequest() {
        // given
        em.ready();
        final long version = em.ledger.version();

        // when
        final long correlationId = em.recover(THICK, THIN);
        em.deliver(em.server.repositionReserved(correlationId, MIB, 4, 0));

        // then
        assertThat(em.listener.take()).containsExactly("reposition v" + version + " 1->4 OK 0->0 NO_SPACE");
        assertThat(em.ledger.rxSegments(4, THICK)).isEqualTo(1);
        em.sent.take(ReserveForRepositionDecoder.TEMPLATE_ID);
        em.protocol.reportSpace();
        assertThat(em.report().rows())
                .isEqualTo(Map.of(new LedgerModel.Key(4, THICK), new LedgerModel.Sums(0, 0, 1, MIB)));
    }

    @Test
    void shouldGiveBackDestinationsThatTheListenerDoesNotWant() {
        // given
        em.ready();
        em.listener.action = ReserveAction.ABANDON;

        // when
        recovered(4);

        // then
        final SentFrames.Frame frame = em.sent.take(FreeForRepositionDecoder.TEMPLATE_ID);
        final FreeForRepositionDecoder free =
                new FreeForRepositionDecoder().wrapAndApplyHeader(frame.buffer(), 0, frame.header());
        assertThat(free.version()).isEqualTo(em.ledger.version());
        assertThat(free.segmentBytes()).isEqualTo(MIB);
        assertThat(SpaceClass.of(free.tier(), free.provision(), free.priority()))
                .isEqualTo(THICK);
        assertThat(free.chunks().next().chunk()).isEqualTo(4);
        assertThat(em.ledger.rxSegments(4, THICK)).isZero();
    }

    @Test
    void shouldDecideAboutDeferredDestinationsOneByOne() {
        // given
        em.ready();
        em.listener.action = ReserveAction.DEFER;
        final long correlationId = recovered(4, 5);
        em.protocol.reportSpace();
        em.pass(10 * SECOND_NS);
        assertThat(em.protocol.reportState()).isEqualTo(ReportState.WAITING);

        // when
        assertThat(em.protocol.commit(correlationId, THICK, MIB, 4)).isTrue();
        assertThat(em.protocol.abandon(correlationId, THICK, MIB, new int[] {5}, 0, 1, em.nowNs))
                .isTrue();
        assertThat(em.protocol.settle(correlationId)).isTrue();

        // then
        final SentFrames.Frame free = em.sent.take(FreeForRepositionDecoder.TEMPLATE_ID);
        em.deliver(em.server.command(free.correlationId(), ResultCode.OK, Reason.NONE, 0, 0));
        assertThat(em.report().rows())
                .isEqualTo(Map.of(new LedgerModel.Key(4, THICK), new LedgerModel.Sums(0, 0, 1, MIB)));
    }

    @Test
    void shouldGiveBackDestinationsThatWereNeverBegunWhileTheirVersionIsOpen() {
        // given
        em.ready();
        final long version = em.ledger.version();
        recovered(4);
        em.listener.take();

        // when
        final int[] chunks = {4};
        final long free = em.protocol.freeForReposition(version, THICK, MIB, chunks, 0, 1, em.nowNs);
        em.sent.take(FreeForRepositionDecoder.TEMPLATE_ID);
        em.deliver(em.server.command(free, ResultCode.OK, Reason.NONE, 0, 0));

        // then
        assertThat(em.listener.take()).containsExactly("freed");
        assertThat(em.ledger.rxSegments(4, THICK)).isZero();
        assertThatThrownBy(() -> em.protocol.freeForReposition(version, THICK, MIB, chunks, 0, 1, em.nowNs))
                .hasMessage("cannot remove 1 reposition destinations of 1048576 bytes from chunk 4, class 0: the tables"
                        + " hold 0 reposition destinations of 0 bytes there as of space version " + version);
        em.protocol.reportSpace();
        assertThat(em.report().rows()).isEmpty();
        assertThat(em.protocol.freeForReposition(version, THICK, MIB, chunks, 0, 1, em.nowNs))
                .isEqualTo(OfferCode.VERSION_ENDED);
    }

    @Test
    void shouldShowInTheNextReportHowARepositionOfAnOpenVersionEnded() {
        // given
        em.ready();
        final long version = em.ledger.version();
        recovered(4, 5);

        // when
        em.protocol.endReposition(version, 4, THICK, MIB, true);
        em.protocol.endReposition(version, 5, THICK, MIB, false);
        em.protocol.poll(em.nowNs);

        // then
        assertThat(em.sent.isEmpty()).as("the server has no row for them").isTrue();
        em.protocol.reportSpace();
        assertThat(em.report().rows())
                .isEqualTo(Map.of(new LedgerModel.Key(4, THICK), new LedgerModel.Sums(1, MIB, 0, 0)));
    }

    @Test
    void shouldTellByDeltaHowAReportedRepositionEnded() {
        // given
        em.ready();
        final long version = em.ledger.version();
        recovered(4, 5);
        em.protocol.reportSpace();
        em.accept(em.report());

        // when
        em.protocol.endReposition(version, 4, THICK, MIB, true);
        em.protocol.endReposition(version, 5, THICK, MIB, false);

        // then
        assertThat(em.delta(ResultCode.OK).rows())
                .containsExactly(
                        new DeltaRows.Row(new LedgerModel.Key(4, THICK), new LedgerModel.Sums(1, MIB, -1, -MIB)),
                        new DeltaRows.Row(new LedgerModel.Key(5, THICK), new LedgerModel.Sums(0, 0, -1, -MIB)));
    }

    @Test
    void shouldEndAsUnknownLikeAnAllocation() {
        em.ready();
        final long correlationId = em.recover(THICK);
        em.pass(SECOND_NS);
        em.deliver(em.server.repositionReserved(correlationId, MIB, 4));
        assertThat(em.listener.take()).containsExactly("unknown");
        assertThat(em.ledger.rxSegments(4, THICK)).isZero();
        assertThat(em.protocol.unmatchedReplies()).isEqualTo(1);
        final long refused = em.recover(THICK);
        em.deliver(em.server.command(refused, ResultCode.NOT_READY, Reason.NONE, 2, 1));
        assertThat(em.listener.take()).containsExactly("refused NOT_READY");
        assertThat(em.protocol.isReporting()).as("a report of ours is in force").isFalse();
    }

    @Test
    void shouldOfferAReplyAgainThatTheListenerCannotTakeNow() {
        em.ready();
        em.listener.action = ReserveAction.RETRY;
        final long correlationId = em.recover(THICK);
        final int length = em.server.repositionReserved(correlationId, MIB, 4);
        assertThat(em.deliver(length)).isFalse();
        em.listener.action = ReserveAction.ACCEPT;
        assertThat(em.deliver(length)).isTrue();
        assertThat(em.ledger.rxSegments(4, THICK)).isEqualTo(1);
    }
}
