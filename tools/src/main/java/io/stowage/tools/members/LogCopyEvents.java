package io.stowage.tools.members;

import io.aeron.cluster.ClusterBackupEventsListener;
import io.aeron.cluster.ClusterMember;
import io.aeron.cluster.RecordingLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is copied, and what went wrong. Used by the thread that copies. */
final class LogCopyEvents implements ClusterBackupEventsListener {
    /** Two copies that ask at the same moment may be taken for each other, once or twice; a wrong secret is refused each time. */
    private static final int REFUSALS_BELIEVED = 3;

    private static final String REFUSED = "AUTHENTICATION_REJECTED";

    private @Nullable ClusterMember source;
    private int refusals;
    private String lastFailure = "";

    LogCopyEvents() {}

    @Override
    public void onBackupQuery() {}

    @Override
    public void onPossibleFailure(final Exception ex) {
        lastFailure = ex.getMessage() == null ? ex.toString() : ex.getMessage();
        if (lastFailure.contains(REFUSED)) {
            refusals++;
        }
    }

    @Override
    public void onBackupResponse(
            final ClusterMember[] clusterMembers,
            final ClusterMember logSourceMember,
            final List<RecordingLog.Snapshot> snapshotsToRetrieve) {
        source = logSourceMember;
        refusals = 0;
    }

    @Override
    public void onUpdatedRecordingLog(
            final RecordingLog recordingLog, final List<RecordingLog.Snapshot> snapshotsRetrieved) {}

    @Override
    public void onLiveLogProgress(final long recordingId, final long recordingPosCounterId, final long logPosition) {}

    boolean isRefused() {
        return refusals >= REFUSALS_BELIEVED;
    }

    /** Empty where nothing has failed. */
    String lastFailure() {
        return lastFailure;
    }

    int sourceMember() {
        return source().id();
    }

    /** host:port of the archive that is copied. */
    String sourceArchive() {
        return source().archiveEndpoint();
    }

    private ClusterMember source() {
        if (source == null) {
            throw new IllegalStateException("no member has answered yet");
        }
        return source;
    }
}
