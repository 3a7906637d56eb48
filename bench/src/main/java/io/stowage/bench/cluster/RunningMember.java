package io.stowage.bench.cluster;

import io.stowage.server.cluster.ClusterMember;

/** A member in this process. */
interface RunningMember extends AutoCloseable {
    /** How far the log is agreed on, as this member knows, bytes. */
    long commitPosition();

    @Override
    void close();

    /** One of Stowage. */
    static RunningMember ofStowage(final MemberSettings settings) {
        final ClusterMember member = ClusterMember.launch(settings.context());
        return new RunningMember() {
            @Override
            public long commitPosition() {
                return member.commitPosition();
            }

            @Override
            public void close() {
                member.close();
            }
        };
    }
}
