package io.stowage.tools.members;

import io.stowage.tools.ToolException;
import io.stowage.tools.output.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Who leads. */
@Command(name = "leader", description = "The member that leads, and where clients reach it. Status 1 where none does.")
final class ClusterLeader extends LocalMembersCommand {
    @Option(names = "--json", description = "JSON for programs.")
    private boolean json;

    ClusterLeader() {}

    @Override
    public void run() {
        final MembersView view = view();
        final MembersView.Row leader = view.rows().stream()
                .filter(row -> row.member() == view.leader())
                .findFirst()
                .orElseThrow(() -> new ToolException(
                        "no member leads at the moment; a majority of the members has to run and reach each other"));
        if (json) {
            terminal()
                    .line(Json.line(Json.object(
                            "member", leader.member(), "endpoint", leader.endpoint(), "term", leader.term())));
        } else {
            terminal()
                    .line("member " + leader.member() + " at " + leader.endpoint() + " leads, in term "
                            + leader.term());
        }
    }
}
