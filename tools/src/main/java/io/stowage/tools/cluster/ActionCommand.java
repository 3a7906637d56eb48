package io.stowage.tools.cluster;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.Outcome;
import io.stowage.tools.ExitCode;
import io.stowage.tools.ToolException;
import io.stowage.tools.output.Json;
import picocli.CommandLine.Option;

/** A command that changes something on a server, and says what was done. */
public abstract class ActionCommand extends ClientCommand {
    @Option(names = "--json", description = "JSON for programs.")
    private boolean json;

    /** Made by picocli. */
    protected ActionCommand() {}

    /**
     * Tells how it ended.
     *
     * @param outcome of the command.
     * @param done    one line for people, of what was done.
     * @param more    names and values for programs, beside result and position.
     * @return exit status.
     * @throws ToolException if it was refused.
     */
    protected final int tell(final Outcome outcome, final String done, final Object... more) {
        if (!outcome.isOk()) {
            throw new ToolException(outcome.text());
        }
        if (json) {
            final var object = Json.object(more);
            object.put("result", outcome.result());
            object.put("position", outcome.position());
            terminal().line(Json.line(object));
        } else {
            terminal().line(done);
        }
        return ExitCode.OK;
    }

    @Override
    protected abstract int run(BlockingOperator operator);
}
