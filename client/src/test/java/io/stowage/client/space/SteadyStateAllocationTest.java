package io.stowage.client.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.FrameSink;
import io.stowage.client.scripted.ServerFrames;
import io.stowage.codecs.ConnectEmDecoder;
import io.stowage.codecs.EmHeartbeatDecoder;
import io.stowage.codecs.MigrateStrategy;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RemoveExtentsDecoder;
import io.stowage.codecs.ReportSpaceEndDecoder;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ReservationsQueryDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.SpaceDeltaDecoder;
import io.stowage.codecs.UpdateProvisionDecoder;
import java.lang.management.ManagementFactory;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** Reserve, reposition, reply, ledger, deltas, heartbeat, report: not one byte of garbage once warm. */
class SteadyStateAllocationTest {
    private static final long MIB = 1 << 20;

    /** Repositions until a report has covered one: even, so that the class is the same. */
    private static final int REPORTED = 100;

    /** A sink that keeps nothing but what is to be answered. */
    private static final class LastSent implements FrameSink {
        int templateId;
        long correlationId;
        long heartbeatId;
        final long[] deltaIds = new long[64];
        int deltaCount;

        @Override
        public long offer(final DirectBuffer buffer, final int offset, final int length) {
            final int template = buffer.getShort(offset + 2, java.nio.ByteOrder.LITTLE_ENDIAN);
            final long id = buffer.getLong(offset + 24, java.nio.ByteOrder.LITTLE_ENDIAN);
            switch (template) {
                case EmHeartbeatDecoder.TEMPLATE_ID -> heartbeatId = id;
                case SpaceDeltaDecoder.TEMPLATE_ID,
                        UpdateProvisionDecoder.TEMPLATE_ID,
                        RemoveExtentsDecoder.TEMPLATE_ID -> deltaIds[deltaCount++] = id;
                default -> {
                    templateId = template;
                    correlationId = id;
                }
            }
            return 1;
        }

        @Override
        public int maxFrameLength() {
            return 128 << 10;
        }
    }

    private static final class Accepting implements ExtentListener {
        @Override
        public ReserveAction onReserved(
                final long correlationId, final long version, final ReserveForAllocationReplyDecoder reply) {
            return ReserveAction.ACCEPT;
        }

        @Override
        public ReserveAction onRepositionReserved(
                final long correlationId, final long version, final ReserveForRepositionReplyDecoder reply) {
            return ReserveAction.ACCEPT;
        }
    }

    private final LastSent sent = new LastSent();
    private final ServerFrames server = new ServerFrames();
    private final ExtentProtocol protocol = new ExtentProtocol(
            new ExtentSettings().reportIntervalNs(0).heartbeatIntervalNs(100_000),
            new ExtentLedger(4096),
            new CommandIdentity(Role.EXTENT_MANAGER, 1, 1),
            new Accepting());
    private final ReserveRequest request = new ReserveRequest();
    private final RepositionRequest reposition = new RepositionRequest();
    private final int[] chunks = new int[3];
    private final int[][] items = {chunks};
    private final int[] destinations = new int[1];
    private long nowNs = 1;
    private int reports;
    private int deltas;
    private int heartbeats;
    private int rounds;

    @Test
    void shouldAllocateNothingInTheSteadyState() {
        // given
        protocol.onConnected(sent);
        protocol.poll(nowNs);
        assertThat(sent.templateId).isEqualTo(ConnectEmDecoder.TEMPLATE_ID);
        deliver(server.connectEm(sent.correlationId, 0, false));
        protocol.poll(nowNs);
        assertThat(sent.templateId).isEqualTo(ReservationsQueryDecoder.TEMPLATE_ID);
        deliver(server.reservations(sent.correlationId));
        final com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long threadId = Thread.currentThread().threadId();
        // Precedence checks of the codecs build no strings on the good path, so that they may stay on.
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 8 && allocated > 0; round++) {
            final long before = threads.getThreadAllocatedBytes(threadId);
            runRequests(50_000);
            allocated = threads.getThreadAllocatedBytes(threadId) - before;
        }
        // then: the compilers are done within a few rounds; steady is steady
        assertThat(allocated).as("bytes for 50,000 requests and their reports").isZero();
        assertThat(reports).isGreaterThan(100);
        assertThat(deltas).isGreaterThan(1_000);
        assertThat(heartbeats).isGreaterThan(100);
        assertThat(protocol.ledger().changeCount()).isGreaterThan(100_000);
    }

    private void runRequests(final int count) {
        for (int i = 0; i < count; i++) {
            nowNs += 1_000;
            request.clear().item(i & 7, Purpose.NEW, 1).replicas(3).exclude(9);
            final long correlationId = protocol.reserve(request, nowNs);
            chunks[0] = 1 + i % 1000;
            chunks[1] = 1 + (i + 1) % 1000;
            chunks[2] = 1 + (i + 2) % 1000;
            deliver(server.reserved(correlationId, MIB, items));
            protocol.removeSegments(protocol.ledger().version(), chunks[0], i & 7, 1, MIB);
            if (i % 4 == 0) {
                runReposition();
            }
            if (i % 200 == 0) {
                protocol.reportSpace();
            }
            protocol.poll(nowNs);
            if (sent.templateId == ReportSpaceEndDecoder.TEMPLATE_ID) {
                sent.templateId = 0;
                reports++;
                deliver(server.command(sent.correlationId, ResultCode.OK, Reason.NONE, 0, 0));
            }
            answerDeltasAndHeartbeat();
        }
    }

    /** A segment comes by reposition; older ones arrive, become thin and go, each once a report covers what came before. */
    private void runReposition() {
        final int spaceClass = rounds << 2 & 4;
        reposition.clear(RepositionKind.MIGRATE).item(spaceClass, 9).source(3).source(4);
        final long correlationId = protocol.reserveReposition(reposition, nowNs);
        destinations[0] = destination(rounds);
        deliver(server.repositionReserved(correlationId, MIB, destinations));
        if (rounds >= 3 * REPORTED) {
            protocol.endReposition(0, destination(rounds - REPORTED), spaceClass, MIB, true);
            protocol.makeThin(0, destination(rounds - 2 * REPORTED), spaceClass, 1, MIB);
            protocol.removeSegments(0, destination(rounds - 3 * REPORTED), spaceClass | 2, 1, MIB);
        } else if (rounds >= 2 * REPORTED) {
            protocol.endReposition(0, destination(rounds - REPORTED), spaceClass, MIB, true);
            protocol.makeThin(0, destination(rounds - 2 * REPORTED), spaceClass, 1, MIB);
        } else if (rounds >= REPORTED) {
            protocol.endReposition(0, destination(rounds - REPORTED), spaceClass, MIB, true);
        }
        rounds++;
    }

    private static int destination(final int round) {
        return 2000 + round % 500;
    }

    private void answerDeltasAndHeartbeat() {
        for (int i = 0; i < sent.deltaCount; i++) {
            deliver(server.command(sent.deltaIds[i], ResultCode.OK, Reason.NONE, 0, 0));
        }
        deltas += sent.deltaCount;
        sent.deltaCount = 0;
        if (sent.heartbeatId != 0) {
            deliver(server.heartbeat(sent.heartbeatId, 1, MigrateStrategy.LOW, false));
            sent.heartbeatId = 0;
            heartbeats++;
        }
    }

    private void deliver(final int length) {
        protocol.onFrame(server.buffer(), 0, length, nowNs);
    }
}
