package io.stowage.tools.members;

import io.stowage.tools.cluster.Group;
import picocli.CommandLine.Command;

/** The members of a cluster. */
@Command(
        name = "cluster",
        description =
                "Members of a cluster: up, status, members, leader, snapshot, transfer-leader, backup, replace-member.",
        subcommands = {
            ClusterUp.class,
            ClusterStatus.class,
            ClusterMembers.class,
            ClusterLeader.class,
            ClusterSnapshot.class,
            ClusterTransferLeader.class,
            ClusterBackupCommand.class,
            ClusterReplaceMember.class
        })
public final class ClusterCommand extends Group {
    /** Made by picocli. */
    public ClusterCommand() {}
}
