package io.stowage.sim.simulation;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.CommandHeaderEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.ReportSpaceBeginEncoder;
import io.stowage.codecs.ReserveForAllocationEncoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.Tier;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Requests of a space version that a report has ended: a session keeps its order, so that no honest client is ever late,
 * but the engine must not rely on it.
 */
final class StaleRequests {
    private static final int BUFFER_LENGTH = 256;

    private final Map<Integer, Long> reported = new TreeMap<>();
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();

    void onReported(final int em, final long version) {
        reported.put(em, version);
    }

    void onForgotten(final int em) {
        reported.remove(em);
    }

    /** Whether an extent manager has a version that is over. */
    boolean knows(final int em) {
        return reported.getOrDefault(em, 0L) > 1;
    }

    /** A reservation under the version before that of the last report. */
    byte[] reservation(final int em, final long incarnation) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
        final ReserveForAllocationEncoder encoder = new ReserveForAllocationEncoder();
        address(encoder.wrapAndApplyHeader(buffer, 0, messageHeader).header(), em, incarnation);
        encoder.version(reported.getOrDefault(em, 0L) - 1);
        final ReserveForAllocationEncoder.ItemsEncoder item =
                encoder.itemsCount(1).next();
        item.extents(1)
                .replicas((short) 1)
                .purpose(Purpose.TEMPORARY)
                .tier(Tier.CAPACITY)
                .provision(Provision.THICK)
                .priority(Priority.NORMAL)
                .partial(BooleanType.FALSE)
                .strictSpread(BooleanType.FALSE);
        item.excludeCount(0);
        item.existingCount(0);
        return frame(buffer, encoder.encodedLength());
    }

    /** The begin of a report of the version that is in force already. */
    byte[] report(final int em, final long incarnation) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
        final ReportSpaceBeginEncoder encoder = new ReportSpaceBeginEncoder();
        address(encoder.wrapAndApplyHeader(buffer, 0, messageHeader).header(), em, incarnation);
        encoder.version(reported.getOrDefault(em, 0L));
        return frame(buffer, encoder.encodedLength());
    }

    private static void address(final CommandHeaderEncoder header, final int em, final long incarnation) {
        header.clusterHigh(SimulatedServer.CLUSTER_HIGH)
                .clusterLow(SimulatedServer.CLUSTER_LOW)
                .correlationId(0)
                .incarnation(incarnation)
                .sender(em)
                .role(Role.EXTENT_MANAGER);
    }

    private static byte[] frame(final UnsafeBuffer buffer, final int encodedLength) {
        final byte[] frame = new byte[MessageHeaderEncoder.ENCODED_LENGTH + encodedLength];
        buffer.getBytes(0, frame);
        return frame;
    }
}
