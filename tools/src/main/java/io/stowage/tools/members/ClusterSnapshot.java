package io.stowage.tools.members;

import io.aeron.cluster.ClusterTool;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import io.stowage.tools.ToolException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;

/** All members save their state at the same position. */
@Command(
        name = "snapshot",
        description = {
            "Have all members save their state, so that a start need not replay the log before it.",
            "Runs on the leader's machine."
        })
final class ClusterSnapshot extends LocalMembersCommand {
    ClusterSnapshot() {}

    @Override
    public void run() {
        final List<Path> members = members();
        for (final Path member : members) {
            final MembersView view = MembersView.ask(List.of(member));
            if (view != null && view.isByTheLeader()) {
                take(member);
                return;
            }
        }
        final MembersView view = view();
        throw new ToolException(
                view.leader() < 0
                        ? "no member leads at the moment; try again once 'stowage cluster status' shows a leader"
                        : "member " + view.leader() + " leads, and it does not run here; run this on its machine");
    }

    private void take(final Path member) {
        final long before = newest(member);
        final ByteArrayOutputStream words = new ByteArrayOutputStream();
        if (!ClusterTool.snapshot(
                MembersView.clusterDirectory(member), new PrintStream(words, true, StandardCharsets.UTF_8))) {
            throw new ToolException("the snapshot was not made: "
                    + words.toString(StandardCharsets.UTF_8).strip().replace('\n', ' '));
        }
        // The toggle that Aeron's tool waits for falls back after a snapshot that failed too.
        if (newest(member) <= before) {
            throw new ToolException("the leader could not save its state; the log of the member in " + member
                    + " says why, its disk may be full. Try again then");
        }
        terminal().line("all members were told to save their state, and the leader has");
    }

    /** Position of the leader's newest snapshot; -1: none. */
    private static long newest(final Path member) {
        try (RecordingLog recordings = new RecordingLog(MembersView.clusterDirectory(member), false)) {
            final RecordingLog.Entry entry = recordings.getLatestSnapshot(ConsensusModule.Configuration.SERVICE_ID);
            return entry == null ? -1 : entry.logPosition;
        }
    }
}
