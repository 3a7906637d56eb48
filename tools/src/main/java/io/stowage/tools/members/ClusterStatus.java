package io.stowage.tools.members;

import io.stowage.tools.output.Column;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Listing;
import io.stowage.tools.output.OutputOptions;
import io.stowage.tools.output.Text;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The members, and where each stands in the log. */
@Command(
        name = "status",
        description = {
            "The members, who leads, and where each stands in the log. Asks a member that runs on this machine.",
            "AGREED: at how many positions a majority had the same state as the member; known of those that run here."
        })
final class ClusterStatus extends LocalMembersCommand {
    @Mixin
    private OutputOptions output = new OutputOptions();

    ClusterStatus() {}

    @Override
    public void run() {
        output.show(() -> listing(view(), ComparedStates.ofMembersIn(members())), () -> {});
    }

    private static Listing<MembersView.Row> listing(
            final MembersView view, final Map<Integer, ComparedStates> compared) {
        return new Listing<>(
                view.rows(),
                row -> json(row, compared.get(row.member())),
                List.of(
                        Column.figure("MEMBER", MembersView.Row::member),
                        Column.word("ENDPOINT", MembersView.Row::endpoint),
                        Column.word("ROLE", MembersView.Row::role),
                        Column.figure("TERM", MembersView.Row::term),
                        Column.figure("LOG POSITION", row -> Text.count(row.position())),
                        Column.figure("AGREED", row -> agreed(compared.get(row.member())))),
                "no members are known");
    }

    private static Map<String, @Nullable Object> json(
            final MembersView.Row row, final @Nullable ComparedStates compared) {
        final Map<String, @Nullable Object> object = Json.object(
                "member", row.member(),
                "endpoint", row.endpoint(),
                "role", row.role(),
                "term", row.term(),
                "position", row.position());
        if (compared != null) {
            object.put("stateHashVotes", compared.votes());
            object.put("stateHashesAgreed", compared.agreed());
        }
        return object;
    }

    private static String agreed(final @Nullable ComparedStates compared) {
        return compared == null ? "-" : Text.count(compared.agreed());
    }
}
