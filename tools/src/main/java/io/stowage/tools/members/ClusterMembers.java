package io.stowage.tools.members;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.MemberList;
import io.stowage.client.blocking.MemberRow;
import io.stowage.client.blocking.Outcome;
import io.stowage.tools.ExitCode;
import io.stowage.tools.ToolException;
import io.stowage.tools.cluster.ClientCommand;
import io.stowage.tools.output.Column;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Listing;
import io.stowage.tools.output.OutputOptions;
import io.stowage.tools.output.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the members shall run: the member list, and a newer one. */
@Command(
        name = "members",
        description = {
            "Where the members shall run, by the member list that is in force; with --set, put a newer list in force.",
            "A member whose host changes stops by itself, a leader once another one can lead. Its port stays."
        },
        footer = {
            "",
            "Then, on the machine where it shall run: stowage cluster replace-member N, and stowage serve.",
            "Point the member's name there for clients too: they know nothing of the list."
        })
final class ClusterMembers extends ClientCommand {
    private static final int STANDALONE = -1;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--set",
            paramLabel = "N=HOST",
            description = {
                "Where the name of member N shall lead: a name or an address, without a port. Nothing behind '=': to where",
                "the name itself leads. May be given for fewer than half of the members at a time; the others stay."
            })
    private Map<Integer, String> moves = new LinkedHashMap<>();

    @Option(
            names = "--generation",
            paramLabel = "G",
            description = "Generation of the new list. Default: one more than that of the list in force.")
    private @Nullable Long generation;

    ClusterMembers() {}

    @Override
    protected void check() {
        if (generation != null && moves.isEmpty()) {
            throw new ParameterException(spec().commandLine(), "--generation goes with --set N=HOST");
        }
    }

    @Override
    protected int run(final BlockingOperator operator) {
        if (operator.leaderMember() == STANDALONE) {
            throw new ToolException("the server stands alone and has no members; name the members of a cluster with"
                    + " --connect cluster:0=HOST:PORT,1=HOST:PORT,2=HOST:PORT");
        }
        if (!moves.isEmpty()) {
            set(operator, operator.memberList());
        }
        output.show(() -> page(operator.memberList()), operator::poll);
        return ExitCode.OK;
    }

    private void set(final BlockingOperator operator, final MemberList known) {
        final SortedMap<Integer, String> hosts = new TreeMap<>();
        known.rows().forEach(row -> hosts.put(row.member(), row.host()));
        hosts.putAll(moves);
        final long newer = generation == null ? known.generation() + 1 : generation;
        final Outcome answer;
        try {
            answer = operator.command(() -> operator.client().memberList(newer, hosts));
        } catch (final IllegalArgumentException tooLong) {
            throw new ToolException("a host is too long: " + tooLong.getMessage(), tooLong);
        }
        if (!answer.isOk()) {
            throw new ToolException("the list of generation " + newer + " was not taken: " + answer.text());
        }
    }

    private static Page page(final MemberList list) {
        return new Listing<>(
                list.rows(),
                row -> Json.object(
                        "member", row.member(),
                        "endpoint", row.endpoint(),
                        "host", row.host(),
                        "generation", list.generation()),
                List.of(
                        Column.figure("MEMBER", MemberRow::member),
                        Column.word("CONFIGURED", MemberRow::endpoint),
                        Column.word("RUNS AT", row -> row.host().isEmpty() ? "where its name leads" : row.host()),
                        Column.figure("GENERATION", row -> list.generation())),
                "no members are known");
    }
}
