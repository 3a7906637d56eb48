package io.stowage.server.cluster;

import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.ConsensusModule;
import java.nio.MappedByteBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Counters of a consensus module, in a mapping of their own. The module's own counters go with its Aeron client, which ends by
 * itself where the machine stood still for too long: who reads them then takes the whole process down. These can be read for ever;
 * of a module that is gone they say nothing of use. Any thread.
 */
final class ConsensusCounters {
    private final AtomicCounter commitPosition;
    private final AtomicCounter snapshots;
    private final AtomicCounter control;

    private ConsensusCounters(final UnsafeBuffer values, final ConsensusModule.Context module) {
        commitPosition =
                new AtomicCounter(values, module.commitPositionCounter().id());
        snapshots = new AtomicCounter(values, module.snapshotCounter().id());
        control = new AtomicCounter(values, module.controlToggleCounter().id());
    }

    /** Those of a module that runs. The mapping goes when nobody refers to them any more. */
    static ConsensusCounters of(final ConsensusModule.Context module) {
        final MappedByteBuffer cnc = IoUtil.mapExistingFile(
                CommonContext.newCncFile(module.aeronDirectoryName()), CncFileDescriptor.CNC_FILE);
        return new ConsensusCounters(
                CncFileDescriptor.createCountersValuesBuffer(cnc, CncFileDescriptor.createMetaDataBuffer(cnc)), module);
    }

    /** How far the log is agreed on, bytes. */
    long commitPosition() {
        return commitPosition.get();
    }

    /** Snapshots that the module has finished. */
    long snapshots() {
        return snapshots.get();
    }

    /** Asks the module for something; false where it is busy with something else. */
    boolean toggle(final ClusterControl.ToggleState wanted) {
        return wanted.toggle(control);
    }
}
