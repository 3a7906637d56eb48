package io.stowage.client.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.FrameSink;
import io.stowage.client.scripted.ServerFrames;
import io.stowage.codecs.ConnectEmDecoder;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReportSpaceEndDecoder;
import io.stowage.codecs.ReservationsQueryDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import java.lang.management.ManagementFactory;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** Reserve, reply, ledger, removal, report: not one byte of garbage once warm. */
class SteadyStateAllocationTest {
    private static final long MIB = 1 << 20;

    /** A sink that keeps nothing but the last message and correlation id. */
    private static final class LastSent implements FrameSink {
        int templateId;
        long correlationId;

        @Override
        public long offer(final DirectBuffer buffer, final int offset, final int length) {
            templateId = buffer.getShort(offset + 2, java.nio.ByteOrder.LITTLE_ENDIAN);
            correlationId = buffer.getLong(offset + 24, java.nio.ByteOrder.LITTLE_ENDIAN);
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
    }

    private final LastSent sent = new LastSent();
    private final ServerFrames server = new ServerFrames();
    private final ExtentProtocol protocol = new ExtentProtocol(
            new ExtentSettings().reportIntervalNs(0),
            new ExtentLedger(4096),
            new CommandIdentity(Role.EXTENT_MANAGER, 1, 1),
            new Accepting());
    private final ReserveRequest request = new ReserveRequest();
    private final int[] chunks = new int[3];
    private final int[][] items = {chunks};
    private long nowNs = 1;
    private int reports;

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
            protocol.ledger().remove(chunks[0], i & 7, 1, MIB);
            if (i % 200 == 0) {
                protocol.reportSpace();
            }
            protocol.poll(nowNs);
            if (sent.templateId == ReportSpaceEndDecoder.TEMPLATE_ID) {
                sent.templateId = 0;
                reports++;
                deliver(server.command(sent.correlationId, ResultCode.OK, Reason.NONE, 0, 0));
            }
        }
    }

    private void deliver(final int length) {
        protocol.onFrame(server.buffer(), 0, length, nowNs);
    }
}
