package io.stowage.tools.members;

import io.stowage.tools.output.Column;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Listing;
import io.stowage.tools.output.OutputOptions;
import io.stowage.tools.output.Text;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The members, and where each stands in the log. */
@Command(
        name = "status",
        description =
                "The members, who leads, and where each stands in the log. Asks a member that runs on this machine.")
final class ClusterStatus extends LocalMembersCommand {
    @Mixin
    private OutputOptions output = new OutputOptions();

    ClusterStatus() {}

    @Override
    public void run() {
        output.show(() -> listing(view()), () -> {});
    }

    private static Listing<MembersView.Row> listing(final MembersView view) {
        return new Listing<>(
                view.rows(),
                row -> Json.object(
                        "member", row.member(),
                        "endpoint", row.endpoint(),
                        "role", row.role(),
                        "term", row.term(),
                        "position", row.position()),
                List.of(
                        Column.figure("MEMBER", MembersView.Row::member),
                        Column.word("ENDPOINT", MembersView.Row::endpoint),
                        Column.word("ROLE", MembersView.Row::role),
                        Column.figure("TERM", MembersView.Row::term),
                        Column.figure("LOG POSITION", row -> Text.count(row.position()))),
                "no members are known");
    }
}
