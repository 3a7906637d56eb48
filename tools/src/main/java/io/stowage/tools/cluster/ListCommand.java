package io.stowage.tools.cluster;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.tools.ExitCode;
import io.stowage.tools.output.OutputOptions;
import io.stowage.tools.output.Page;
import picocli.CommandLine.Mixin;

/** A command that shows something of a server: once or again and again, for people or for programs. */
public abstract class ListCommand extends ClientCommand {
    @Mixin
    private OutputOptions output = new OutputOptions();

    /** Made by picocli. */
    protected ListCommand() {}

    @Override
    protected final int run(final BlockingOperator operator) {
        output.show(() -> page(operator), operator::poll);
        return ExitCode.OK;
    }

    /**
     * What to show.
     *
     * @param operator connected.
     * @return a page.
     */
    protected abstract Page page(BlockingOperator operator);
}
