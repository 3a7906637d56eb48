package io.stowage.tools.members;

import io.stowage.server.cluster.MemberEndpoints;
import io.stowage.server.cluster.MemberNames;
import io.stowage.server.session.Secrets;
import java.util.List;

/**
 * Which cluster is copied, and what a copy needs to know of it.
 *
 * @param members      that are asked.
 * @param names        where the names lead by which the members tell of each other.
 * @param ofTheLeader  whether only the leader's log will do, which is never behind.
 * @param secrets      with that of an operator, unless the cluster asks for none.
 * @param host         address of this machine, as the members reach it.
 * @param segmentBytes length of the files in which the log is kept, at least a term of it.
 * @param timeoutNs    without any progress, nanoseconds.
 */
record LogCopySource(
        List<MemberEndpoints.Member> members,
        MemberNames names,
        boolean ofTheLeader,
        Secrets secrets,
        String host,
        int segmentBytes,
        long timeoutNs) {
    /** Keeps what is given. */
    LogCopySource {
        members = List.copyOf(members);
    }
}
