package io.stowage.tools.members;

import io.stowage.client.StowageException;
import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.Outcome;
import io.stowage.server.IdleStrategyKind;
import io.stowage.tools.ExitCode;
import io.stowage.tools.ToolException;
import io.stowage.tools.cluster.ClientCommand;
import io.stowage.tools.output.Json;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Another member leads. */
@Command(
        name = "transfer-leader",
        description = {
            "Have the leader let another member lead, and wait until one does.",
            "The others elect which one: it cannot be chosen. Sessions go on with the new leader."
        })
final class ClusterTransferLeader extends ClientCommand {
    private static final int STANDALONE = -1;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long to wait until another member leads. Default: 60.")
    private int waitSeconds = 60;

    @Option(names = "--json", description = "JSON for programs.")
    private boolean json;

    ClusterTransferLeader() {}

    @Override
    protected void check() {
        if (waitSeconds <= 0) {
            throw new ParameterException(spec().commandLine(), "--wait must be above 0 seconds, not " + waitSeconds);
        }
    }

    @Override
    protected int run(final BlockingOperator operator) {
        final int from = operator.leaderMember();
        if (from == STANDALONE) {
            throw new ToolException(
                    "the server stands alone, so no other member can lead; name the members of a cluster"
                            + " with --connect cluster:0=HOST:PORT,1=HOST:PORT,2=HOST:PORT");
        }
        final long begunNs = System.nanoTime();
        ask(operator, from);
        final int to = awaitAnother(operator, from, begunNs);
        final long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNs);
        terminal()
                .line(
                        json
                                ? Json.line(Json.object("from", from, "to", to, "milliseconds", tookMs))
                                : "member " + to + " leads instead of member " + from + ", after " + tookMs
                                        + " ms; the others elected it");
        return ExitCode.OK;
    }

    private static void ask(final BlockingOperator operator, final int from) {
        final Outcome answer;
        try {
            answer = operator.command(() -> operator.client().handOver(from));
        } catch (final StowageException noAnswer) {
            // It may have gone with the leader, which is what was asked for.
            if (operator.leaderMember() == from) {
                throw noAnswer;
            }
            return;
        }
        if (!answer.isOk()) {
            throw new ToolException("member " + from + " goes on leading, " + answer.text());
        }
    }

    private int awaitAnother(final BlockingOperator operator, final int from, final long begunNs) {
        final IdleStrategy idle = IdleStrategyKind.BACKOFF.create();
        while (operator.leaderMember() == from) {
            if (System.nanoTime() - begunNs > TimeUnit.SECONDS.toNanos(waitSeconds)) {
                throw new ToolException(
                        "member " + from + " left the lead, and no other member was heard to lead within " + waitSeconds
                                + " s; look at 'stowage cluster status'");
            }
            idle.idle(operator.poll());
        }
        return operator.leaderMember();
    }
}
