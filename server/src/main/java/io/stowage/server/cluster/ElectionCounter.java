package io.stowage.server.cluster;

import io.aeron.AeronCounters;
import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import io.aeron.cluster.ElectionState;
import io.aeron.cluster.service.ClusterCounters;
import io.aeron.cluster.service.ClusteredServiceContainer;
import java.nio.MappedByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.status.CountersReader;

/**
 * Whether a member of this machine takes part in an election, as its consensus module counts it. In a mapping of its own: that of an Aeron
 * client goes when the member ends, and whoever reads it then takes the whole process down. Belongs to one thread.
 */
final class ElectionCounter implements AutoCloseable {
    private final MappedByteBuffer mapping;
    private final CountersReader counters;

    ElectionCounter(final String aeronDirectory) {
        mapping = IoUtil.mapExistingFile(CommonContext.newCncFile(aeronDirectory), CncFileDescriptor.CNC_FILE);
        final DirectBuffer description = CncFileDescriptor.createMetaDataBuffer(mapping);
        counters = new CountersReader(
                CncFileDescriptor.createCountersMetaDataBuffer(mapping, description),
                CncFileDescriptor.createCountersValuesBuffer(mapping, description));
    }

    /** Whether an election is under way; false also where there is no consensus module. */
    boolean isOpen() {
        final int counter = ClusterCounters.find(
                counters,
                AeronCounters.CLUSTER_ELECTION_STATE_TYPE_ID,
                ClusteredServiceContainer.Configuration.CLUSTER_ID_DEFAULT);
        return counter != CountersReader.NULL_COUNTER_ID
                && counters.getCounterValue(counter) != ElectionState.CLOSED.code();
    }

    @Override
    public void close() {
        IoUtil.unmap(mapping);
    }
}
